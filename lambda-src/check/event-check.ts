import { type PathResult, pathResult, type Result } from '../../contract/result';
import { combined, errorMessage, isPathGone } from '../aws/errors';
import type { Context } from '../context';
import { OutOfTime } from '../deadline';
import type { NextStep, Question } from '../decisions/next-step';
import { LOOK_BACK_MS, PERMISSION_PAUSE_MS } from '../decisions/timing';
import type { Occasion } from '../events/input';
import { type Analysis, slim } from '../history/analysis';
import { isVerdict } from '../history/judgement';
import { listOwnAnalyses, type Scope } from '../history/store';
import type { WatchedPath } from '../history/watched-paths';
import { groupBy } from './group-by';
import { PathCheck } from './path-check';

/**
 * Paths are independent of each other, but calls that change something are limited to a few a
 * second.
 */
export const MOST_AT_ONCE = 10;

/**
 * How far one event has come: the paths that wait for a decision or for an analysis, and the
 * results of the others.
 */
export class EventCheck {
  private readonly all: readonly PathCheck[];
  private readonly undecided: Set<PathCheck>;
  private readonly following = new Set<PathCheck>();
  private readonly results: PathResult[] = [];
  private readonly errors: Error[] = [];
  private readonly beganAt: number;
  /** When there may be analyses that the waiting paths have not seen; undefined for never. */
  private staleAt: number | undefined;
  private lookedAt: number | undefined;

  constructor(
    private readonly paths: readonly WatchedPath[],
    readonly occasion: Occasion,
    readonly question: Question,
    readonly context: Context,
  ) {
    const { requestId, attempt } = context;
    this.beganAt = context.clock.now();
    const me = { eventId: occasion.eventId, requestId, attempt };
    this.all = paths.map((path) => new PathCheck(path, me, this.beganAt));
    this.undecided = new Set(this.all);
  }

  /** The paths that wait for a decision. */
  get waiting(): readonly PathCheck[] {
    return [...this.undecided];
  }

  /** The paths that wait for an analysis. */
  get inFlight(): readonly PathCheck[] {
    return [...this.following];
  }

  get isBusy(): boolean {
    return this.undecided.size + this.following.size > 0;
  }

  get now(): number {
    return this.context.clock.now();
  }

  /** Milliseconds since the work on the event began. */
  get age(): number {
    return this.now - this.beganAt;
  }

  /** Milliseconds since the last look at the analyses in flight; undefined before the first. */
  get sinceLook(): number | undefined {
    return this.lookedAt === undefined ? undefined : this.now - this.lookedAt;
  }

  /** What this invocation owns and has not judged. */
  get unjudged(): readonly Analysis[] {
    return this.all.flatMap(({ unjudged }) => unjudged);
  }

  /** The paths to decide about now. */
  get ready(): readonly PathCheck[] {
    const { now } = this;
    return this.waiting.filter((check) => check.dueIn(now) === 0);
  }

  get isStale(): boolean {
    return this.staleAt !== undefined && this.staleAt <= this.now;
  }

  nextStep(check: PathCheck): NextStep {
    return check.nextStep(this.question, this.now);
  }

  /** @throws one error for all paths that could not be checked */
  result(): Result {
    if (this.errors.length > 0) throw combined(this.errors);
    const position = new Map(this.paths.map(({ id }, index) => [id, index]));
    const inOrder = (a: PathResult, b: PathResult) => (position.get(a.pathId) ?? 0) - (position.get(b.pathId) ?? 0);
    return { paths: [...this.results].sort(inOrder), started: this.context.tally.analysesStarted };
  }

  /** To be called right before the analyses in flight are looked at. */
  beginLook(): void {
    this.lookedAt = this.now;
  }

  /** From that time on, the history may hold what the waiting paths have not seen. */
  wantListing(at = this.now): void {
    this.staleAt = Math.min(at, this.staleAt ?? at);
  }

  /** Puts the next decision about the path off, and makes it with a new listing. */
  decideAgain(check: PathCheck, at: number): void {
    check.postpone(at);
    this.wantListing(at);
  }

  /** Lists what is new, if it is time for that. */
  async refresh(): Promise<void> {
    if (!this.isStale) return;
    this.staleAt = undefined;
    await this.learn(this.waiting, { since: this.beganAt - LOOK_BACK_MS });
  }

  /** Reads the monitor's own analyses of the paths with one listing. */
  async learn(checks: readonly PathCheck[], scope: Scope = {}): Promise<void> {
    const { ec2, environment } = this.context;
    const [first, ...others] = checks;
    // One path is listed by its id, many together.
    const pathId = others.length === 0 ? first?.path.id : undefined;
    const listedAt = this.now;
    const own = await listOwnAnalyses(ec2, environment.monitorName, { ...scope, pathId });
    const byPath = groupBy(own, (analysis) => analysis.pathId);
    for (const check of checks) check.seeListing(byPath.get(check.path.id) ?? [], listedAt, this.now);
  }

  follow(check: PathCheck, { id }: Analysis): void {
    check.follow(id);
    this.undecided.delete(check);
    this.following.add(check);
  }

  /** A new analysis was started for the path. */
  started(check: PathCheck, analysis: Analysis): void {
    this.context.tally.analysesStarted++;
    check.started(slim(analysis), this.now);
    this.follow(check, analysis);
  }

  /**
   * Back to the decision. The network may still be changing, or AWS may not know a new role
   * everywhere yet.
   */
  startOver(check: PathCheck): void {
    const { settleSeconds } = this.context.environment;
    const pause = this.occasion.kind === 'deployment' ? PERMISSION_PAUSE_MS : Math.max(settleSeconds, 1) * 1_000;
    check.startOver(pause, this.now);
    this.following.delete(check);
    this.undecided.add(check);
    this.wantListing();
  }

  done(check: PathCheck, analysis: Analysis, more: Partial<Pick<PathResult, 'outcome' | 'told'>> = {}): void {
    this.remove(check);
    const { outcome = outcomeOf(check, analysis), told = false } = more;
    this.results.push(pathResult(check.path, outcome, analysis.id, told));
  }

  /**
   * A failure takes its path out. A path that was deleted meanwhile is no failure: it is no longer
   * watched.
   */
  async each(checks: readonly PathCheck[], work: (check: PathCheck) => Promise<void>): Promise<void> {
    const queue = [...checks];
    const worker = async () => {
      for (let check = queue.shift(); check; check = queue.shift()) await this.guarded(check, work);
    };
    await Promise.all(Array.from({ length: MOST_AT_ONCE }, worker));
  }

  private async guarded(check: PathCheck, work: (check: PathCheck) => Promise<void>): Promise<void> {
    try {
      await work(check);
    } catch (error) {
      if (error instanceof OutOfTime) throw error;
      this.remove(check);
      const { id, name } = check.path;
      const isGone = isPathGone(error);
      this.context.log(isGone ? 'WARN' : 'ERROR', isGone ? 'the path is gone' : 'the path could not be checked', {
        pathId: id,
        error: errorMessage(error),
      });
      if (!isGone) this.errors.push(new Error(`path ${id} (${name}): ${errorMessage(error)}`, { cause: error }));
    }
  }

  private remove(check: PathCheck): void {
    this.undecided.delete(check);
    this.following.delete(check);
  }
}

/**
 * As judged, by any invocation. Of an analysis that a later one supersedes: what the newest later
 * one found.
 */
function outcomeOf({ own }: PathCheck, { judgement, startedAt }: Analysis): PathResult['outcome'] {
  if (isVerdict(judgement)) return judgement.outcome;
  if (judgement === undefined) return 'pending';
  const later = own.findLast((other) => other.startedAt >= startedAt && isVerdict(other.judgement))?.judgement;
  return isVerdict(later) ? later.outcome : 'pending';
}
