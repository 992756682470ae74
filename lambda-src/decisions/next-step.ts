import { type Analysis, isFinished } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import { covering, isUnattended } from './coverage';
import type { Effect } from './effect';
import { cannotAlter } from './skip';
import { JUDGED_SOON_MS, LISTED_WITHIN_MS, RUNS_WITHIN_MS } from './timing';

/** What an event asks of every path. */
export interface Question {
  readonly eventId: string;
  /**
   * The earliest start of an analysis that covers the change (ms since 1970); absent if no change
   * triggered the check.
   */
  readonly coveredFrom?: number;
  /** What the change can do; absent: every path is analysed. */
  readonly effect?: Effect;
  /**
   * Whether to follow the newest analysis while it is unjudged, whoever started it, instead of
   * starting another one.
   */
  readonly adopts: boolean;
}

/** What is known of a path. */
export interface Knowledge {
  readonly path: WatchedPath;
  /** The path's own analyses, oldest first. */
  readonly own: readonly Analysis[];
  /** When they were last listed, in milliseconds since 1970; 0 for never. */
  readonly listedAt: number;
  /** When the analysis was first seen to have finished. */
  finishedSince(id: string): number | undefined;
}

/** What to do about a path. */
export type NextStep =
  /** Wait for the analysis, and judge it if no other invocation does. */
  | { readonly kind: 'follow'; readonly analysis: Analysis }
  /** The analysis covers the change, and its owner judges it. */
  | { readonly kind: 'covered'; readonly analysis: Analysis }
  /** The change cannot have altered what the analysis found. */
  | { readonly kind: 'skip'; readonly analysis: Analysis }
  /** Decide again once that analysis has ended or is judged. */
  | { readonly kind: 'wait'; readonly analysis: Analysis }
  /** Decide again with a listing made at that time or later. */
  | { readonly kind: 'list'; readonly at: number }
  | { readonly kind: 'start' };

/**
 * The event's own analysis comes first, then one that covers the change, then whether the change
 * needs one at all.
 */
export function nextStep(question: Question, knowledge: Knowledge, now: number): NextStep {
  const { eventId, coveredFrom, effect, adopts } = question;
  const { own, path, listedAt } = knowledge;
  const newest = own.at(-1);
  const mine = resumable(own, eventId) ?? (adopts && newest?.judgement === undefined ? newest : undefined);
  if (mine) return { kind: 'follow', analysis: mine };
  const cover = coveredFrom === undefined ? undefined : covering(own, path, coveredFrom);
  if (cover) {
    const mayBeLeft = cover.judgement === undefined && isUnattended(cover);
    return { kind: mayBeLeft ? 'follow' : 'covered', analysis: cover };
  }
  if (newest && effect && coveredFrom !== undefined && cannotAlter(effect, newest, path)) {
    // Only a listing from which no analysis can be missing proves that this is the newest one that
    // has not seen the change.
    const isNewest = listedAt >= coveredFrom + LISTED_WITHIN_MS;
    return isNewest ? { kind: 'skip', analysis: newest } : { kind: 'list', at: coveredFrom + LISTED_WITHIN_MS };
  }
  const awaited = worthWaitingFor(knowledge, mostAtOnce(question, path), now);
  return awaited ? { kind: 'wait', analysis: awaited } : { kind: 'start' };
}

/**
 * How many analyses of a path may run at the same time. A forbidden path that may have opened is
 * analysed at once, since it may close again unseen; everything else can wait for the verdict under
 * way.
 */
function mostAtOnce({ effect }: Question, path: WatchedPath): number {
  return mayRunTwo(path) && (effect?.canOpen ?? true) ? 2 : 1;
}

/** Whether a second analysis of the path may begin while one runs. */
export function mayRunTwo({ expect }: WatchedPath): boolean {
  return expect === 'unreachable';
}

/**
 * The analysis to wait for. While one runs, a burst of changes needs no other one, only one after
 * it; and a verdict that comes soon may make that one unnecessary as well.
 */
function worthWaitingFor(knowledge: Knowledge, most: number, now: number): Analysis | undefined {
  const { own } = knowledge;
  const open = own.filter(({ judgement }) => judgement === undefined);
  const running = open.filter((each) => !isFinished(each) && now < each.startedAt + RUNS_WITHIN_MS);
  if (running.length >= most) return running[0];
  const newest = own.at(-1);
  const isJudgedSoon =
    newest &&
    !newest.judgement &&
    isFinished(newest) &&
    now < (knowledge.finishedSince(newest.id) ?? now) + JUDGED_SOON_MS;
  return isJudgedSoon ? newest : undefined;
}

/** The analysis with which a retry of the event goes on; undefined if it needs a new one. */
function resumable(own: readonly Analysis[], eventId: string): Analysis | undefined {
  const last = ofEvent(own, eventId).at(-1);
  return last?.judgement?.outcome === 'repeated' ? undefined : last;
}

export function ofEvent(own: readonly Analysis[], eventId: string): readonly Analysis[] {
  return own.filter(({ owner }) => owner?.eventId === eventId);
}
