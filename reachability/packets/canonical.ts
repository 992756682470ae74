import type { HeaderBox, HeaderSet } from './header-box';
import { type Interval, type IntervalSet, union } from './interval-set';

type Field = keyof HeaderBox;
type Fields = readonly [Field, ...Field[]];

/** The fields of a box from some field on. */
type Part = Readonly<Partial<Record<Field, IntervalSet>>>;

/** Values of a field, and what the following fields may be with any of them. */
interface Slice {
  readonly values: IntervalSet;
  readonly parts: readonly Part[];
}

/**
 * The same headers in the only form that they have here, however `set` came about. Its boxes are
 * disjoint. All values of a field that leave the same choice for the following fields are in one
 * box, so neighbours are merged.
 */
export function canonical(set: HeaderSet): HeaderSet {
  if (set.length < 2) return set;
  return partsFrom(['source', 'destination', 'sourcePorts', 'destinationPorts'], set) as HeaderSet;
}

function partsFrom([field, next, ...others]: Fields, boxes: readonly HeaderBox[]): readonly Part[] {
  if (next === undefined) return [{ [field]: union(...boxes.flatMap((box) => box[field])) }];
  const slices = slicesBy(field, [next, ...others], boxes);
  return slices.flatMap(({ values, parts }) => parts.map((part) => ({ [field]: values, ...part })));
}

/** In the order of their lowest values. */
function slicesBy(field: Field, following: Fields, boxes: readonly HeaderBox[]): Slice[] {
  const slices = new Map<string, { values: Interval[]; parts: readonly Part[] }>();
  for (const { values, members } of pieces(field, boxes)) {
    const parts = partsFrom(following, members);
    const key = JSON.stringify(parts);
    const same = slices.get(key);
    if (same) same.values.push(...values);
    else slices.set(key, { values: [...values], parts });
  }
  const merged = [...slices.values()].map(({ values, parts }) => ({ values: union(...values), parts }));
  return merged.sort((a, b) => lowest(a.values) - lowest(b.values));
}

const lowest = (values: IntervalSet) => values[0]?.[0] ?? 0;

/** Values of a field that belong to the same boxes. */
interface Piece {
  readonly values: Interval[];
  readonly members: readonly HeaderBox[];
}

function pieces(field: Field, boxes: readonly HeaderBox[]): Iterable<Piece> {
  const ends = boxes.flatMap((box) =>
    box[field].flatMap(([from, to]) => [
      { at: from, box, opens: true },
      { at: to + 1, box, opens: false },
    ]),
  );
  ends.sort((a, b) => a.at - b.at);
  const indexes = new Map(boxes.map((box, index) => [box, index]));
  const open = new Set<HeaderBox>();
  const found = new Map<string, Piece>();
  for (const [index, { at, box, opens }] of ends.entries()) {
    if (opens) open.add(box);
    else open.delete(box);
    const next = ends[index + 1];
    if (!next || next.at === at || open.size === 0) continue;
    const numbers = [...open].map((member) => indexes.get(member) as number).sort((a, b) => a - b);
    const key = numbers.join();
    const piece = found.get(key);
    if (piece) piece.values.push([at, next.at - 1]);
    else found.set(key, { values: [[at, next.at - 1]], members: numbers.map((number) => boxes[number] as HeaderBox) });
  }
  return found.values();
}
