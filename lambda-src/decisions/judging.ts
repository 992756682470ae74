import { type Analysis, isFinished, type Owner, ownerText, RELEASED } from '../history/analysis';
import {
  CLAIM_OF_RELEASED_SETTLES_WITHIN_MS,
  CLAIM_SETTLES_WITHIN_MS,
  CLAIMER_JUDGES_WITHIN_MS,
  LISTED_WITHIN_MS,
  OWNER_JUDGES_WITHIN_MS,
  STUCK_AFTER_MS,
} from './timing';

/** One invocation and the event that it works on, as the owner tags of analyses name them. */
export type Invoker = Pick<Owner, 'eventId' | 'requestId' | 'attempt'>;

/** What this invocation may do about a finished analysis. */
export interface JudgingStep {
  readonly kind: 'judge' | 'claim';
  readonly analysis: Analysis;
}

/**
 * The finished analysis that is the next to be judged: since when its owner could have judged it.
 */
export interface Wait {
  /** The analysis and its owner: a new owner has the whole time again. */
  readonly key: string;
  readonly since: number;
}

/** The analyses of a path that wait to be judged, and what decides who may judge them. */
export interface JudgingQueue {
  readonly me: Invoker;
  /** The unjudged analyses up to the followed one, oldest first. */
  readonly open: readonly Analysis[];
  readonly followedId: string | undefined;
  readonly wait: Wait | undefined;
  /** By id: from when on our claim is certain to hold, if it still stands. */
  readonly claimHoldsFrom: ReadonlyMap<string, number>;
}

/**
 * The next step for a path. Analyses are judged in the order in which they began: ours is judged,
 * and one that its owner left behind is claimed. A recent one is not judged yet, since an earlier
 * one may be missing from the listing.
 */
export function nextJudgingStep(queue: JudgingQueue, now: number): JudgingStep | undefined {
  const { me, open, followedId, claimHoldsFrom } = queue;
  const analysis = open.find((each) => each.id === followedId || !isStuck(each, now));
  if (!analysis || !isFinished(analysis)) return undefined;
  if (!isOwnedBy(me, analysis)) {
    return now >= claimableAt(analysis, queue, now) ? { kind: 'claim', analysis } : undefined;
  }
  const holdsFrom = claimHoldsFrom.get(analysis.id) ?? 0;
  return now >= Math.max(holdsFrom, allEarlierListedAt(analysis)) ? { kind: 'judge', analysis } : undefined;
}

export function isOwnedBy(me: Invoker, { owner }: Analysis): boolean {
  return owner?.requestId === me.requestId && owner.attempt === me.attempt;
}

/** Whether it runs for so long that it may never end. */
function isStuck(analysis: Analysis, now: number): boolean {
  return !isFinished(analysis) && now >= analysis.startedAt + STUCK_AFTER_MS;
}

/**
 * The wait for the next owner. An owner can judge only when everything earlier is judged: until
 * then its time does not run.
 *
 * @param own the path's own analyses, oldest first
 */
export function nextWait(own: readonly Analysis[], before: Wait | undefined, now: number): Wait | undefined {
  const first = own.find((analysis) => !analysis.judgement && !isStuck(analysis, now));
  if (!first || !isFinished(first)) return undefined;
  const key = waitKey(first);
  return before?.key === key ? before : { key, since: now };
}

function waitKey({ id, owner }: Analysis): string {
  return `${id} ${owner ? ownerText(owner) : ''}`;
}

/** How long a claim takes to settle. @param owner the one before the claim */
export function claimSettlesWithin(owner: Owner | undefined): number {
  return owner?.attempt === RELEASED ? CLAIM_OF_RELEASED_SETTLES_WITHIN_MS : CLAIM_SETTLES_WITHIN_MS;
}

/** An earlier attempt of our own request has ended, or gives way as soon as it sees the claim. */
function claimableAt(analysis: Analysis, { me, wait }: JudgingQueue, now: number): number {
  const { owner } = analysis;
  if (owner?.attempt === RELEASED) return now;
  if (owner?.requestId === me.requestId && !owner.isClaim) return now;
  const patience = owner?.isClaim ? CLAIMER_JUDGES_WITHIN_MS : OWNER_JUDGES_WITHIN_MS;
  return (wait?.key === waitKey(analysis) ? wait.since : now) + patience;
}

/** From when on listings show every analysis that began before this one. */
function allEarlierListedAt({ startedAt }: Analysis): number {
  return Number.isFinite(startedAt) ? startedAt + LISTED_WITHIN_MS : 0;
}
