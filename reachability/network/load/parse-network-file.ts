import type * as ec2 from '@aws-sdk/client-ec2';
import * as sdk from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { parseWithSchema, type SdkSchema, shown } from './parse-with-schema';
import { Problems } from './problems';

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
  /** Of the file's `Account`, which files from several accounts have as a list. */
  readonly accounts: readonly string[];
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
const READ_ELSEWHERE: ReadonlyMap<string, SdkSchema> = new Map([
  ['VpcEndpoints', sdk.VpcEndpoint$],
  ['VpcBlockPublicAccessOptions', sdk.VpcBlockPublicAccessOptions$],
  ['VpcBlockPublicAccessExclusions', sdk.VpcBlockPublicAccessExclusion$],
]);

/** Responses to calls about one resource, which do not name it: its id stands beside them. */
interface ResponseShape {
  readonly schema: SdkSchema;
  /** The field with the id, or ARN, of that resource. */
  readonly idField: string;
  /** The key under which the file has that resource. */
  readonly ownerKey: string;
}

/** The keys are those of Batfish's snapshots of AWS. */
export const RESPONSES: ReadonlyMap<string, ResponseShape> = new Map([
  ['TransitGatewayStaticRoutes', ofRouteTable(sdk.SearchTransitGatewayRoutesResult$)],
  ['TransitGatewayPropagations', ofRouteTable(sdk.GetTransitGatewayRouteTablePropagationsResult$)],
  ['LoadBalancerListeners', ofLoadBalancer(elb.DescribeListenersOutput$)],
  ['LoadBalancerAttributes', ofLoadBalancer(elb.DescribeLoadBalancerAttributesOutput$)],
  [
    'LoadBalancerTargetHealth',
    { schema: elb.DescribeTargetHealthOutput$, idField: 'TargetGroupArn', ownerKey: 'TargetGroups' },
  ],
]);

function ofRouteTable(schema: SdkSchema): ResponseShape {
  return { schema, idField: 'TransitGatewayRouteTableId', ownerKey: 'TransitGatewayRouteTables' };
}

function ofLoadBalancer(schema: SdkSchema): ResponseShape {
  return { schema, idField: 'LoadBalancerArn', ownerKey: 'LoadBalancers' };
}

/**
 * Keys that name no resources: those of the AWS CLI's output, and those that say where and when it
 * was written.
 */
const IGNORED_KEYS = new Set([
  'NextToken',
  'NextMarker',
  'ResponseMetadata',
  '$metadata',
  '$schema',
  '$comment',
  'Account',
  'Region',
  'ExportedAt',
]);

/**
 * Reads a network file: one object whose keys are those of the Describe responses.
 * @param warn gets a line for each field that EC2's resources do not have, once a kind.
 * @throws InvalidNetwork with the key, the resource and the field of everything that is wrong.
 */
export function parseNetworkFile(file: unknown, warn: (line: string) => void): ParsedFile {
  const problems = new Problems(warn);
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    const right = 'must be one JSON object with keys such as Vpcs, Subnets and SecurityGroups.';
    problems.add(undefined, undefined, `The network ${right}`);
  }
  problems.throwIfAny();
  const content = file as object;
  const parsed = Object.keys(RESOURCES).map((key) => [key, parseList(key as Key, content, problems)]);
  const others = Object.entries(content).filter(([key]) => !IGNORED_KEYS.has(key) && !Object.hasOwn(RESOURCES, key));
  for (const [key] of others) refuseMisspelt(key, problems);
  const unmodelled = new Map(others.map(([key, value]) => [key, parseUnmodelled(key, value, problems)]));
  const accounts = accountsOf(content, problems);
  const region = ownValue(content, 'Region');
  if (region !== undefined && typeof region !== 'string') {
    problems.add(undefined, 'Region', `Region is ${shown(region)}, but must be one Region, such as us-east-1.`);
  }
  problems.throwIfAny();
  return { ...(Object.fromEntries(parsed) as Omit<ParsedFile, 'unmodelled' | 'accounts'>), unmodelled, accounts };
}

function parseList(key: Key, file: object, problems: Problems): unknown[] {
  return listOf(key, ownValue(file, key) ?? [], problems).map((item, index) =>
    parseItem(key, item, `${key}[${index}]`, problems),
  );
}

function accountsOf(file: object, problems: Problems): string[] {
  const accounts = [ownValue(file, 'Account') ?? []].flat();
  const isAccount = (account: unknown) => typeof account === 'string' && /^\d{12}$/.test(account);
  for (const wrong of accounts.filter((account) => !isAccount(account))) {
    problems.add(undefined, 'Account', `Account is ${shown(wrong)}, but must be 12 digits, in quotes.`);
  }
  return accounts.filter(isAccount) as string[];
}

function ownValue(file: object, key: string): unknown {
  return Object.hasOwn(file, key) ? Reflect.get(file, key) : undefined;
}

/** The objects in a list of the file. */
function listOf(key: string, items: unknown, problems: Problems): object[] {
  if (!Array.isArray(items)) problems.add(key, undefined, `${key} must be a list, as in the output of the AWS CLI.`);
  const list: readonly unknown[] = Array.isArray(items) ? items : [];
  for (const [index, item] of list.entries()) {
    const at = `${key}[${index}]`;
    if (!isObject(item)) problems.add(at, undefined, `${at} is ${shown(item)}, but must be an object.`);
  }
  return list.filter(isObject);
}

function parseItem(key: Key, item: object, at: string, problems: Problems): unknown {
  const [schema, idField] = RESOURCES[key];
  const { [idField]: id, Entries, Cidrs, ...rest } = item as Readonly<Record<string, unknown>>;
  const parsed = (part: SdkSchema, value: unknown) =>
    parseWithSchema(part, value, at, typeof id === 'string' ? id : undefined, problems);
  if (key !== 'PrefixLists' && key !== 'ManagedPrefixLists') return parsed(schema, item);
  return {
    ...(parsed(schema, { ...rest, [idField]: id }) as object),
    ...(parsed(sdk.GetManagedPrefixListEntriesResult$, { Entries }) as object),
    ...(parsed(sdk.PrefixList$, { Cidrs }) as object),
  };
}

function parseUnmodelled(key: string, value: unknown, problems: Problems): unknown {
  const response = RESPONSES.get(key);
  if (response) {
    const items = listOf(key, value, problems).entries();
    return [...items].map(([index, item]) => parseResponse(response, item, `${key}[${index}]`, problems));
  }
  const schema = READ_ELSEWHERE.get(key);
  if (!schema) return shallow(key, value, problems);
  if (!Array.isArray(value)) return parseWithSchema(schema, value, key, undefined, problems);
  return value.map((item, index) => parseWithSchema(schema, item, `${key}[${index}]`, undefined, problems));
}

function parseResponse({ schema, idField }: ResponseShape, item: object, at: string, problems: Problems): unknown {
  const { [idField]: id, ...response } = item as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string') {
    problems.add(
      at,
      idField,
      `${at} has the ${idField} ${shown(id)}, but it must be that of the resource it is about.`,
    );
    return undefined;
  }
  return { [idField]: id, ...(parseWithSchema(schema, response, at, id, problems) as object) };
}

/** Far deeper than any Describe response. Programs that walk through deeper values may crash. */
const MAX_DEPTH = 64;

function shallow(key: string, value: unknown, problems: Problems): unknown {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      problems.add(key, undefined, `${key} is nested deeper than ${MAX_DEPTH} levels, but no response of AWS is.`);
      return undefined;
    }
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return value;
}

/** Resources under a misspelt key would be missing from the network. */
function refuseMisspelt(key: string, problems: Problems): void {
  const alike = (text: string) => text.toLowerCase().replace(/s$/, '');
  const known = [...Object.keys(RESOURCES), ...READ_ELSEWHERE.keys(), ...RESPONSES.keys()];
  const meant = known.find((name) => name !== key && alike(name) === alike(key));
  if (meant) problems.add(key, undefined, `${key} is not a key of any Describe response; it is spelled ${meant}.`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
