/**
 * Sets of integers, which are IPv4 addresses as uint32 or ports. A set is a list of closed
 * intervals: sorted, disjoint and not adjacent.
 */

/** Both ends belong to the interval. */
export type Interval = readonly [from: number, to: number];
export type IntervalSet = readonly Interval[];

/**
 * The set that `intervals`, in any order and overlapping or not, cover. Empty intervals (from > to)
 * are ignored.
 */
export function union(...intervals: readonly Interval[]): IntervalSet {
  const sorted = intervals.filter(([from, to]) => from <= to).sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  const common: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [aFrom, aTo] = a[i] as Interval;
    const [bFrom, bTo] = b[j] as Interval;
    const from = Math.max(aFrom, bFrom);
    const to = Math.min(aTo, bTo);
    if (from <= to) common.push([from, to]);
    if (aTo < bTo) i++;
    else j++;
  }
  return common;
}

export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  let rest = a;
  for (const [from, to] of b) {
    rest = rest.flatMap(([low, high]): Interval[] => {
      if (to < low || from > high) return [[low, high]];
      const kept: Interval[] = [];
      if (low < from) kept.push([low, from - 1]);
      if (high > to) kept.push([to + 1, high]);
      return kept;
    });
  }
  return rest;
}

export function contains(set: IntervalSet, value: number): boolean {
  return set.some(([from, to]) => from <= value && value <= to);
}
