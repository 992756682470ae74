import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { type NextStep, nextStep, ofEvent, type Question } from '../decisions/next-step';
import {
  CLAIM_OF_RELEASED_SETTLES_WITHIN_MS,
  CLAIM_SETTLES_WITHIN_MS,
  CLAIMER_JUDGES_WITHIN_MS,
  CLOCKS_DIFFER_BY_MS,
  KNOWN_WITHIN_MS,
  LISTED_WITHIN_MS,
  LOOK_EVERY_MS,
  OWNER_JUDGES_WITHIN_MS,
  STUCK_AFTER_MS,
} from '../decisions/timing';
import {
  type Analysis,
  byStart,
  isFinished,
  type Judgement,
  type Owner,
  ownerText,
  RELEASED,
  tagValue,
} from '../history/analysis';
import { newerStanding, readStanding, type Standing } from '../history/standing';
import type { WatchedPath } from '../history/watched-paths';

/** One invocation, as the owner tags of analyses name it. */
export type Invoker = Pick<Owner, 'requestId' | 'attempt'>;

/** What is to be done about a finished analysis. */
export type Turn = { readonly kind: 'judge' | 'claim'; readonly analysis: Analysis };

/** One path on its way to a verdict, and all that this invocation knows of it. */
export class PathCheck {
  /** The path's own analyses as last seen, oldest first. */
  own: readonly Analysis[] = [];
  standing: Standing | undefined;
  /** The promise was changed since this invocation read it. */
  isTurnedAround = false;
  /** How many analyses this event has started for the path. */
  attempts = 0;
  /** How many tokens have led to no live analysis since the newest own analysis was the same. */
  tokens = 0;
  /** Milliseconds since 1970: nothing is done before. */
  readyAt: number;
  listedAt = Number.NEGATIVE_INFINITY;
  /** The analysis that answers for this event. */
  analysisId: string | undefined;
  /** The analysis whose verdict is awaited before anything is started. */
  awaitedId: string | undefined;
  /** Ids of the analyses on which the change is written. */
  readonly notedOn = new Set<string>();
  /** Ids of analyses that exist no more, to which a token may still lead. */
  private readonly vanished = new Set<string>();
  /** By id: when an analysis was last known to exist. */
  private readonly seenAt = new Map<string, number>();
  private readonly finishedAt = new Map<string, number>();
  /** By id and owner: since when a finished analysis, whose turn it is, waits for that owner to judge it. */
  private readonly waitsSince = new Map<string, number>();
  /** By id: from when on our claim is certain to hold, if it still stands. */
  private readonly claimHoldsFrom = new Map<string, number>();
  /** By id: what we judged. Reads may show the tags as they were before. */
  private readonly judgedByUs = new Map<string, Judgement>();
  /** A token belongs to somebody else: the newest own analysis at that time, and when to stop looking for theirs. */
  private lost: { readonly newestId: string | undefined; readonly until: number } | undefined;

  constructor(
    readonly path: WatchedPath,
    private readonly me: Invoker,
    now: number,
  ) {
    this.readyAt = now;
  }

  /** Adds what was seen of the path's own analyses; what is known to have vanished stays away. */
  see(seen: readonly Analysis[], now: number): void {
    for (const { id } of seen) this.seenAt.set(id, now);
    const merged = new Map([...this.own, ...seen].map((analysis) => [analysis.id, this.withOurJudgement(analysis)]));
    for (const id of this.vanished) merged.delete(id);
    this.own = [...merged.values()].sort(byStart);
    for (const analysis of this.own) {
      if (isFinished(analysis) && !this.finishedAt.has(analysis.id)) this.finishedAt.set(analysis.id, now);
    }
    // An owner can judge only when everything before is judged: till then its time does not run.
    const first = this.own.find((analysis) => !analysis.judgement && !isStuck(analysis, now));
    const waiter = first && isFinished(first) ? waiterOf(first) : undefined;
    for (const other of this.waitsSince.keys()) if (other !== waiter) this.waitsSince.delete(other);
    if (waiter !== undefined && !this.waitsSince.has(waiter)) this.waitsSince.set(waiter, now);
  }

  /**
   * A report of an analysis that is yet to begin is forged, or written by a clock that is far off; believed, it would silence the path.
   *
   * @param path as AWS has just described it
   */
  seePath(path: NetworkInsightsPath, now: number): void {
    const standing = readStanding(path);
    if (standing && standing.startedAt <= now + CLOCKS_DIFFER_BY_MS) this.seeStanding(standing);
    this.isTurnedAround = tagValue(path.Tags, TAGS.expect) !== tagValue(this.path.details.Tags, TAGS.expect);
  }

  seeStanding(standing: Standing | undefined): void {
    this.standing = newerStanding(this.standing, standing);
  }

  seeJudged(id: string, judgement: Judgement): void {
    this.judgedByUs.set(id, judgement);
    this.own = this.own.map((analysis) => this.withOurJudgement(analysis));
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.vanished.add(id);
    this.own = this.own.filter(({ id }) => !this.vanished.has(id));
  }

  /** Forgets those of the ids that AWS has not known for longer than a new one may be unknown. @returns the forgotten ones */
  forgetUnknown(ids: readonly string[], now: number): readonly string[] {
    const gone = ids.filter((id) => now >= (this.seenAt.get(id) ?? now) + KNOWN_WITHIN_MS);
    this.forget(gone);
    return gone;
  }

  isForgotten(id: string): boolean {
    return this.vanished.has(id);
  }

  next(question: Question, now: number): NextStep {
    const { path, own, listedAt, finishedAt } = this;
    return nextStep(question, { path, own, listedAt, finishedAt, now });
  }

  follow(analysisId: string, now: number): void {
    this.analysisId = analysisId;
    if (!this.seenAt.has(analysisId)) this.seenAt.set(analysisId, now);
  }

  get newestId(): string | undefined {
    return this.own.at(-1)?.id;
  }

  get followed(): Analysis | undefined {
    return this.own.find(({ id }) => id === this.analysisId);
  }

  /** The notes of analyses that failed for a reason that passes, whose place the next one takes. */
  repeated(eventId: string): readonly Analysis[] {
    return ofEvent(this.own, eventId).filter(({ judgement }) => judgement?.outcome === 'repeated');
  }

  /** The analyses to look at: the one that answers, those before it that nobody has judged, and one that is awaited. */
  get watchedIds(): readonly string[] {
    const ids = [...this.open.map(({ id }) => id), this.analysisId, this.awaitedId];
    return [...new Set(ids.filter((id) => id !== undefined))];
  }

  /** Of the analyses up to the one that answers, those that nobody has judged. */
  get open(): readonly Analysis[] {
    const position = this.own.findIndex(({ id }) => id === this.analysisId);
    return this.own.slice(0, position + 1).filter(({ judgement }) => judgement === undefined);
  }

  /** A token led to an analysis that is somebody else's, or gone. Theirs shows up soon. */
  loseToken(now: number): void {
    this.lost = { newestId: this.newestId, until: now + KNOWN_WITHIN_MS };
    this.readyAt = now + LOOK_EVERY_MS;
  }

  /** Whether it is time for a token: not while the analysis may still show to which the last one led. */
  mayTryToken(now: number): boolean {
    return this.lost?.newestId !== this.newestId || this.lost === undefined || now >= this.lost.until;
  }

  /** Counts the tokens that led nowhere. */
  takeToken(): void {
    if (this.lost) this.tokens = this.lost.newestId === this.newestId ? this.tokens + 1 : 0;
    this.lost = undefined;
  }

  /** Back to the decision, a while later. */
  restart(readyAt: number): void {
    this.analysisId = undefined;
    this.readyAt = readyAt;
  }

  /** @param analysis as it was before we claimed it */
  claimed({ id, owner }: Analysis, now: number): void {
    const settles = owner?.attempt === RELEASED ? CLAIM_OF_RELEASED_SETTLES_WITHIN_MS : CLAIM_SETTLES_WITHIN_MS;
    this.claimHoldsFrom.set(id, now + settles);
  }

  /** What is ours and nobody has judged: left to others when this invocation ends. */
  get unjudged(): readonly Analysis[] {
    return this.own.filter((analysis) => this.isMine(analysis) && analysis.judgement === undefined);
  }

  isMine({ owner }: Analysis): boolean {
    return owner?.requestId === this.me.requestId && owner.attempt === this.me.attempt;
  }

  /**
   * What comes next, in the order in which analyses began: ours is judged, and one that its owner left behind is claimed. One
   * that has just begun may have an earlier one beside it that does not show yet.
   */
  nextTurn(now: number): Turn | undefined {
    for (const analysis of this.open) {
      if (!isFinished(analysis)) {
        if (analysis.id !== this.analysisId && isStuck(analysis, now)) continue;
        return undefined;
      }
      if (this.isMine(analysis)) {
        const holdsFrom = this.claimHoldsFrom.get(analysis.id) ?? Number.NEGATIVE_INFINITY;
        return now >= Math.max(holdsFrom, listedSurely(analysis)) ? { kind: 'judge', analysis } : undefined;
      }
      return now >= this.claimableAt(analysis, now) ? { kind: 'claim', analysis } : undefined;
    }
    return undefined;
  }

  /** An earlier try of our own request is over, or gives way at once when it sees the claim. */
  private claimableAt(analysis: Analysis, now: number): number {
    const { owner } = analysis;
    if (owner?.attempt === RELEASED) return now;
    if (owner?.requestId === this.me.requestId && !owner.isClaim) return now;
    const patience = owner?.isClaim ? CLAIMER_JUDGES_WITHIN_MS : OWNER_JUDGES_WITHIN_MS;
    return (this.waitsSince.get(waiterOf(analysis)) ?? now) + patience;
  }

  private withOurJudgement(analysis: Analysis): Analysis {
    const judgement = this.judgedByUs.get(analysis.id);
    return judgement ? { ...analysis, judgement } : analysis;
  }
}

/** It may never end. */
function isStuck(analysis: Analysis, now: number): boolean {
  return !isFinished(analysis) && now >= analysis.startedAt + STUCK_AFTER_MS;
}

function waiterOf({ id, owner }: Analysis): string {
  return `${id} ${owner ? ownerText(owner) : ''}`;
}

/** When every analysis that began before it shows in listings. */
function listedSurely({ startedAt }: Analysis): number {
  return Number.isFinite(startedAt) ? startedAt + LISTED_WITHIN_MS : Number.NEGATIVE_INFINITY;
}
