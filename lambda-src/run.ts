import { type Analysis, byStart, isFinished, ownerText } from './analysis';
import { covering } from './covered';
import type { Effect } from './effect';
import type { WatchedPath } from './paths';
import { cannotAlter } from './select';
import { failedForNow } from './verdict';

/** How long the owner of a finished analysis has for judging it before somebody else does. */
const OWNER_JUDGES_WITHIN_MS = 20_000;
/** After claiming an analysis, so long until the claim is certain to be the last one written. */
const CLAIM_SETTLES_WITHIN_MS = 2_000;

/** One path on its way to a verdict. */
export interface Run {
  readonly path: WatchedPath;
  /** The path's own analyses as last seen, oldest first. */
  own: readonly Analysis[];
  /** Ids of analyses that exist no more, to which a token may still lead. */
  readonly vanished: Set<string>;
  /** How many analyses this event has bought for the path. */
  attempts: number;
  /** How many tokens have led to no live analysis since the newest own analysis was the same. */
  tokens: number;
  /** Milliseconds since 1970: nothing is done before. */
  readyAt: number;
  /** A token belongs to somebody else: the newest own analysis at that time, and when to stop looking for theirs. */
  lost?: { readonly newestId: string | undefined; readonly until: number };
  /** The analysis that answers for this event, and when it was last known to exist. */
  analysisId?: string;
  seenAt: number;
  /** By id and owner: since when a finished analysis waits for that owner to judge it. */
  readonly waitsSince: Map<string, number>;
  /** By id: when we claimed the analysis of an owner who did not judge it. */
  readonly claimedAt: Map<string, number>;
}

export function newRun(path: WatchedPath, now: number): Run {
  return {
    path,
    own: [],
    vanished: new Set(),
    attempts: 0,
    tokens: 0,
    readyAt: now,
    seenAt: now,
    waitsSince: new Map(),
    claimedAt: new Map(),
  };
}

/** Adds what was seen of the path's own analyses; what is known to have vanished stays away. */
export function see(run: Run, seen: readonly Analysis[]): void {
  const merged = new Map([...run.own, ...seen].map((analysis) => [analysis.id, analysis]));
  for (const id of run.vanished) merged.delete(id);
  run.own = [...merged.values()].sort(byStart);
}

export function forget(run: Run, ids: readonly string[]): void {
  for (const id of ids) run.vanished.add(id);
  see(run, []);
}

/** What is to be done about a path. */
export type Decision =
  | { readonly kind: 'follow' | 'covered' | 'skip'; readonly analysis: Analysis }
  | { readonly kind: 'start' };

export interface Question {
  readonly eventId: string;
  /** From when on an analysis answers for the change, in milliseconds since 1970. */
  readonly answeredFrom: number | undefined;
  /** Absent: every path is analysed. */
  readonly effect?: Effect;
}

/** The event's own analysis comes first, then one of another event that answers for it, then whether none is needed. */
export function decide({ own, path }: Run, { eventId, answeredFrom, effect }: Question): Decision {
  const mine = resumable(own, eventId);
  if (mine) return { kind: 'follow', analysis: mine };
  const answer = answeredFrom === undefined ? undefined : covering(own, path, answeredFrom);
  if (answer) return { kind: 'covered', analysis: answer };
  const newest = own.at(-1);
  if (newest && effect && cannotAlter(effect, newest, path)) return { kind: 'skip', analysis: newest };
  return { kind: 'start' };
}

/** The analysis that a retry of the event goes on with; undefined where it needs a new one. */
function resumable(own: readonly Analysis[], eventId: string): Analysis | undefined {
  const last = ofEvent(own, eventId).at(-1);
  return last && wasGivenUp(last) ? undefined : last;
}

/** Failed for a reason that passes, and tagged, so that another one takes its place. */
export function wasGivenUp(analysis: Analysis): boolean {
  return analysis.judgement?.outcome === 'superseded' && failedForNow(analysis);
}

export function ofEvent(own: readonly Analysis[], eventId: string): readonly Analysis[] {
  return own.filter(({ owner }) => owner?.eventId === eventId);
}

/** The analyses to look at: the one that answers, and those before it that nobody has judged. */
export function openUpTo({ own, analysisId }: Run): readonly Analysis[] {
  const position = own.findIndex(({ id }) => id === analysisId);
  return own.slice(0, position + 1).filter(({ judgement }) => judgement === undefined);
}

/**
 * The analysis that is to be judged next, in the order in which analyses began: ours, or one that its owner left behind.
 *
 * @param isLastChance time runs out: what still runs, or waits for its owner, is no longer waited for
 */
export function nextToJudge(run: Run, requestId: string, now: number, isLastChance: boolean): Analysis | undefined {
  for (const analysis of openUpTo(run)) {
    const isReady = isFinished(analysis) && isOurs(run, analysis, requestId, now);
    if (isReady) return analysis;
    if (analysis.id === run.analysisId || !isLastChance) return undefined;
  }
  return undefined;
}

/** Ours from the start, or for so long not judged that it is ours to claim. */
function isOurs(run: Run, { id, owner }: Analysis, requestId: string, now: number): boolean {
  if (owner?.requestId === requestId) return now >= (run.claimedAt.get(id) ?? 0) + CLAIM_SETTLES_WITHIN_MS;
  const waiter = `${id} ${owner ? ownerText(owner) : ''}`;
  const since = run.waitsSince.get(waiter) ?? now;
  run.waitsSince.set(waiter, since);
  return now >= since + OWNER_JUDGES_WITHIN_MS;
}
