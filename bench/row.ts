import type { Spread } from './statistics';

/** What is measured: one figure, or the spread of several. */
export type Figure = number | Spread;

export interface Row {
  readonly question: string;
  readonly measure: string;
  /** Such as `ms`; empty for a count. */
  readonly unit: string;
  readonly ours: Figure;
  /** The original recipe (`baseline/`), or whatever else the measure names. */
  readonly baseline?: Figure;
  /** What no design could go below. */
  readonly floor?: Figure;
  /** The most that our figure may be, or its ratio to the baseline's. None for a figure that only explains another. */
  readonly target?: { readonly ours: number } | { readonly ratio: number };
}

/** One question of the table in docs/benchmarks.md; throws where the two sides did not come to the same right outcome. */
export interface Question {
  readonly name: string;
  readonly measure: () => Promise<Row[]>;
}

export const median = (figure: Figure): number => (typeof figure === 'number' ? figure : figure.median);

/** Ours to the baseline's. */
export const ratio = ({ ours, baseline }: Row): number | undefined =>
  baseline === undefined ? undefined : median(ours) / median(baseline);

export function isMet(row: Row): boolean {
  if (!row.target) return true;
  if ('ours' in row.target) return median(row.ours) <= row.target.ours;
  const found = ratio(row);
  return found !== undefined && found <= row.target.ratio;
}
