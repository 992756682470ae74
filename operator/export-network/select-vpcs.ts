import { UsageError } from '../../command/exit-codes';
import { closest } from '../../reachability/network/load/closest';
import { type Item, itemsOf, type Kind, type Selection } from './kind';
import { KINDS, type Read } from './read-account';

/**
 * What belongs to the VPCs, and what that refers to. A peered VPC is not kept with it.
 * @param vpcIds at least one.
 * @throws UsageError for a VPC that is not there, with the closest one.
 */
export function selectVpcs(read: Read, vpcIds: readonly string[]): Read {
  const known = (read.items.get('Vpcs') ?? []).map(({ VpcId }) => String(VpcId));
  for (const id of vpcIds) if (!known.includes(id)) throw new UsageError(unknownVpc(id, known));
  const ids = new Set<unknown>(vpcIds);
  const named = new Set<unknown>();
  const selection: Selection = { has: (id) => ids.has(id), names: (id) => named.has(id) };
  const items = new Map<string, readonly Item[]>();
  for (const kind of KINDS) {
    const all = read.items.get(kind.key);
    if (!all) continue;
    const kept = all.filter((item) => kind.belongs(item, selection));
    items.set(kind.key, kept);
    for (const item of kept) remember(kind, item, ids, named);
  }
  return { ...read, items };
}

function unknownVpc(id: string, known: readonly string[]): string {
  const meant = closest(id, known);
  const instead = meant ? `did you mean ${meant}?` : `there is ${known.length > 0 ? known.join(', ') : 'none'}.`;
  return `--vpc: there is no ${id} in this account and Region; ${instead}`;
}

function remember({ ids: fields }: Kind, item: Item, ids: Set<unknown>, named: Set<unknown>): void {
  for (const field of fields) ids.add(item[field]);
  for (const text of textsIn(item)) named.add(text);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The VPCs at the other end of peering connections, unless they are kept themselves. */
export function peersLeftOut({ items }: Read): string[] {
  const kept = new Set((items.get('Vpcs') ?? []).map(({ VpcId }) => VpcId));
  const ends = (items.get('VpcPeeringConnections') ?? []).flatMap(({ RequesterVpcInfo, AccepterVpcInfo }) =>
    itemsOf([RequesterVpcInfo, AccepterVpcInfo]).map((end) => end?.VpcId),
  );
  return [...new Set(ends.filter((id) => typeof id === 'string' && !kept.has(id)) as string[])].sort();
}
