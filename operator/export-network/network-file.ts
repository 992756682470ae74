import { safeJson } from '../safe-json';
import type { Item, Kind } from './kind';
import { KINDS, type Read } from './read-account';

/** Where and when a network was read. */
export interface Origin {
  readonly account: string;
  readonly region: string;
  /** The caller's clock. */
  readonly at: Date;
}

/** Lists in which AWS's order means something: the primary address, the order of actions. */
const IN_ORDER = new Set(['PrivateIpAddresses', 'DefaultActions']);

/**
 * The network file. The same network gives the same text but for `ExportedAt`, whatever the order
 * in which AWS lists it: items, their fields and what they list are sorted.
 */
export function networkFile({ items, notOffered }: Read, { account, region, at }: Origin): string {
  const parts = KINDS.flatMap((kind) => partOf(kind, items.get(kind.key)));
  const comment = notOffered.length > 0 ? { $comment: `The endpoint does not offer ${notOffered.join(', ')}.` } : {};
  const file = { Account: account, Region: region, ExportedAt: at, ...comment, ...Object.fromEntries(parts) };
  return `${safeJson(file, 2)}\n`;
}

/** An empty list says that there is none, which a missing key does not. */
function partOf({ key, ids: [id = ''], isSingle }: Kind, found: readonly Item[] | undefined): [string, unknown][] {
  if (!found || (isSingle && found.length === 0)) return [];
  if (isSingle) return [[key, sorted(found[0], key)]];
  const inOrder = sorted(found, key) as Item[];
  return [[key, id === '' ? inOrder : inOrder.sort((a, b) => compare(String(a[id]), String(b[id])))]];
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** @param name the field that the value is in. */
function sorted(value: unknown, name: string): unknown {
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map((item) => sorted(item, name));
    if (IN_ORDER.has(name)) return list;
    const keyed = list.map((item) => [JSON.stringify(item), item] as const);
    return keyed.sort(([a], [b]) => compare(a, b)).map(([, item]) => item);
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.sort(([a], [b]) => compare(a, b)).map(([field, content]) => [field, sorted(content, field)]),
  );
}
