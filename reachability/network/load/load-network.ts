import type { Instance, NetworkInterface, SecurityGroup, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { groupProtocol } from '../../packets/protocols';
import type { Collection } from '../collection';
import { type GroupWithoutRules, Network } from '../network';
import { ruleKey, rulesFromPermission } from '../security-group-rules';
import { checkReferences } from './check-references';
import { checkValues } from './check-values';
import { completeNetwork } from './complete-network';
import { type ListedPrefixList, type ParsedFile, parseNetworkFile } from './parse-network-file';

/**
 * The network that a network file describes. The file is the merged output of `aws ec2 describe-*`:
 * one object whose keys are those of the Describe responses. It may have `Reservations` or bare
 * `Instances`, and items of `ManagedPrefixLists` may have their `Entries`.
 * @param account the owner of resources that do not name one.
 * @param warn gets a line for everything in the file that is left out of the model.
 * @throws Error that names the key, the resource and what is wrong.
 */
export function loadNetwork(file: unknown, account: string, warn: (line: string) => void = () => {}): Network {
  const parsed = parseNetworkFile(file, warn);
  const network = new Network();
  fill(network.vpcs, 'Vpcs', parsed.Vpcs);
  fill(network.subnets, 'Subnets', parsed.Subnets);
  fill(network.routeTables, 'RouteTables', parsed.RouteTables);
  fill(network.networkAcls, 'NetworkAcls', parsed.NetworkAcls);
  fill(network.networkInterfaces, 'NetworkInterfaces', parsed.NetworkInterfaces);
  fill(network.internetGateways, 'InternetGateways', parsed.InternetGateways);
  fill(network.addresses, 'Addresses', parsed.Addresses);
  fill(network.natGateways, 'NatGateways', parsed.NatGateways);
  fill(network.peeringConnections, 'VpcPeeringConnections', parsed.VpcPeeringConnections);
  loadSecurityGroups(network, parsed.SecurityGroups, parsed.SecurityGroupRules, account);
  loadInstances(network, [
    ...parsed.Reservations.flatMap((reservation) => reservation.Instances ?? []),
    ...parsed.Instances,
  ]);
  loadPrefixLists(network, [...parsed.ManagedPrefixLists, ...parsed.PrefixLists], warn);
  keepUnmodelled(network, parsed, warn);
  completeNetwork(network);
  checkReferences(network);
  checkValues(network);
  return network;
}

function fill<T>(collection: Collection<T>, key: string, items: readonly T[]): void {
  for (const [index, item] of items.entries()) add(collection, item, `${key}[${index}]`);
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

/**
 * Rules with ids, from `describe-security-group-rules`, replace the same rules in the permissions
 * of the groups.
 */
function loadSecurityGroups(
  network: Network,
  groups: readonly SecurityGroup[],
  rules: readonly SecurityGroupRule[],
  account: string,
): void {
  const known = new Set<string>();
  for (const [index, { IpProtocol, ...rest }] of rules.entries()) {
    const rule = { ...rest, IpProtocol: IpProtocol === undefined ? undefined : groupProtocol(IpProtocol) };
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
      ...(IpPermissions ?? []).flatMap((permission) => rulesFromPermission(permission, owner, false)),
      ...(IpPermissionsEgress ?? []).flatMap((permission) => rulesFromPermission(permission, owner, true)),
    ];
    for (const rule of fromPermissions) if (!known.has(ruleKey(rule))) network.securityGroupRules.put(rule);
  }
}

/** Interfaces that are listed only inside their instance are taken from there. */
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

/**
 * Lists without entries are left out. It is an error if something refers to one, since it would
 * decide nothing.
 */
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
    network.routeTables.all.some(({ Routes }) => Routes?.some((route) => route.DestinationPrefixListId === listId))
  );
}

/** Not resources of the model, but they decide reachability, so there is nothing to warn about. */
const READ_ELSEWHERE = new Set(['VpcBlockPublicAccessOptions', 'VpcBlockPublicAccessExclusions']);

function keepUnmodelled(network: Network, { unmodelled }: ParsedFile, warn: (line: string) => void): void {
  for (const [key, value] of unmodelled) {
    network.unmodelled.keep(key, value);
    const isNone = Array.isArray(value) && value.length === 0;
    if (isNone || READ_ELSEWHERE.has(key)) continue;
    warn(`The network's ${key} are not modelled: reachability is judged without them.`);
  }
}
