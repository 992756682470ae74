import type { Spread } from './statistics';

/** A measurement: one figure, or the spread of several. */
export type Figure = number | Spread;

export interface Row {
  readonly question: string;
  readonly measure: string;
  /** Such as `ms`; empty for a count. */
  readonly unit: string;
  readonly ours: Figure;
  /** The original recipe (`baseline/`), or what the measure names instead. */
  readonly baseline?: Figure;
  /** The least that any design could reach. */
  readonly floor?: Figure;
  /**
   * The maximum of our figure, or of its ratio to the baseline's. Absent for a figure that only
   * explains another.
   */
  readonly target?: { readonly ours: number } | { readonly ratio: number };
}

/**
 * One question of the table in docs/benchmarks.md. Throws where the two sides do not reach the same
 * correct outcome.
 */
export interface Question {
  readonly name: string;
  readonly measure: () => Promise<Row[]>;
}

export const median = (figure: Figure): number => (typeof figure === 'number' ? figure : figure.median);

/** The ratio of our figure to the baseline's. */
export const ratio = ({ ours, baseline }: Row): number | undefined =>
  baseline === undefined ? undefined : median(ours) / median(baseline);

export function isMet(row: Row): boolean {
  if (!row.target) return true;
  if ('ours' in row.target) return median(row.ours) <= row.target.ours;
  const found = ratio(row);
  return found !== undefined && found <= row.target.ratio;
}
