import type * as ec2 from '@aws-sdk/client-ec2';
import type { Network, PrefixListWithEntries } from '../../../../reachability/network/network';
import { AwsError, type Operation } from '../../../service';
import { required } from '../../required';
import type { LiveNetwork } from '../live-network';
import { canonicalCidr, checkedCidrIpv6 } from './new-security-group-rules';

export function prefixListOperations(network: LiveNetwork): Record<string, Operation> {
  return {
    ModifyManagedPrefixList: (input: ec2.ModifyManagedPrefixListRequest): ec2.ModifyManagedPrefixListResult => {
      const list = network.prefixLists.get(required(input.PrefixListId, 'PrefixListId', 'MissingParameter'));
      if (list.OwnerId === 'AWS') {
        throw new AwsError('OperationNotPermitted', `${list.PrefixListId} is managed by AWS and cannot be modified.`);
      }
      const modified = withModifications(list, input);
      network.prefixLists.put({ ...modified, State: 'modify-complete' });
      if (modified.Version !== list.Version) network.changed(...vpcsThatUse(network, list.PrefixListId));
      return { PrefixList: { ...modified, State: 'modify-in-progress' } };
    },
  };
}

function withModifications(
  list: PrefixListWithEntries,
  input: ec2.ModifyManagedPrefixListRequest,
): PrefixListWithEntries {
  const { PrefixListName = list.PrefixListName, MaxEntries = list.MaxEntries } = input;
  const settings = { ...list, PrefixListName, MaxEntries };
  const checked = (cidr: string | undefined) =>
    list.AddressFamily === 'IPv6' ? checkedCidrIpv6(cidr) : canonicalCidr(cidr);
  const removed = (input.RemoveEntries ?? []).map((entry) => checked(entry.Cidr));
  const added = (input.AddEntries ?? []).map((entry) => ({ ...entry, Cidr: checked(entry.Cidr) }));
  if (removed.length === 0 && added.length === 0) return settings;
  if (input.CurrentVersion === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter CurrentVersion');
  }
  if (input.CurrentVersion !== list.Version) {
    const message = `The prefix list has the incorrect version number. It is at version ${list.Version}.`;
    throw new AwsError('PrefixListVersionMismatch', message);
  }
  const missing = removed.find((cidr) => !list.Entries.some((entry) => entry.Cidr === cidr));
  if (missing) throw new AwsError('InvalidPrefixListModification', `The prefix list has no entry ${missing}.`);
  const kept = list.Entries.filter(
    ({ Cidr }) => !removed.includes(Cidr ?? '') && !added.some((entry) => entry.Cidr === Cidr),
  );
  const Entries = [...kept, ...added];
  if (MaxEntries !== undefined && Entries.length > MaxEntries) {
    const message = `The prefix list may have at most ${MaxEntries} entries.`;
    throw new AwsError('PrefixListMaxEntriesExceeded', message);
  }
  return { ...settings, Entries, Version: (list.Version ?? 1) + 1 };
}

/** Those in which a security group rule or a route refers to the list. */
function vpcsThatUse(network: Network, listId: string | undefined): (string | undefined)[] {
  const rules = network.securityGroupRules.all.filter((rule) => rule.PrefixListId === listId);
  const tables = network.routeTables.all.filter((table) =>
    table.Routes?.some((route) => route.DestinationPrefixListId === listId),
  );
  return [
    ...rules.map((rule) => network.securityGroups.find(rule.GroupId)?.VpcId),
    ...tables.map((table) => table.VpcId),
  ];
}
