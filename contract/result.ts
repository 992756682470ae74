import type { Expectation } from './expectation';

/** What the function answers with. */
export interface Result {
  readonly paths: readonly PathResult[];
  /** Analyses bought by this invocation. */
  readonly started: number;
  /** Declared paths that are not watched; absent where there is none. */
  readonly missing?: readonly Difference[];
  /** Declared paths whose tags say something else than what was declared, which is what they are judged by; absent where there is none. */
  readonly altered?: readonly Difference[];
}

export interface PathResult {
  readonly pathId: string;
  readonly name: string;
  readonly expect: Expectation;
  /** `pending`: not known yet. `skipped`: the event could not have altered it, or nobody asked for a verdict. */
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

/** A declared path that differs from what AWS has. */
export interface Difference {
  /** The declared name; in the hashed form, how many paths differ. */
  readonly name: string;
  /** Null in the hashed form, which holds no ids. */
  readonly pathId: string | null;
  /** A clause without a full stop. */
  readonly reason: string;
}
