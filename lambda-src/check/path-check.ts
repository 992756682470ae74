import { claimSettlesWithin, type Invoker, isOwnedBy, type JudgingStep, nextJudgingStep } from '../decisions/judging';
import { type NextStep, nextStep, ofEvent, type Question } from '../decisions/next-step';
import { KNOWN_WITHIN_MS, LOOK_EVERY_MS } from '../decisions/timing';
import { isWorthRepeating } from '../decisions/verdict';
import type { Analysis } from '../history/analysis';
import type { Token } from '../history/start-analysis';
import type { WatchedPath } from '../history/watched-paths';
import { PathKnowledge } from './path-knowledge';

/** How many analyses one event starts for one path when they fail for reasons that pass. */
const MOST_ATTEMPTS = 3;
/** How many tokens may lead to no new analysis of ours before we give up. */
const MOST_TOKENS = 3;

/** How far one event has come with one path, from the first decision to the verdict. */
export class PathCheck {
  readonly knowledge: Readonly<PathKnowledge>;
  /** How many analyses this event has started for the path. */
  private attempts = 0;
  /**
   * How many tokens have led to no new analysis of ours since the newest own analysis was the same.
   */
  private tokens = 0;
  /**
   * Set while a token has led to no new analysis of ours: the newest own analysis then, and how
   * long to wait for theirs.
   */
  private lost: { readonly newestId: string | undefined; readonly until: number } | undefined;
  /** Milliseconds since 1970: no decision is made before. */
  private readyAt: number;
  private followedId: string | undefined;
  private awaitedId: string | undefined;
  /** Ids of the analyses on which the change is noted. */
  private readonly notedOn = new Set<string>();
  /** By id: from when on our claim is certain to hold, if it still stands. */
  private readonly claimHoldsFrom = new Map<string, number>();

  constructor(
    readonly path: WatchedPath,
    private readonly me: Invoker,
    now: number,
  ) {
    this.knowledge = new PathKnowledge(path);
    this.readyAt = now;
  }

  get own(): readonly Analysis[] {
    return this.knowledge.own;
  }

  /** The analysis whose verdict ends the check; undefined before the decision. */
  get followed(): Analysis | undefined {
    return this.knowledge.find(this.followedId);
  }

  follows(id: string): boolean {
    return id === this.followedId;
  }

  /** Whether an analysis has to be judged before the next one is started. */
  get isAwaiting(): boolean {
    return this.awaitedId !== undefined;
  }

  /**
   * The analyses to look at: the followed one, the unjudged ones before it, and the awaited one.
   */
  get watchedIds(): readonly string[] {
    const ids = [...this.open.map(({ id }) => id), this.followedId, this.awaitedId];
    return [...new Set(ids.filter((id) => id !== undefined))];
  }

  /** The unjudged analyses up to the followed one. */
  get open(): readonly Analysis[] {
    const position = this.own.findIndex(({ id }) => this.follows(id));
    return this.own.slice(0, position + 1).filter(({ judgement }) => judgement === undefined);
  }

  /**
   * What this invocation owns and has not judged: it is left to others when the invocation ends.
   */
  get unjudged(): readonly Analysis[] {
    return this.own.filter((analysis) => this.isMine(analysis) && analysis.judgement === undefined);
  }

  /**
   * Analyses of this event that failed for a reason that passes: the next one takes their place,
   * and their notes.
   */
  get repeated(): readonly Analysis[] {
    return ofEvent(this.own, this.me.eventId).filter(({ judgement }) => judgement?.outcome === 'repeated');
  }

  isMine(analysis: Analysis): boolean {
    return isOwnedBy(this.me, analysis);
  }

  /** Whether no other analysis takes the place of this one, whatever it failed for. */
  isLastAttempt({ id }: Analysis): boolean {
    return this.follows(id) && this.attempts >= MOST_ATTEMPTS;
  }

  isNotedOn(id: string): boolean {
    return this.notedOn.has(id);
  }

  /** Milliseconds until the next decision; 0: it is due. */
  dueIn(now: number): number {
    return Math.max(0, this.readyAt - now);
  }

  /**
   * Whether another token may be used: not while the analysis may still appear to which the last
   * one led.
   */
  mayTryToken(now: number): boolean {
    return this.lost === undefined || this.lost.newestId !== this.knowledge.newestId || now >= this.lost.until;
  }

  nextStep(question: Question, now: number): NextStep {
    return nextStep(question, this.knowledge, now);
  }

  /**
   * What to do next about the followed analysis and those before it. One that is to be repeated
   * does not wait for its turn.
   */
  nextJudgingStep(now: number): JudgingStep | undefined {
    const { me, followed, followedId, open, claimHoldsFrom } = this;
    if (followed?.judgement) return undefined;
    if (followed && this.isMine(followed) && isWorthRepeating(followed) && !this.isLastAttempt(followed)) {
      return { kind: 'judge', analysis: followed };
    }
    return nextJudgingStep({ me, open, followedId, wait: this.knowledge.wait, claimHoldsFrom }, now);
  }

  /** Takes over a listing of the path's own analyses. @param listedAt when it was asked for */
  seeListing(listed: readonly Analysis[], listedAt: number, now: number): void {
    this.knowledge.seeListing(listed, listedAt, now);
    this.attempts = Math.max(this.attempts, ofEvent(this.own, this.me.eventId).length);
  }

  /** Puts the next decision off. */
  postpone(until: number): void {
    this.readyAt = until;
  }

  /** @param id of the analysis that has to end or be judged first; undefined for none */
  awaitVerdict(id: string | undefined): void {
    this.awaitedId = id;
  }

  noted(id: string): void {
    this.notedOn.add(id);
  }

  follow(id: string): void {
    this.followedId = id;
  }

  /**
   * The token for the next analysis. Each token that led to no new analysis of ours counts.
   *
   * @throws Error when the event has used up its tokens or its attempts
   */
  takeToken(): Token {
    const { newestId } = this.knowledge;
    if (this.lost) this.tokens = this.lost.newestId === newestId ? this.tokens + 1 : 0;
    this.lost = undefined;
    if (this.tokens >= MOST_TOKENS) throw new Error('its tokens lead to analyses that do not exist');
    if (this.attempts >= MOST_ATTEMPTS) throw new Error('its analyses vanish before they are judged');
    return { newestId, lost: this.tokens };
  }

  /**
   * The token led to an analysis of another invocation, or to one that is gone. Theirs appears
   * soon.
   */
  loseToken(now: number): void {
    this.lost = { newestId: this.knowledge.newestId, until: now + KNOWN_WITHIN_MS };
    this.postpone(now + LOOK_EVERY_MS);
  }

  /** The token led to a new analysis of ours. */
  started(analysis: Analysis, now: number): void {
    this.attempts++;
    this.knowledge.see([analysis], now);
    this.follow(analysis.id);
  }

  /** Back to the decision. @param pause in milliseconds; each attempt waits that much longer */
  startOver(pause: number, now: number): void {
    this.followedId = undefined;
    this.postpone(now + this.attempts * pause);
  }

  /** @param analysis as it was before this invocation claimed it */
  claimed({ id, owner }: Analysis, now: number): void {
    this.claimHoldsFrom.set(id, now + claimSettlesWithin(owner));
  }
}
