import type { Environment } from '../environment';
import type { Change } from '../events/change';
import type { Occasion } from '../events/input';
import type { Analysis } from '../history/analysis';
import { isVerdict } from '../history/judgement';
import type { WatchedPath } from '../history/watched-paths';
import { CHANGE_TIME_UNCERTAINTY_MS, CLOCKS_DIFFER_BY_MS } from './timing';

/**
 * The earliest start time (milliseconds since 1970) at which an analysis is certain to see the
 * change, whichever event starts it. Undefined when no change triggered the check: such a check
 * always starts an analysis of its own.
 *
 * @param now when the event is read; a change without a usable time happened before that
 */
export function coveredFrom(occasion: Occasion, now: number, { settleSeconds }: Environment): number | undefined {
  if (occasion.kind !== 'change') return undefined;
  return changedAt(occasion.change, now) + Math.max(settleSeconds * 1_000, CHANGE_TIME_UNCERTAINTY_MS);
}

/** The earliest start time at which an analysis may see the change. */
export function seenFrom(occasion: Occasion, now: number): number | undefined {
  return occasion.kind === 'change' ? changedAt(occasion.change, now) - CLOCKS_DIFFER_BY_MS : undefined;
}

function changedAt({ time }: Change, now: number): number {
  return Math.min(time ?? now, now);
}

/**
 * The analysis that covers a change because it began after it: the oldest one, since that is the
 * one that reports the change. Failed analyses and those judged by another promise do not count.
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
 * Whether the analysis stays unjudged if the invocation that started it dies, because its caller
 * waited for the result. Lambda retries all other events until their analyses are judged, or sends
 * the event to the on-failure queue.
 */
export function isUnattended({ owner }: Analysis): boolean {
  return owner === undefined || /^(check|deployment)-/.test(owner.eventId);
}
