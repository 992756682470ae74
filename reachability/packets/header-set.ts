/** Sets of packet headers of one protocol: unions of boxes over both addresses and both ports. */

import { canonical } from './canonical';
import type { HeaderBox, HeaderSet } from './header-box';
import type { IntervalSet } from './interval-set';
import * as intervals from './interval-set';
import { ANY_ADDRESS } from './ipv4';

export const MAX_PORT = 65_535;
export const ANY_PORT: IntervalSet = [[0, MAX_PORT]];
/**
 * The ports that a NAT gateway sends from:
 * https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
export const EPHEMERAL_PORTS: IntervalSet = [[1024, MAX_PORT]];

export type { HeaderBox, HeaderSet };

/** One header. */
export interface Packet {
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const FIELDS = ['source', 'destination', 'sourcePorts', 'destinationPorts'] as const;

/** The box with the given fields. A field that is not given is unrestricted. */
export function box(fields: Partial<HeaderBox> = {}): HeaderBox {
  return {
    source: ANY_ADDRESS,
    destination: ANY_ADDRESS,
    sourcePorts: ANY_PORT,
    destinationPorts: ANY_PORT,
    ...fields,
  };
}

/** The headers of one box: the empty set if one of its fields is empty. */
export function headerSet(part: HeaderBox): HeaderSet {
  return FIELDS.every((field) => part[field].length > 0) ? [part] : [];
}

export function isEmpty(set: HeaderSet): boolean {
  return set.length === 0;
}

export function intersect(a: HeaderSet, b: HeaderSet): HeaderSet {
  return a.flatMap((left) => b.flatMap((right) => headerSet(intersectBoxes(left, right))));
}

export function subtract(a: HeaderSet, b: HeaderSet): HeaderSet {
  return b.reduce((rest, taken) => rest.flatMap((part) => subtractBox(part, taken)), a);
}

/**
 * The headers of `set` that are in at least one of `admitted`, in their canonical form: boxes that
 * overlap, or that only divide what belongs together, would multiply at every hop.
 */
export function throughAny(set: HeaderSet, admitted: readonly HeaderSet[]): HeaderSet {
  const passed: HeaderBox[] = [];
  let rest = set;
  for (const admits of admitted) {
    if (isEmpty(rest)) break;
    passed.push(...intersect(rest, admits));
    rest = subtract(rest, admits);
  }
  return canonical(passed);
}

/** The same headers in boxes that do not overlap. */
export function disjoint(set: HeaderSet): HeaderSet {
  const parts = set.map((part) => [part]);
  return throughAny([box()], parts);
}

/**
 * The headers of `before` that correspond to one of `after`, on the other side of an address
 * translation. Only the destination and the destination port connect the two.
 */
export function pullBack(before: HeaderSet, after: HeaderSet): HeaderSet {
  const kept = after.map(({ destination, destinationPorts }) => [box({ destination, destinationPorts })]);
  return throughAny(before, kept);
}

/** The headers of the replies to `set`: source and destination change places. */
export function reverse(set: HeaderSet): HeaderSet {
  return set.map(({ source, destination, sourcePorts, destinationPorts }) => ({
    source: destination,
    destination: source,
    sourcePorts: destinationPorts,
    destinationPorts: sourcePorts,
  }));
}

/** One header of `set`; undefined if `set` is empty. */
export function anyPacket(set: HeaderSet): Packet | undefined {
  const first = set[0];
  if (!first) return undefined;
  const low = (field: IntervalSet) => (field[0] as intervals.Interval)[0];
  return {
    source: low(first.source),
    destination: low(first.destination),
    sourcePort: low(first.sourcePorts),
    destinationPort: low(first.destinationPorts),
  };
}

export function contains(set: HeaderSet, packet: Packet): boolean {
  return set.some(
    (part) =>
      intervals.contains(part.source, packet.source) &&
      intervals.contains(part.destination, packet.destination) &&
      intervals.contains(part.sourcePorts, packet.sourcePort) &&
      intervals.contains(part.destinationPorts, packet.destinationPort),
  );
}

function intersectBoxes(a: HeaderBox, b: HeaderBox): HeaderBox {
  return {
    source: intervals.intersect(a.source, b.source),
    destination: intervals.intersect(a.destination, b.destination),
    sourcePorts: intervals.intersect(a.sourcePorts, b.sourcePorts),
    destinationPorts: intervals.intersect(a.destinationPorts, b.destinationPorts),
  };
}

/**
 * `part` without `taken`, as disjoint boxes: one for each field in which `part` reaches beyond
 * `taken`.
 */
function subtractBox(part: HeaderBox, taken: HeaderBox): HeaderSet {
  if (isEmpty(headerSet(intersectBoxes(part, taken)))) return [part];
  const outside: HeaderBox[] = [];
  let inside = part;
  for (const field of FIELDS) {
    outside.push({ ...inside, [field]: intervals.subtract(inside[field], taken[field]) });
    inside = { ...inside, [field]: intervals.intersect(inside[field], taken[field]) };
  }
  return outside.flatMap(headerSet);
}
