import fc from 'fast-check';
import { canonical } from '../../../reachability/packets/canonical';
import {
  box,
  contains,
  type HeaderSet,
  intersect,
  isEmpty,
  type Packet,
  subtract,
  throughAny,
} from '../../../reachability/packets/header-set';
import { type IntervalSet, union } from '../../../reachability/packets/interval-set';

const VALUES = [0, 1, 2, 3];
const EVERY: IntervalSet = [[0, 3]];
const UNIVERSE = [box({ source: EVERY, destination: EVERY, sourcePorts: EVERY, destinationPorts: EVERY })];
const PACKETS: Packet[] = VALUES.flatMap((source) =>
  VALUES.flatMap((destination) =>
    VALUES.flatMap((sourcePort) =>
      VALUES.map((destinationPort) => ({ source, destination, sourcePort, destinationPort })),
    ),
  ),
);

const field = fc
  .subarray(VALUES, { minLength: 1 })
  .map((values) => union(...values.map((value) => [value, value] as const)));
const set: fc.Arbitrary<HeaderSet> = fc.array(
  fc.record({ source: field, destination: field, sourcePorts: field, destinationPorts: field }),
  { maxLength: 4 },
);

const join = (...sets: readonly HeaderSet[]): HeaderSet => sets.flat();
const packetsOf = (headers: HeaderSet) => PACKETS.filter((packet) => contains(headers, packet));

/** Compares the forms, so that also the order of the operations must not matter to them. */
function same(one: HeaderSet, other: HeaderSet): void {
  expect(canonical(one)).toEqual(canonical(other));
}

const holds = (law: (a: HeaderSet, b: HeaderSet, c: HeaderSet) => void) => () =>
  fc.assert(fc.property(set, set, set, law));

describe('the canonical form', () => {
  test(
    'has the same packets',
    holds((a) => expect(packetsOf(canonical(a))).toEqual(packetsOf(a))),
  );

  test(
    'is equal exactly if the packets are',
    holds((a, b) => {
      const isSame = JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
      expect(isSame).toBe(JSON.stringify(packetsOf(a)) === JSON.stringify(packetsOf(b)));
    }),
  );

  test(
    'is found again when the set is taken apart and put together',
    holds((a, b) => same(join(intersect(a, b), subtract(a, b)), a)),
  );

  test(
    'does not change when it is made canonical once more',
    holds((a) => expect(canonical(canonical(a))).toEqual(canonical(a))),
  );

  test(
    'has no two boxes with a packet in common',
    holds((a) => {
      const boxes = canonical(a);
      for (const packet of PACKETS) expect(boxes.filter((one) => contains([one], packet)).length).toBeLessThan(2);
    }),
  );

  test('merges neighbours', () => {
    const low = box({ destinationPorts: [[0, 99]] });
    const high = box({ destinationPorts: [[100, 65_535]] });
    expect(canonical([high, low])).toEqual([box()]);
  });
});

describe('sets of packets obey the laws of algebra', () => {
  test(
    'commutative',
    holds((a, b) => {
      same(join(a, b), join(b, a));
      same(intersect(a, b), intersect(b, a));
    }),
  );

  test(
    'associative',
    holds((a, b, c) => {
      same(join(join(a, b), c), join(a, join(b, c)));
      same(intersect(intersect(a, b), c), intersect(a, intersect(b, c)));
      same(subtract(subtract(a, b), c), subtract(a, join(b, c)));
    }),
  );

  test(
    'distributive',
    holds((a, b, c) => {
      same(intersect(a, join(b, c)), join(intersect(a, b), intersect(a, c)));
      same(join(a, intersect(b, c)), intersect(join(a, b), join(a, c)));
      same(intersect(a, subtract(b, c)), subtract(intersect(a, b), c));
    }),
  );

  test(
    "De Morgan's",
    holds((a, b) => {
      const not = (headers: HeaderSet) => subtract(UNIVERSE, headers);
      same(not(join(a, b)), intersect(not(a), not(b)));
      same(not(intersect(a, b)), join(not(a), not(b)));
      same(not(not(a)), a);
    }),
  );

  test(
    'a difference and an intersection have nothing in common',
    holds((a, b) => expect(isEmpty(intersect(subtract(a, b), intersect(a, b)))).toBe(true)),
  );
});

describe('rules that overlap', () => {
  test(
    'admit what any of them does, in whichever order they are',
    holds((a, b, c) => {
      const passed = throughAny(a, [b, c]);
      expect(passed).toEqual(throughAny(a, [c, b]));
      same(passed, intersect(a, join(b, c)));
    }),
  );

  test('do not multiply the boxes at each further hop', () => {
    const nested = (count: number, address: 'source' | 'destination') =>
      Array.from({ length: 2 * count }, (_, n): HeaderSet => {
        const from = ((n % count) * 7_919) % 30_000;
        const half = 100_000 - (n % count) * 1_000;
        return [
          box({ [address]: [[100_000 - half, 100_000 + half]], destinationPorts: [[from, from + 30_000 + n * 50]] }),
        ];
      });
    const hops = [nested(60, 'destination'), nested(20, 'destination'), nested(20, 'source'), nested(60, 'source')];
    const sizes: number[] = [];
    let passing: HeaderSet = [box({ source: [[90_000, 90_000]] })];
    for (const hop of [...hops, ...hops, ...hops]) {
      passing = throughAny(passing, hop);
      sizes.push(passing.length);
    }
    // Boxes that are disjoint but not merged would be 24. The further rounds cut off nothing more.
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
    expect(sizes.slice(4)).toEqual(Array(8).fill(sizes[3]));
  });
});
