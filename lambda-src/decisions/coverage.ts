import type { Environment } from '../environment';
import type { Change } from '../events/change';
import type { Occasion } from '../events/input';
import { type Analysis, isVerdict } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import { CHANGE_TIME_UNCERTAINTY_MS, CLOCKS_DIFFER_BY_MS } from './timing';

/**
 * The time from which on an analysis has certainly seen the change, in milliseconds since 1970: the same for an analysis that
 * others started as for one that this event starts. Undefined for a check that no change led to: it wants an analysis of its own.
 *
 * @param now when the event is read; a change without a usable time happened before that
 */
export function answeredFrom(occasion: Occasion, now: number, { settleSeconds }: Environment): number | undefined {
  if (occasion.kind !== 'change') return undefined;
  return changedAt(occasion.change, now) + Math.max(settleSeconds * 1_000, CHANGE_TIME_UNCERTAINTY_MS);
}

/** The time from which on an analysis may have seen the change. */
export function seenFrom(occasion: Occasion, now: number): number | undefined {
  return occasion.kind === 'change' ? changedAt(occasion.change, now) - CLOCKS_DIFFER_BY_MS : undefined;
}

function changedAt({ time }: Change, now: number): number {
  return Math.min(time ?? now, now);
}

/**
 * The analysis that answers for a change because it began after it: the oldest one, which is the one that reports it. A failed
 * one answers nothing, nor does one judged by another promise.
 *
 * @param own the monitor's own analyses of the path, oldest first
 */
export function covering(own: readonly Analysis[], path: WatchedPath, from: number): Analysis | undefined {
  return own.find(
    ({ startedAt, status, judgement }) =>
      startedAt >= from &&
      status !== 'failed' &&
      (judgement === undefined || (isVerdict(judgement) && judgement.expect === path.expect)),
  );
}

/**
 * Whether nobody calls again when the invocation that started the analysis dies: somebody waited for its answer. Lambda
 * repeats all others until they have judged theirs, or hands their events to the on-failure queue.
 */
export function isUnattended({ owner }: Analysis): boolean {
  return owner === undefined || /^(check|deployment)-/.test(owner.eventId);
}
