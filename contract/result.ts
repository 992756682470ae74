import type { Expectation } from './expectation';

/** What the function returns. */
export interface Result {
  readonly paths: readonly PathResult[];
  /** Analyses that this invocation started. */
  readonly started: number;
  /** Declared paths that are not watched; absent where there is none. */
  readonly missing?: readonly Difference[];
  /** Declared paths whose tags differ; they are judged as declared. Absent where there is none. */
  readonly altered?: readonly Difference[];
}

export interface PathResult {
  readonly pathId: string;
  readonly name: string;
  readonly expect: Expectation;
  /**
   * `pending`: not known yet. `skipped`: the event could not alter it, or no verdict was requested.
   */
  readonly outcome: Outcome | 'pending' | 'skipped';
  readonly analysisId: string | null;
  /** Whether this invocation sent a message about it. */
  readonly told: boolean;
}

export function pathResult(
  { id, name, expect }: { readonly id: string; readonly name: string; readonly expect: Expectation },
  outcome: PathResult['outcome'],
  analysisId: string | null = null,
  told = false,
): PathResult {
  return { pathId: id, name, expect, outcome, analysisId, told };
}

export type Outcome = 'kept' | 'broken' | 'inconclusive';

/** How a declared path differs from the path in AWS. */
export interface Difference {
  /** The declared name; in the hashed form, how many paths differ. */
  readonly name: string;
  /** Null in the hashed form, which holds no ids. */
  readonly pathId: string | null;
  /** A clause without a full stop. */
  readonly reason: string;
}
