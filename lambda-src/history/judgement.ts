import { type Expectation, isExpectation } from '../../contract/expectation';
import type { Outcome } from '../../contract/result';

/**
 * How an analysis was judged. `superseded`: later analyses speak for the path, and this one was not
 * reported. `repeated`: it failed for a reason that passes, and another one takes its place.
 */
export interface Judgement {
  readonly outcome: Outcome | 'superseded' | 'repeated';
  readonly expect: Expectation;
  /**
   * A later analysis has begun. This one no longer speaks for the path, even if somebody deletes
   * the later one.
   */
  readonly isFollowed: boolean;
}

/** An outcome, and the promise that was judged. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly expect: Expectation;
}

/**
 * The value of the `judged` tag at the start. It reserves room for the tag: EC2 allows 50 tags per
 * resource, and notes may use up the rest.
 */
export const NOT_JUDGED = 'pending';

/** Such as `kept/reachable`, `kept/reachable then newer`. */
export function judgementText({ outcome, expect, isFollowed }: Judgement): string {
  return `${outcome}/${expect}${isFollowed ? ' then newer' : ''}`;
}

/**
 * A value that the monitor did not write counts as not judged: sending twice is better than never.
 */
export function readJudgement(text = ''): Judgement | undefined {
  const [own = '', then] = text.split(' then ');
  const [outcome, expect] = own.split('/');
  if (!isExpectation(expect)) return undefined;
  if (outcome !== 'superseded' && outcome !== 'repeated' && !isOutcome(outcome)) return undefined;
  return { outcome, expect, isFollowed: then !== undefined };
}

/** Such as `broken/reachable`. */
export function verdictText({ outcome, expect }: Verdict): string {
  return `${outcome}/${expect}`;
}

export function readVerdict(text: string | undefined): Verdict | undefined {
  const judgement = readJudgement(text);
  return isVerdict(judgement) ? { outcome: judgement.outcome, expect: judgement.expect } : undefined;
}

/** Whether the judgement says something of the promise. */
export function isVerdict(judgement: Judgement | undefined): judgement is Judgement & Verdict {
  return isOutcome(judgement?.outcome);
}

function isOutcome(value: unknown): value is Outcome {
  return value === 'kept' || value === 'broken' || value === 'inconclusive';
}
