import { type PathResult, pathResult, type Result } from '../../contract/result';
import { combined } from '../aws/combined';
import { errorMessage, isPathGone } from '../aws/errors';
import type { Context } from '../context';
import { OutOfTime } from '../deadline';
import { type NextStep, ofEvent, type Question } from '../decisions/next-step';
import { LOOK_BACK_MS, LOOK_IS_FRESH_FOR_MS, PERMISSION_PAUSE_MS } from '../decisions/timing';
import type { Occasion } from '../events/input';
import { type Analysis, isVerdict } from '../history/analysis';
import { listOwnAnalyses, type Scope } from '../history/store';
import type { WatchedPath } from '../history/watched-paths';
import { groupBy } from './group-by';
import { PathCheck } from './path-check';

/** Paths are independent of each other, but calls that change something are limited to a few a second. */
export const MOST_AT_ONCE = 10;
/** How many analyses one event starts for one path when they fail for reasons that pass. */
export const MOST_ATTEMPTS = 3;

/** How far one event has come: which paths still wait for a decision, which for an analysis, and what came out of the others. */
export class EventCheck {
  waiting: PathCheck[];
  inFlight: PathCheck[] = [];
  /** When the analyses in flight were last looked at, if they ever were. */
  lookedAt: number | undefined;
  private readonly beganAt: number;
  /** When there may be analyses that the waiting paths do not know of; undefined for never. */
  private staleAt: number | undefined;
  private readonly results: PathResult[] = [];
  private readonly errors: Error[] = [];

  private readonly all: readonly PathCheck[];

  constructor(
    private readonly paths: readonly WatchedPath[],
    readonly occasion: Occasion,
    readonly question: Question,
    readonly context: Context,
  ) {
    this.beganAt = context.clock.now();
    this.all = paths.map((path) => new PathCheck(path, context, this.beganAt));
    this.waiting = [...this.all];
  }

  get isBusy(): boolean {
    return this.waiting.length + this.inFlight.length > 0;
  }

  get now(): number {
    return this.context.clock.now();
  }

  /** Milliseconds since the event is being dealt with. */
  get age(): number {
    return this.now - this.beganAt;
  }

  /** @throws one error for all paths that could not be done */
  get result(): Result {
    if (this.errors.length > 0) throw combined(this.errors);
    const position = new Map(this.paths.map(({ id }, index) => [id, index]));
    const inOrder = (a: PathResult, b: PathResult) => (position.get(a.pathId) ?? 0) - (position.get(b.pathId) ?? 0);
    return { paths: [...this.results].sort(inOrder), started: this.context.tally.analysesStarted };
  }

  /** Whether the last look at analyses still says whose they are. */
  get isLookFresh(): boolean {
    return this.lookedAt !== undefined && this.now <= this.lookedAt + LOOK_IS_FRESH_FOR_MS;
  }

  /** The analyses that are ours, and that nobody has judged. */
  get unjudged(): readonly Analysis[] {
    return this.all.flatMap(({ unjudged }) => unjudged);
  }

  /** The paths to decide about now. */
  get ready(): readonly PathCheck[] {
    const { now } = this;
    return this.waiting.filter(({ readyAt }) => readyAt <= now);
  }

  nextStep(check: PathCheck): NextStep {
    return check.next(this.question, this.now);
  }

  /** The record may hold what the waiting paths have not seen, now or from a time on. */
  wantListing(at = this.now): void {
    this.staleAt = Math.min(at, this.staleAt ?? at);
  }

  get isStale(): boolean {
    return this.staleAt !== undefined && this.staleAt <= this.now;
  }

  /** Lists what is new, where it is time for that. */
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
    const pathId = first && others.length === 0 ? first.path.id : undefined;
    const listedAt = this.now;
    const own = await listOwnAnalyses(ec2, environment.monitorName, { ...scope, ...(pathId && { pathId }) });
    const byPath = groupBy(own, (analysis) => analysis.pathId);
    for (const check of checks) {
      check.see(byPath.get(check.path.id) ?? [], this.now);
      check.listedAt = listedAt;
      check.attempts = Math.max(check.attempts, ofEvent(check.own, this.occasion.eventId).length);
    }
  }

  follow(check: PathCheck, { id }: Analysis): void {
    check.follow(id, this.now);
    this.waiting = this.waiting.filter((other) => other !== check);
    this.inFlight.push(check);
  }

  /** Back to the decision. The network may still be changing, or AWS still learning of a role; each attempt gives it longer. */
  again(check: PathCheck): void {
    const { environment } = this.context;
    const pause =
      this.occasion.kind === 'deployment' ? PERMISSION_PAUSE_MS : Math.max(environment.settleSeconds, 1) * 1_000;
    check.restart(this.now + check.attempts * pause);
    this.inFlight = this.inFlight.filter((other) => other !== check);
    this.waiting.push(check);
    this.wantListing();
  }

  done(check: PathCheck, analysis: Analysis, more: Partial<Pick<PathResult, 'outcome' | 'told'>> = {}): void {
    this.remove(check);
    const { outcome = outcomeOf(check, analysis), told = false } = more;
    this.results.push(pathResult(check.path, outcome, analysis.id, told));
  }

  /** A failure takes a path out; a path that was deleted meanwhile is no failure, it is watched no more. */
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
    this.waiting = this.waiting.filter((other) => other !== check);
    this.inFlight = this.inFlight.filter((other) => other !== check);
  }
}

/** As judged, whoever did it; of an analysis that a later one speaks for, what the newest later one says. */
function outcomeOf({ own }: PathCheck, { judgement, startedAt }: Analysis): PathResult['outcome'] {
  if (isVerdict(judgement)) return judgement.outcome;
  if (judgement === undefined) return 'pending';
  const later = own.findLast((other) => other.startedAt >= startedAt && isVerdict(other.judgement))?.judgement;
  return isVerdict(later) ? later.outcome : 'pending';
}
