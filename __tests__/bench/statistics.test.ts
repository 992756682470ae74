import { mean, spreadOf } from '../../bench/statistics';

it.each([
  [[3], { lower: 3, median: 3, upper: 3 }],
  [[4, 1, 3, 2], { lower: 1.75, median: 2.5, upper: 3.25 }],
  [[10, 9, 1, 2, 5], { lower: 2, median: 5, upper: 9 }],
])('finds the middle and the quartiles of %j', (values, expected) => {
  expect(spreadOf(values)).toEqual(expected);
});

it('finds no middle of nothing', () => {
  expect(() => spreadOf([])).toThrow('there are no values');
});

it('finds the mean', () => {
  expect(mean([1, 2, 6])).toBe(3);
});
