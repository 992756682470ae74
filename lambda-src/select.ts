import type { Analysis } from './analysis';
import type { Effect } from './effect';
import type { Expectation } from './expectation';

/**
 * Whether a change can be left unanalysed, judged from the newest own analysis of the path: true only where the change cannot
 * have altered what that analysis found. Why this stays right through any number of changes, whose events arrive late and
 * in any order: docs/why-skips-are-sound.md.
 */
export function cannotAlter(effect: Effect, newest: Analysis | undefined, expect: Expectation): boolean {
  if (!newest || !speaksFor(newest, expect)) return false;
  return newest.details.NetworkPathFound ? staysOpen(effect, newest) : !effect.canOpen;
}

/**
 * Succeeded without a doubt, judged by the promise of today, and the last one begun, including those that somebody deleted.
 * The doubts are asked for beside the judgement: an earlier version of the monitor may have judged without them.
 */
function speaksFor({ status, details, doubts, judgement }: Analysis, expect: Expectation): boolean {
  const isConclusive = judgement?.outcome === 'kept' || judgement?.outcome === 'broken';
  const isCurrent = judgement?.expect === expect && !judgement.isFollowed;
  const isCertain = status === 'succeeded' && typeof details.NetworkPathFound === 'boolean' && doubts.length === 0;
  return isCertain && isConclusive && isCurrent;
}

/** An analysis that lists no group at all says nothing of the groups that the path does not pass. */
function staysOpen({ canClose, group }: Effect, { groupsPassed }: Analysis): boolean {
  if (!canClose) return true;
  return group !== undefined && groupsPassed.length > 0 && !groupsPassed.includes(group);
}
