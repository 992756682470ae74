import type * as ec2 from '@aws-sdk/client-ec2';
import * as sdk from '@aws-sdk/client-ec2';
import { parseWithSchema, type SdkSchema } from './parse-with-schema';

/** A prefix list as either of its two Describe calls shows it, both under `PrefixLists`. */
export type ListedPrefixList = ec2.ManagedPrefixList & {
  /** From `get-managed-prefix-list-entries`, added to the list. */
  Entries?: ec2.PrefixListEntry[];
  /** From `describe-prefix-lists`. */
  Cidrs?: string[];
};

/** The lists of a network file that the model reads, by key. */
interface Resources {
  Vpcs: ec2.Vpc;
  Subnets: ec2.Subnet;
  RouteTables: ec2.RouteTable;
  NetworkAcls: ec2.NetworkAcl;
  NetworkInterfaces: ec2.NetworkInterface;
  InternetGateways: ec2.InternetGateway;
  Addresses: ec2.Address;
  NatGateways: ec2.NatGateway;
  VpcPeeringConnections: ec2.VpcPeeringConnection;
  SecurityGroups: ec2.SecurityGroup;
  SecurityGroupRules: ec2.SecurityGroupRule;
  Reservations: ec2.Reservation;
  Instances: ec2.Instance;
  ManagedPrefixLists: ListedPrefixList;
  PrefixLists: ListedPrefixList;
}

type Key = keyof Resources;

/** What a network file holds, in the SDK's types. */
export type ParsedFile = { readonly [K in Key]: readonly Resources[K][] } & {
  /** Everything under keys that the model does not read. */
  readonly unmodelled: ReadonlyMap<string, unknown>;
};

/** The SDK's schema of the items under each key, and the field with their id. */
const RESOURCES: Readonly<Record<Key, readonly [schema: SdkSchema, id: string]>> = {
  Vpcs: [sdk.Vpc$, 'VpcId'],
  Subnets: [sdk.Subnet$, 'SubnetId'],
  RouteTables: [sdk.RouteTable$, 'RouteTableId'],
  NetworkAcls: [sdk.NetworkAcl$, 'NetworkAclId'],
  NetworkInterfaces: [sdk.NetworkInterface$, 'NetworkInterfaceId'],
  InternetGateways: [sdk.InternetGateway$, 'InternetGatewayId'],
  Addresses: [sdk.Address$, 'AllocationId'],
  NatGateways: [sdk.NatGateway$, 'NatGatewayId'],
  VpcPeeringConnections: [sdk.VpcPeeringConnection$, 'VpcPeeringConnectionId'],
  SecurityGroups: [sdk.SecurityGroup$, 'GroupId'],
  SecurityGroupRules: [sdk.SecurityGroupRule$, 'SecurityGroupRuleId'],
  Reservations: [sdk.Reservation$, 'ReservationId'],
  Instances: [sdk.Instance$, 'InstanceId'],
  ManagedPrefixLists: [sdk.ManagedPrefixList$, 'PrefixListId'],
  PrefixLists: [sdk.ManagedPrefixList$, 'PrefixListId'],
};

/** Not resources of the model, but some of their fields decide reachability. */
const READ_ELSEWHERE: Readonly<Record<string, SdkSchema>> = {
  VpcEndpoints: sdk.VpcEndpoint$,
  VpcBlockPublicAccessOptions: sdk.VpcBlockPublicAccessOptions$,
  VpcBlockPublicAccessExclusions: sdk.VpcBlockPublicAccessExclusion$,
};

/**
 * Keys that name no resources: those of the AWS CLI's output, and those that say where and when it
 * was written.
 */
const IGNORED_KEYS = new Set([
  'NextToken',
  'ResponseMetadata',
  '$metadata',
  '$schema',
  '$comment',
  'Account',
  'Region',
  'ExportedAt',
]);

type Warn = (line: string) => void;
type LeftOut = (shape: string, field: string) => void;

/**
 * Reads a network file: one object whose keys are those of the Describe responses.
 * @param warn gets a line for each field that EC2's resources do not have, once a kind.
 * @throws Error that names the key, the resource, the field and what would be right.
 */
export function parseNetworkFile(file: unknown, warn: Warn): ParsedFile {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new Error('The network must be one JSON object with keys such as Vpcs, Subnets and SecurityGroups.');
  }
  const leftOut = oncePerField(warn);
  const entries = Object.entries(file).filter(([key]) => !IGNORED_KEYS.has(key));
  const parsed = Object.keys(RESOURCES).map((key) => [
    key,
    parseList(key as Key, Reflect.get(file, key) ?? [], leftOut),
  ]);
  const others = entries.filter(([key]) => !Object.hasOwn(RESOURCES, key));
  for (const [key] of others) refuseMisspelt(key);
  const unmodelled = new Map(others.map(([key, value]) => [key, parseUnmodelled(key, value, leftOut)]));
  return { ...(Object.fromEntries(parsed) as Omit<ParsedFile, 'unmodelled'>), unmodelled };
}

function oncePerField(warn: Warn): LeftOut {
  const warned = new Set<string>();
  return (shape, field) => {
    const line = `${field} is not a field of EC2's ${shape} and is left out.`;
    if (!warned.has(line)) warn(line);
    warned.add(line);
  };
}

function parseList(key: Key, items: unknown, leftOut: LeftOut): unknown[] {
  if (!Array.isArray(items)) throw new Error(`${key} must be a list, as in the output of the AWS CLI.`);
  return items.map((item, index) => parseItem(key, item, `${key}[${index}]`, leftOut));
}

function parseItem(key: Key, item: unknown, at: string, leftOut: LeftOut): unknown {
  const [schema, idField] = RESOURCES[key];
  const { [idField]: id, Entries, Cidrs, ...rest } = (item ?? {}) as Readonly<Record<string, unknown>>;
  const parsed = (part: SdkSchema, value: unknown) =>
    parseWithSchema(part, value, at, leftOut, typeof id === 'string' ? id : undefined);
  if (key !== 'PrefixLists' && key !== 'ManagedPrefixLists') return parsed(schema, item);
  return {
    ...(parsed(schema, { ...rest, [idField]: id }) as object),
    ...(parsed(sdk.GetManagedPrefixListEntriesResult$, { Entries }) as object),
    ...(parsed(sdk.PrefixList$, { Cidrs }) as object),
  };
}

function parseUnmodelled(key: string, value: unknown, leftOut: LeftOut): unknown {
  const schema = READ_ELSEWHERE[key];
  if (!schema) return value;
  if (!Array.isArray(value)) return parseWithSchema(schema, value, key, leftOut);
  return value.map((item, index) => parseWithSchema(schema, item, `${key}[${index}]`, leftOut));
}

/** Resources under a misspelt key would be missing from the network. */
function refuseMisspelt(key: string): void {
  const alike = (text: string) => text.toLowerCase().replace(/s$/, '');
  const meant = Object.keys(RESOURCES).find((known) => alike(known) === alike(key));
  if (meant) throw new Error(`${key} is not a key of any Describe response; it is spelled ${meant}.`);
}
