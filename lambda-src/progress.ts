import type { Analysis } from './analysis';
import { errorMessage, isNotFound } from './aws-error';
import { combined } from './combined';
import { OutOfTime } from './deadline';
import { groupBy } from './group-by';
import type { Occasion } from './input';
import type { Monitor } from './monitor';
import type { WatchedPath } from './paths';
import { listOwnAnalyses, type Scope } from './record';
import { type PathResult, pathResult, type Result } from './result';
import { forget, newRun, ofEvent, type Question, type Run, see } from './run';
import { isVerdict } from './transition';

/** Paths are independent of each other, but calls that change something are limited to a few a second. */
export const MOST_AT_ONCE = 10;
/** How many analyses one event buys for one path when they fail for reasons that pass. */
export const MOST_ATTEMPTS = 3;

/** How far one event has come: which paths still wait for a decision, which for an analysis, and what came out of the others. */
export class Progress {
  waiting: Run[];
  inFlight: Run[] = [];
  /** The record may hold what the waiting runs have not seen. */
  isStale = false;
  readonly beganAt: number;
  /** When the analyses in flight were last looked at, if they ever were. */
  lookedAt: number | undefined;
  private readonly results: PathResult[] = [];
  private readonly errors: Error[] = [];

  constructor(
    private readonly paths: readonly WatchedPath[],
    readonly occasion: Occasion,
    readonly question: Question,
    readonly monitor: Monitor,
  ) {
    this.beganAt = monitor.clock.now();
    this.waiting = paths.map((path) => newRun(path, this.beganAt));
  }

  get isBusy(): boolean {
    return this.waiting.length + this.inFlight.length > 0;
  }

  /** @throws one error for all paths that could not be done */
  get result(): Result {
    if (this.errors.length > 0) throw combined(this.errors);
    const position = new Map(this.paths.map(({ id }, index) => [id, index]));
    const inOrder = (a: PathResult, b: PathResult) => (position.get(a.pathId) ?? 0) - (position.get(b.pathId) ?? 0);
    return { paths: [...this.results].sort(inOrder), started: this.monitor.tally.analysesStarted };
  }

  /** Reads the monitor's own analyses of the runs' paths with one listing. */
  async learn(runs: readonly Run[], scope: Scope = {}): Promise<void> {
    const { ec2, environment } = this.monitor;
    const [first, ...others] = runs;
    // One path is listed by its id, many together.
    const pathId = first && others.length === 0 ? first.path.id : undefined;
    const own = await listOwnAnalyses(ec2, environment.monitorName, { ...scope, ...(pathId && { pathId }) });
    const byPath = groupBy(own, (analysis) => analysis.pathId);
    for (const run of runs) {
      see(run, byPath.get(run.path.id) ?? []);
      run.attempts = Math.max(run.attempts, ofEvent(run.own, this.occasion.eventId).length);
    }
  }

  follow(run: Run, { id }: Analysis): void {
    run.analysisId = id;
    run.seenAt = this.monitor.clock.now();
    this.waiting = this.waiting.filter((other) => other !== run);
    this.inFlight.push(run);
  }

  /** Back to the decision. The network may still be changing; each attempt gives it a little longer. */
  again(run: Run, { vanished = [] }: { vanished?: readonly string[] } = {}): void {
    const { clock, environment } = this.monitor;
    forget(run, vanished);
    delete run.analysisId;
    run.readyAt = clock.now() + run.attempts * Math.max(environment.settleSeconds, 1) * 1_000;
    this.inFlight = this.inFlight.filter((other) => other !== run);
    this.waiting.push(run);
    this.isStale = true;
  }

  done(run: Run, analysis: Analysis, more: Partial<Pick<PathResult, 'outcome' | 'told'>> = {}): void {
    this.remove(run);
    const { outcome = outcomeOf(run, analysis), told = false } = more;
    this.results.push(pathResult(run.path, outcome, analysis.id, told));
  }

  /** A failure takes a path out; a path that was deleted meanwhile is no failure, nobody watches it any more. */
  async each(runs: readonly Run[], work: (run: Run) => Promise<void>): Promise<void> {
    const queue = [...runs];
    const worker = async () => {
      for (let run = queue.shift(); run; run = queue.shift()) await this.guarded(run, work);
    };
    await Promise.all(Array.from({ length: MOST_AT_ONCE }, worker));
  }

  private async guarded(run: Run, work: (run: Run) => Promise<void>): Promise<void> {
    try {
      await work(run);
    } catch (error) {
      if (error instanceof OutOfTime) throw error;
      this.remove(run);
      const { id, name } = run.path;
      const isGone = isNotFound(error);
      this.monitor.log(isGone ? 'WARN' : 'ERROR', isGone ? 'the path is gone' : 'the path could not be checked', {
        pathId: id,
        error: errorMessage(error),
      });
      if (!isGone) this.errors.push(new Error(`path ${id} (${name}): ${errorMessage(error)}`, { cause: error }));
    }
  }

  private remove(run: Run): void {
    this.waiting = this.waiting.filter((other) => other !== run);
    this.inFlight = this.inFlight.filter((other) => other !== run);
  }
}

/** As judged, whoever did it; of an analysis whose place another one took, what the newest one says. */
function outcomeOf({ own }: Run, { judgement }: Analysis): PathResult['outcome'] {
  if (judgement && isVerdict(judgement)) return judgement.outcome;
  const newest = judgement && own.findLast((other) => other.judgement && isVerdict(other.judgement))?.judgement;
  return newest && isVerdict(newest) ? newest.outcome : 'pending';
}
