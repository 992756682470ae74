import type { Instance, IpPermission, NetworkInterface, SecurityGroup, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { groupProtocol } from '../../packets/protocols';
import type { Collection } from '../collection';
import { type GroupWithoutRules, Network } from '../network';
import { ruleKey, rulesFromPermission } from '../security-group-rules';
import { checkReferences } from './check-references';
import { checkValues } from './check-values';
import { completeNetwork } from './complete-network';
import { type ListedPrefixList, type ParsedFile, parseNetworkFile } from './parse-network-file';
import { shown } from './parse-with-schema';
import { Problems } from './problems';
import { checkRegions } from './regions';
import { unfinishedKeys, unfinishedWarning } from './unfinished-keys';

/**
 * The network that a network file describes. The file is the merged output of `aws ec2 describe-*`:
 * one object whose keys are those of the Describe responses. It may have `Reservations` or bare
 * `Instances`, and items of `ManagedPrefixLists` may have their `Entries`.
 * @param account the owner of resources that do not name one, in a file that has no `Account`.
 * @param warn gets a line for everything in the file that is left out of the model.
 * @throws InvalidNetwork with the resource, the field and what would be right of everything that is
 * wrong.
 */
export function loadNetwork(file: unknown, account: string, warn: (line: string) => void = () => {}): Network {
  const parsed = parseNetworkFile(file, warn);
  const loader = new Loader(parsed.accounts.length === 0 ? [account] : parsed.accounts, warn);
  loader.fill(parsed);
  for (const key of unfinishedKeys([file as object])) warn(unfinishedWarning(key));
  return loader.finished();
}

class Loader {
  private readonly network = new Network();
  private readonly problems: Problems;

  constructor(
    private readonly accounts: readonly string[],
    private readonly warn: (line: string) => void,
  ) {
    this.problems = new Problems(warn);
  }

  /** @throws InvalidNetwork for ids that are wrong: without them, nothing else can be checked. */
  fill(parsed: ParsedFile): void {
    const { network } = this;
    this.addAll(network.vpcs, 'Vpcs', parsed.Vpcs);
    this.addAll(network.subnets, 'Subnets', parsed.Subnets);
    this.addAll(network.routeTables, 'RouteTables', parsed.RouteTables);
    this.addAll(network.networkAcls, 'NetworkAcls', parsed.NetworkAcls);
    this.addAll(network.networkInterfaces, 'NetworkInterfaces', parsed.NetworkInterfaces);
    this.addAll(network.internetGateways, 'InternetGateways', parsed.InternetGateways);
    this.addAll(network.addresses, 'Addresses', parsed.Addresses);
    this.addAll(network.natGateways, 'NatGateways', parsed.NatGateways);
    this.addAll(network.peeringConnections, 'VpcPeeringConnections', parsed.VpcPeeringConnections);
    this.addSecurityGroups(parsed.SecurityGroups, parsed.SecurityGroupRules);
    const reserved = parsed.Reservations.flatMap((reservation) => reservation.Instances ?? []);
    this.addInstances([...reserved, ...parsed.Instances]);
    this.addPrefixLists([...parsed.ManagedPrefixLists, ...parsed.PrefixLists]);
    this.keepUnmodelled(parsed);
    this.problems.throwIfAny();
  }

  /** @throws InvalidNetwork for everything else that is wrong. */
  finished(): Network {
    const { network, problems } = this;
    completeNetwork(network);
    checkReferences(network, problems);
    checkValues(network, problems);
    checkRegions(network, problems);
    problems.throwIfAny();
    return network;
  }

  private addAll<T>(collection: Collection<T>, key: string, items: readonly T[]): void {
    for (const [index, item] of items.entries()) this.add(collection, item, `${key}[${index}]`);
  }

  private add<T>(collection: Collection<T>, item: T, at: string): void {
    const id = collection.idOf(item);
    const { prefix } = collection.kind;
    if (!id?.startsWith(`${prefix}-`)) {
      const right = `but an id there must start with "${prefix}-"`;
      this.problems.add(at, undefined, `${at} has the id ${shown(id)}, ${right}.`);
    } else if (collection.find(id)) this.problems.add(id, undefined, `${at}: ${id} appears more than once.`);
    else collection.put(item);
  }

  /**
   * Rules with ids, from `describe-security-group-rules`, replace the same rules in the permissions
   * of the groups.
   */
  private addSecurityGroups(groups: readonly SecurityGroup[], rules: readonly SecurityGroupRule[]): void {
    const known = new Set<string>();
    for (const [index, { IpProtocol, ...rest }] of rules.entries()) {
      const rule = { ...rest, IpProtocol: IpProtocol === undefined ? undefined : groupProtocol(IpProtocol) };
      this.add(this.network.securityGroupRules, rule, `SecurityGroupRules[${index}]`);
      known.add(ruleKey(rule));
    }
    for (const [index, { IpPermissions, IpPermissionsEgress, ...rest }] of groups.entries()) {
      const group: GroupWithoutRules = { OwnerId: this.accounts[0], ...rest };
      this.add(this.network.securityGroups, group, `SecurityGroups[${index}]`);
      if (rest.OwnerId === undefined && this.accounts.length > 1) {
        const may = `it may be any of ${this.accounts.join(', ')}`;
        this.problems.add(group.GroupId, 'OwnerId', `${group.GroupId} has no OwnerId; ${may}.`);
      }
      const owner = { GroupId: group.GroupId as string, OwnerId: group.OwnerId as string };
      const fromPermissions = [
        ...this.complete(owner.GroupId, IpPermissions).flatMap((it) => rulesFromPermission(it, owner, false)),
        ...this.complete(owner.GroupId, IpPermissionsEgress).flatMap((it) => rulesFromPermission(it, owner, true)),
      ];
      for (const rule of fromPermissions) {
        if (!known.has(ruleKey(rule))) this.network.securityGroupRules.put(rule);
      }
    }
  }

  private complete(groupId: string, permissions: readonly IpPermission[] = []): IpPermission[] {
    return permissions.filter(({ IpProtocol }) => {
      if (IpProtocol !== undefined) return true;
      this.problems.add(groupId, 'IpProtocol', `${groupId} has a permission without IpProtocol.`);
      return false;
    });
  }

  /** Interfaces that are listed only inside their instance are taken from there. */
  private addInstances(instances: readonly Instance[]): void {
    const { network } = this;
    for (const [index, instance] of instances.entries()) {
      const { InstanceId } = instance;
      this.add(network.instances, instance, `Instances[${index}]`);
      for (const { NetworkInterfaceId: id, ...nested } of instance.NetworkInterfaces ?? []) {
        const other = network.networkInterfaces.find(id)?.Attachment?.InstanceId ?? InstanceId;
        if (other !== InstanceId) {
          const both = `${id} is an interface of both ${other} and ${InstanceId}`;
          this.problems.add(id, 'InstanceId', `${both}, but there can be only one.`);
        }
        if (id === undefined || network.networkInterfaces.find(id)) continue;
        const found = { NetworkInterfaceId: id, ...nested, Attachment: { ...nested.Attachment, InstanceId } };
        this.add(network.networkInterfaces, found as NetworkInterface, `Instances[${index}].NetworkInterfaces`);
      }
    }
  }

  /**
   * Lists without entries are left out. It is an error if something refers to one, since it would
   * decide nothing.
   */
  private addPrefixLists(listed: readonly ListedPrefixList[]): void {
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
        this.add(this.network.prefixLists, { ...known, ...list, Entries: entries }, 'PrefixLists');
      } else if (this.isReferenced(id)) {
        const right = 'add those of `aws ec2 get-managed-prefix-list-entries`';
        this.problems.add(id, 'Entries', `${id} has no Entries, but is used; ${right}.`);
      } else this.warn(`The prefix list ${id} has no Entries and is left out; nothing refers to it.`);
    }
  }

  private isReferenced(listId: string | undefined): boolean {
    const { securityGroupRules, routeTables } = this.network;
    return (
      securityGroupRules.all.some((rule) => rule.PrefixListId === listId) ||
      routeTables.all.some(({ Routes }) => Routes?.some((route) => route.DestinationPrefixListId === listId))
    );
  }

  private keepUnmodelled({ unmodelled }: ParsedFile): void {
    for (const [key, value] of unmodelled) {
      this.network.unmodelled.keep(key, value);
      const isNone = Array.isArray(value) && value.length === 0;
      if (isNone || DECIDES.has(key)) continue;
      const count = Array.isArray(value) ? `${value.length} ` : '';
      this.warn(`The network's ${count}${key} are not modelled: reachability is judged without them.`);
    }
  }
}

/** Not resources of the model, but they decide reachability, so there is nothing to warn about. */
const DECIDES = new Set(['VpcBlockPublicAccessOptions', 'VpcBlockPublicAccessExclusions']);
