import { json, report } from '../../bench/report';
import { isMet, type Row } from '../../bench/row';

const MACHINE = { date: '2026-11-24', processor: 'Some Processor', cores: 2, node: '22.1.0' };

const row: Row = {
  question: 'cold start',
  measure: 'load the zip',
  unit: 'ms',
  ours: { median: 31.26, lower: 30.1, upper: 1_240 },
  baseline: 240,
  floor: 1.352,
  target: { ratio: 0.2 },
};

it('shows medians with their quartiles, the ratio, and whether the target is met', () => {
  expect(report([row, { ...row, ours: 12_345.6, target: { ours: 30 } }], MACHINE)).toBe(
    `Measured on 2026-11-24 on 2 cores of Some Processor, Node.js 22.1.0. Medians, with the quartiles where it was measured often.

| question | measure | ours | baseline | ratio | floor | target |
| --- | --- | --- | --- | --- | --- | --- |
| cold start | load the zip | **31 ms (30–1,240)** | 240 ms | 0.13 × | 1.4 ms | ≤ 0.2 ×: met |
| cold start | load the zip | **12,346 ms** | 240 ms | 51 × | 1.4 ms | ≤ 30 ms: **missed** |
`,
  );
});

it('leaves empty what was not measured', () => {
  const { baseline: _, floor: __, target: ___, ...bare } = row;
  expect(report([{ ...bare, unit: '', ours: 0 }], MACHINE)).toContain(
    '| cold start | load the zip | **0** |  |  |  |  |',
  );
});

it('gives programs the exact figures', () => {
  const { machine, rows } = json([row], MACHINE);
  expect(machine).toEqual(MACHINE);
  expect(rows).toEqual([{ ...row, ratio: 31.26 / 240, isMet: true }]);
});

it.each([
  ['a figure at its limit', { ours: 5, target: { ours: 5 } }, true],
  ['a figure above its limit', { ours: 5.1, target: { ours: 5 } }, false],
  ['a ratio at its limit', { ours: 2, baseline: 10, target: { ratio: 0.2 } }, true],
  ['a ratio above its limit', { ours: 2.1, baseline: 10, target: { ratio: 0.2 } }, false],
  ['a ratio without a baseline', { ours: 0, target: { ratio: 0.2 } }, false],
  ['a figure without a target', { ours: 1_000 }, true],
])('judges %s', (_, part, expected) => {
  expect(isMet({ question: '', measure: '', unit: '', ...part })).toBe(expected);
});
