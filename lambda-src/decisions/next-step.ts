import { type Analysis, isFinished } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import { covering, isUnattended } from './coverage';
import type { Effect } from './effect';
import { cannotAlter } from './skip';
import { JUDGED_SOON_MS, LISTED_WITHIN_MS, RUNS_WITHIN_MS } from './timing';

/** What an event asks of every path. */
export interface Question {
  readonly eventId: string;
  /** From when on an analysis answers for the change, in milliseconds since 1970; absent where no change led to the event. */
  readonly answeredFrom?: number;
  /** Absent: every path is analysed. */
  readonly effect?: Effect;
  /** An analysis that nobody has judged serves as well as a new one. */
  readonly adopts?: boolean;
}

/** What is known of a path at a time. */
export interface Knowledge {
  readonly path: WatchedPath;
  /** The path's own analyses, oldest first. */
  readonly own: readonly Analysis[];
  /** When they were last listed. */
  readonly listedAt: number;
  /** By id: when a finished analysis was first seen to have finished. */
  readonly finishedAt: ReadonlyMap<string, number>;
  readonly now: number;
}

/** What is to be done about a path. */
export type NextStep =
  /** Wait for the analysis, and judge it where nobody else does. */
  | { readonly kind: 'follow'; readonly analysis: Analysis }
  /** The analysis answers for the change, and others judge it. */
  | { readonly kind: 'covered'; readonly analysis: Analysis }
  /** The change cannot have altered what the analysis found. */
  | { readonly kind: 'skip'; readonly analysis: Analysis }
  /** Decide again once that analysis has ended, or is judged. */
  | { readonly kind: 'wait'; readonly analysis: Analysis }
  /** Decide again with a listing made at that time or later. */
  | { readonly kind: 'list'; readonly at: number }
  | { readonly kind: 'start' };

/** The event's own analysis comes first, then one of another event that answers for it, then whether none is needed. */
export function nextStep(question: Question, knowledge: Knowledge): NextStep {
  const { eventId, answeredFrom, effect, adopts = false } = question;
  const { own, path, listedAt } = knowledge;
  const newest = own.at(-1);
  const mine = resumable(own, eventId) ?? (adopts && newest?.judgement === undefined ? newest : undefined);
  if (mine) return { kind: 'follow', analysis: mine };
  const answer = answeredFrom === undefined ? undefined : covering(own, path, answeredFrom);
  if (answer) {
    const mayBeLeft = answer.judgement === undefined && isUnattended(answer);
    return { kind: mayBeLeft ? 'follow' : 'covered', analysis: answer };
  }
  if (newest && effect && answeredFrom !== undefined && cannotAlter(effect, newest, path)) {
    // Only when no analysis can be missing from the listing is this the newest of those that have not seen the change.
    const isNewest = listedAt >= answeredFrom + LISTED_WITHIN_MS;
    return isNewest ? { kind: 'skip', analysis: newest } : { kind: 'list', at: answeredFrom + LISTED_WITHIN_MS };
  }
  const awaited = worthWaitingFor(knowledge, mostBeside(question, path));
  return awaited ? { kind: 'wait', analysis: awaited } : { kind: 'start' };
}

/**
 * How many analyses of a path may run beside each other. A forbidden path that may have opened is looked at at once, lest it closes
 * before anybody sees it; all else can wait for the verdict under way.
 */
function mostBeside({ effect }: Question, path: WatchedPath): number {
  return mayRunBeside(path) && (effect?.canOpen ?? true) ? 2 : 1;
}

/** Whether a second analysis of the path may begin while one runs. */
export function mayRunBeside({ expect }: WatchedPath): boolean {
  return expect === 'unreachable';
}

/** A burst of changes needs no further analysis while one runs, only one after it; and a verdict that comes soon may spare that one, too. */
function worthWaitingFor({ own, now, finishedAt }: Knowledge, most: number): Analysis | undefined {
  const open = own.filter(({ judgement }) => judgement === undefined);
  const running = open.filter((each) => !isFinished(each) && now < each.startedAt + RUNS_WITHIN_MS);
  if (running.length >= most) return running[0];
  const newest = own.at(-1);
  const isJudgedSoon =
    newest && !newest.judgement && isFinished(newest) && now < (finishedAt.get(newest.id) ?? now) + JUDGED_SOON_MS;
  return isJudgedSoon ? newest : undefined;
}

/** The analysis that a retry of the event goes on with; undefined where it needs a new one. */
function resumable(own: readonly Analysis[], eventId: string): Analysis | undefined {
  const last = ofEvent(own, eventId).at(-1);
  return last?.judgement?.outcome === 'repeated' ? undefined : last;
}

export function ofEvent(own: readonly Analysis[], eventId: string): readonly Analysis[] {
  return own.filter(({ owner }) => owner?.eventId === eventId);
}
