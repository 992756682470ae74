import fc from 'fast-check';
import * as intervals from '../../../reachability/packets/interval-set';

const LIMIT = 40;
const set = fc
  .array(fc.tuple(fc.nat(LIMIT), fc.nat(LIMIT)), { maxLength: 6 })
  .map((pairs) => intervals.union(...pairs));
const members = (it: intervals.IntervalSet) =>
  Array.from({ length: LIMIT + 1 }, (_, value) => value).filter((value) => intervals.contains(it, value));

test('intersection and difference have exactly the right members', () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      const inB = new Set(members(b));
      expect(members(intervals.intersect(a, b))).toEqual(members(a).filter((value) => inB.has(value)));
      expect(members(intervals.subtract(a, b))).toEqual(members(a).filter((value) => !inB.has(value)));
    }),
  );
});

test('a union is sorted, and no two of its intervals touch', () => {
  expect(intervals.union([7, 9], [1, 2], [3, 4], [6, 5], [8, 12])).toEqual([
    [1, 4],
    [7, 12],
  ]);
});
