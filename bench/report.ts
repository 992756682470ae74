import { cpus } from 'node:os';
import { table } from '../tools/markdown';
import { type Figure, isMet, median, type Row, ratio } from './row';

/** When and where the figures were measured. */
export interface Machine {
  /** Such as `2026-11-24`. */
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
}

export function thisMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    node: process.versions.node,
  };
}

export const json = (rows: readonly Row[], machine: Machine) => ({
  machine,
  rows: rows.map((row) => ({ ...row, ratio: ratio(row), isMet: isMet(row) })),
});

/** The figures as a Markdown table. */
export function report(rows: readonly Row[], { date, processor, cores, node }: Machine): string {
  const header = ['question', 'measure', 'ours', 'baseline', 'ratio', 'floor', 'target'];
  const heading = `Measured on ${date} on ${cores} cores of ${processor}, Node.js ${node}. Medians, with the quartiles where it was measured often.`;
  return `${heading}\n\n${table(header, rows.map(cells))}\n`;
}

function cells(row: Row): string[] {
  const { question, measure, unit, ours, baseline, floor, target } = row;
  const found = ratio(row);
  return [
    question,
    measure,
    `**${shown(ours, unit)}**`,
    baseline === undefined ? '' : shown(baseline, unit),
    found === undefined ? '' : `${rounded(found)} ×`,
    floor === undefined ? '' : shown(floor, unit),
    target === undefined ? '' : `${limit(target, unit)}: ${isMet(row) ? 'met' : '**missed**'}`,
  ];
}

const limit = (target: NonNullable<Row['target']>, unit: string): string =>
  'ours' in target ? `≤ ${withUnit(target.ours, unit)}` : `≤ ${target.ratio} ×`;

function shown(figure: Figure, unit: string): string {
  const range = typeof figure === 'number' ? '' : ` (${rounded(figure.lower)}–${rounded(figure.upper)})`;
  return withUnit(median(figure), unit) + range;
}

const withUnit = (value: number, unit: string): string => (unit ? `${rounded(value)} ${unit}` : rounded(value));

/** Two significant digits below a hundred; above, whole numbers with separated thousands. */
const rounded = (value: number): string => {
  const digits = value !== 0 && Math.abs(value) < 100 ? Number(value.toPrecision(2)) : Math.round(value);
  return digits.toLocaleString('en');
};
