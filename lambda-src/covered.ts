import type { Analysis } from './analysis';
import type { Occasion } from './input';
import type { WatchedPath } from './paths';

/** AWS cuts the time of a change to whole seconds, and clocks differ by up to one more. */
export const TIME_UNCERTAINTY_MS = 2_000;

/**
 * The time from which on an analysis has certainly seen the change, in milliseconds since 1970. Undefined for a check that
 * nobody's change led to: it wants an analysis of its own.
 *
 * @param now when the event is read; a change without a usable time happened before that
 */
export function answeredFrom(occasion: Occasion, now: number): number | undefined {
  if (occasion.kind !== 'change') return undefined;
  return Math.min(occasion.change.time ?? now, now) + TIME_UNCERTAINTY_MS;
}

/**
 * The analysis that answers for a change because it began after it: the oldest one, which is the one that tells of it. Whoever
 * owns it judges it, and is retried until it is. A failed one answers nothing, nor does one judged by another promise.
 *
 * @param own the monitor's own analyses of the path, oldest first
 */
export function covering(own: readonly Analysis[], path: WatchedPath, from: number): Analysis | undefined {
  return own.find(
    ({ startedAt, status, judgement }) =>
      startedAt >= from &&
      status !== 'failed' &&
      (judgement === undefined || (judgement.outcome !== 'superseded' && judgement.expect === path.expect)),
  );
}
