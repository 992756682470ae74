import type {
  Instance,
  ManagedPrefixList,
  NetworkInterface,
  PrefixListEntry,
  Reservation,
  SecurityGroup,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import * as sdk from '@aws-sdk/client-ec2';
import { groupProtocol } from '../../packets/protocols';
import type { Collection } from '../collection';
import type { GroupWithoutRules, Network } from '../network';
import { ruleKey, rulesFromPermission } from '../security-group-rules';
import { checkReferences } from './check-references';
import { checkValues } from './check-values';
import { completeNetwork } from './complete-network';
import { parseWithSchema } from './parse-with-schema';

/** Keys that name no resources: those of the AWS CLI's output, and those that say where and when the network was described. */
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

const MODELLED_KEYS = [
  'Vpcs',
  'Subnets',
  'RouteTables',
  'NetworkAcls',
  'NetworkInterfaces',
  'InternetGateways',
  'Addresses',
  'NatGateways',
  'VpcPeeringConnections',
  'SecurityGroups',
  'SecurityGroupRules',
  'Reservations',
  'Instances',
  'ManagedPrefixLists',
  'PrefixLists',
];

/** Not resources of the model, but what they say of others counts. */
const READ_AS_WELL = new Set(['VpcBlockPublicAccessOptions', 'VpcBlockPublicAccessExclusions']);

/**
 * Fills an empty network from the merged output of `aws ec2 describe-*`: one object whose keys are those of the Describe
 * responses. `Reservations` and bare `Instances` are both taken; an entry of `ManagedPrefixLists` may carry its `Entries`.
 * @param warn is told about keys that this model does not know; they are kept, and reachability is judged without them.
 * @throws Error that names the key, the resource and what is wrong.
 */
export function loadNetwork(network: Network, file: unknown, account: string, warn: (line: string) => void): void {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new Error('The network must be one JSON object with keys such as Vpcs, Subnets and SecurityGroups.');
  }
  const keys = new Map(Object.entries(file).filter(([key]) => !IGNORED_KEYS.has(key)));
  const take = <T>(key: string, schema: unknown): T[] => {
    const items = keys.get(key) ?? [];
    keys.delete(key);
    if (!Array.isArray(items)) throw new Error(`${key} must be a list, as in the output of the AWS CLI.`);
    return items.map((item, index) => parseWithSchema(schema, item, `${key}[${index}]`) as T);
  };
  const fill = <T>(collection: Collection<T>, key: string, schema: unknown) => {
    for (const [index, item] of take<T>(key, schema).entries()) add(collection, item, `${key}[${index}]`);
  };
  fill(network.vpcs, 'Vpcs', sdk.Vpc$);
  fill(network.subnets, 'Subnets', sdk.Subnet$);
  fill(network.routeTables, 'RouteTables', sdk.RouteTable$);
  fill(network.networkAcls, 'NetworkAcls', sdk.NetworkAcl$);
  fill(network.networkInterfaces, 'NetworkInterfaces', sdk.NetworkInterface$);
  fill(network.internetGateways, 'InternetGateways', sdk.InternetGateway$);
  fill(network.addresses, 'Addresses', sdk.Address$);
  fill(network.natGateways, 'NatGateways', sdk.NatGateway$);
  fill(network.peeringConnections, 'VpcPeeringConnections', sdk.VpcPeeringConnection$);
  const groups = take<SecurityGroup>('SecurityGroups', sdk.SecurityGroup$);
  loadSecurityGroups(network, groups, take('SecurityGroupRules', sdk.SecurityGroupRule$), account);
  const reservations = take<Reservation>('Reservations', sdk.Reservation$);
  loadInstances(network, [
    ...reservations.flatMap((it) => it.Instances ?? []),
    ...take<Instance>('Instances', sdk.Instance$),
  ]);
  const lists = [...take('ManagedPrefixLists', sdk.ManagedPrefixList$), ...take('PrefixLists', sdk.ManagedPrefixList$)];
  loadPrefixLists(network, lists as ListedPrefixList[], warn);
  for (const [key, value] of keys) {
    checkUnmodelled(key, value, warn);
    network.unmodelled.keep(key, value);
  }
  completeNetwork(network);
  checkReferences(network);
  checkValues(network);
}

function add<T>(collection: Collection<T>, item: T, at: string): void {
  const id = collection.idOf(item);
  if (!id?.startsWith(`${collection.kind.prefix}-`)) {
    throw new Error(
      `${at} has the id ${JSON.stringify(id)}, but an id there must start with "${collection.kind.prefix}-".`,
    );
  }
  if (collection.find(id)) throw new Error(`${at}: ${id} appears more than once.`);
  collection.put(item);
}

/** Rules with ids, from `describe-security-group-rules`, win over the same rules in the groups' permissions. */
function loadSecurityGroups(
  network: Network,
  groups: readonly SecurityGroup[],
  rules: readonly SecurityGroupRule[],
  account: string,
): void {
  const known = new Set<string>();
  for (const [index, { IpProtocol, ...rest }] of rules.entries()) {
    const rule = { ...rest, ...(IpProtocol !== undefined && { IpProtocol: groupProtocol(IpProtocol) }) };
    add(network.securityGroupRules, rule, `SecurityGroupRules[${index}]`);
    known.add(ruleKey(rule));
  }
  for (const [index, { IpPermissions, IpPermissionsEgress, ...rest }] of groups.entries()) {
    const group: GroupWithoutRules = { OwnerId: account, ...rest };
    add(network.securityGroups, group, `SecurityGroups[${index}]`);
    for (const { IpProtocol } of [...(IpPermissions ?? []), ...(IpPermissionsEgress ?? [])]) {
      if (IpProtocol === undefined) throw new Error(`${group.GroupId} has a permission without IpProtocol.`);
    }
    const owner = { GroupId: group.GroupId as string, OwnerId: group.OwnerId as string };
    const fromPermissions = [
      ...(IpPermissions ?? []).flatMap((it) => rulesFromPermission(it, owner, false)),
      ...(IpPermissionsEgress ?? []).flatMap((it) => rulesFromPermission(it, owner, true)),
    ];
    for (const rule of fromPermissions) if (!known.has(ruleKey(rule))) network.securityGroupRules.put(rule);
  }
}

/** Interfaces that only their instance tells of are taken from there. */
function loadInstances(network: Network, instances: readonly Instance[]): void {
  for (const [index, instance] of instances.entries()) {
    add(network.instances, instance, `Instances[${index}]`);
    for (const nested of instance.NetworkInterfaces ?? []) {
      if (!nested.NetworkInterfaceId || network.networkInterfaces.find(nested.NetworkInterfaceId)) continue;
      const attachment = { ...nested.Attachment, InstanceId: instance.InstanceId };
      network.networkInterfaces.put({ ...nested, Attachment: attachment } as NetworkInterface);
    }
  }
}

/** One in the output of `describe-managed-prefix-lists`, or of `describe-prefix-lists`, which has `Cidrs`; both use the key `PrefixLists`. */
type ListedPrefixList = ManagedPrefixList & { Entries?: PrefixListEntry[]; Cidrs?: string[] };

/** Only lists whose entries are known can decide anything; one without that nothing refers to is left out. */
function loadPrefixLists(network: Network, listed: readonly ListedPrefixList[], warn: (line: string) => void): void {
  const byId = new Map<string, ListedPrefixList>();
  for (const list of listed) byId.set(list.PrefixListId ?? '', { ...byId.get(list.PrefixListId ?? ''), ...list });
  for (const { Entries, Cidrs, ...list } of byId.values()) {
    const id = list.PrefixListId;
    const entries = Entries ?? Cidrs?.map((Cidr) => ({ Cidr }));
    if (entries) {
      const known = {
        AddressFamily: 'IPv4',
        OwnerId: Cidrs ? 'AWS' : undefined,
        State: 'create-complete',
        Version: 1,
      } as const;
      add(network.prefixLists, { ...known, ...list, Entries: entries }, 'PrefixLists');
    } else if (isReferenced(network, id)) {
      throw new Error(`${id} has no Entries, but is used; add those of \`aws ec2 get-managed-prefix-list-entries\`.`);
    } else warn(`The prefix list ${id} has no Entries and is left out; nothing refers to it.`);
  }
}

function isReferenced(network: Network, listId: string | undefined): boolean {
  const inRules = network.securityGroupRules.all.some((rule) => rule.PrefixListId === listId);
  return (
    inRules ||
    network.routeTables.all.some((it) => it.Routes?.some((route) => route.DestinationPrefixListId === listId))
  );
}

/** What the model does not know is reported, unless there is none of it. A key that looks like a misspelt one is refused: its resources would be missing. */
function checkUnmodelled(key: string, value: unknown, warn: (line: string) => void): void {
  const meant = MODELLED_KEYS.find((it) => alike(it) === alike(key));
  if (meant) throw new Error(`${key} is no key of any Describe response; it is spelled ${meant}.`);
  const isNone = Array.isArray(value) && value.length === 0;
  if (!isNone && !READ_AS_WELL.has(key))
    warn(`The network's ${key} are not modelled: reachability is judged without them.`);
}

function alike(key: string): string {
  return key.toLowerCase().replace(/s$/, '');
}
