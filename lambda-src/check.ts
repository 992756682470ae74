import { type Analysis, byStart, isFinished } from './analysis';
import { errorMessage, isNotFound } from './aws-error';
import { conclude } from './conclude';
import { OutOfTime, sleepWithin } from './deadline';
import type { Occasion } from './input';
import type { Monitor } from './monitor';
import type { WatchedPath } from './paths';
import { describeAnalyses, listOwnAnalyses, tagJudged } from './record';
import { type PathResult, pathResult, type Result } from './result';
import { settle } from './settle';
import { resumable, startAnalysis } from './start';
import { failedForNow } from './verdict';

/** The default quota of AWS on concurrent analyses, and what one Describe call takes. */
const MOST_IN_FLIGHT = 100;
/** Calls that change something are limited to a few a second. */
const MOST_STARTS_AT_ONCE = 10;
/** How many analyses one event buys for one path when they fail for reasons that pass. */
const MOST_ATTEMPTS = 3;
const TICK_MS = 1_000;
const SLOW_TICK_MS = 5_000;
/** After this time an analysis is a long one, and looking at it less often costs nobody anything. */
const SLOW_AFTER_MS = 120_000;
/** How long the owner of a finished analysis has for judging it before we do. */
const OWNER_JUDGES_WITHIN_MS = 20_000;
/** A new analysis may be unknown to AWS's listings for this long. */
const SHOWS_WITHIN_MS = 15_000;
/** The log has a line for each. */
const MOST_NAMED_ERRORS = 10;

/** One path on its way to a verdict. */
interface Run {
  readonly path: WatchedPath;
  /** Own analyses of the path as last seen, oldest first. */
  history: Analysis[];
  readonly vanished: Set<string>;
  attempts: number;
  /** Milliseconds since 1970: no analysis is started before. */
  readyAt: number;
  analysis?: Analysis;
  /** Milliseconds since 1970: when the analysis was last known to exist, and since when it waits for its owner. */
  seenAt: number;
  finishedAt?: number;
}

/**
 * Analyses the paths, judges, and tells. A path that cannot be done does not keep the others from being done.
 *
 * @throws OutOfTime when analyses still run, or an error that names each path that could not be done; a retry of the event goes on from there
 */
export async function check(paths: readonly WatchedPath[], occasion: Occasion, monitor: Monitor): Promise<Result> {
  await settle(occasion, monitor);
  return new Check(occasion, monitor).run(paths);
}

class Check {
  private readonly results: PathResult[] = [];
  private readonly errors: Error[] = [];
  private waiting: Run[] = [];
  private inFlight: Run[] = [];
  private started = 0;
  private readonly beganAt: number;

  constructor(
    private readonly occasion: Occasion,
    private readonly monitor: Monitor,
  ) {
    this.beganAt = monitor.clock.now();
  }

  async run(paths: readonly WatchedPath[]): Promise<Result> {
    const { ec2, environment } = this.monitor;
    const own = paths.length > 0 ? await listOwnAnalyses(ec2, environment.monitorName, scopeOf(paths)) : [];
    this.waiting = paths.map((path) => this.newRun(path, own));
    while (this.waiting.length > 0 || this.inFlight.length > 0) {
      await this.startWaiting();
      if (this.waiting.length > 0 || this.inFlight.length > 0) await this.tick();
    }
    if (this.errors.length > 0) throw combined(this.errors);
    return { paths: inOrderOf(paths, this.results), started: this.started };
  }

  private newRun(path: WatchedPath, own: readonly Analysis[]): Run {
    const history = own.filter(({ pathId }) => pathId === path.id);
    const attempts = history.filter(({ owner }) => owner?.eventId === this.occasion.eventId).length;
    return { path, history, vanished: new Set(), attempts, readyAt: this.beganAt, seenAt: this.beganAt };
  }

  private async startWaiting(): Promise<void> {
    const isReady = ({ readyAt }: Run) => readyAt <= this.monitor.clock.now();
    for (;;) {
      const room = Math.min(MOST_STARTS_AT_ONCE, MOST_IN_FLIGHT - this.inFlight.length);
      const next = this.waiting.filter(isReady).slice(0, room);
      if (next.length === 0) return;
      this.waiting = this.waiting.filter((run) => !next.includes(run));
      await Promise.all(next.map((run) => this.guarded(run, () => this.begin(run))));
    }
  }

  private async begin(run: Run): Promise<void> {
    run.analysis = resumable(run.history, this.occasion) ?? (await this.start(run));
    run.seenAt = this.monitor.clock.now();
    delete run.finishedAt;
    this.inFlight.push(run);
  }

  private async start(run: Run): Promise<Analysis> {
    const { analysis, bought } = await startAnalysis(run.path, run.history, run.vanished, this.occasion, this.monitor);
    run.attempts++;
    if (bought) this.started++;
    return analysis;
  }

  /** Looks at all analyses in flight with one call, and finishes those that are done, in the order in which they began. */
  private async tick(): Promise<void> {
    const { clock, ec2, environment } = this.monitor;
    const isLong = clock.now() - this.beganAt > SLOW_AFTER_MS;
    await sleepWithin(
      isLong ? SLOW_TICK_MS : TICK_MS,
      this.monitor,
      `${this.inFlight.length + this.waiting.length} analyses`,
    );
    const seen = byId(
      await describeAnalyses(
        ec2,
        this.inFlight.flatMap(({ analysis }) => analysis?.id ?? []),
      ),
    );
    const looked = this.inFlight.map((run) => ({ run, now: seen.get(run.analysis?.id ?? '') }));
    const done = looked.filter(({ now }) => now === undefined || isFinished(now));
    if (done.length === 0) return;
    const since = Math.min(...done.map(({ run }) => oldestOpen(run)));
    const fresh = await listOwnAnalyses(ec2, environment.monitorName, {
      ...scopeOf(done.map(({ run }) => run.path)),
      // A second earlier: whether AWS counts the instant itself is not documented.
      ...(Number.isFinite(since) && { since: since - 1_000 }),
    });
    done.sort((a, b) => (a.run.analysis && b.run.analysis ? byStart(a.run.analysis, b.run.analysis) : 0));
    for (const { run, now } of done) {
      refresh(run, fresh);
      await this.guarded(run, () => (now ? this.finish(run, now) : this.vanished(run)));
    }
  }

  private async finish(run: Run, analysis: Analysis): Promise<void> {
    const { clock, ec2, requestId } = this.monitor;
    run.seenAt = clock.now();
    if (analysis.judgement) return this.done(run, resultOfJudged(run, analysis));
    run.finishedAt ??= clock.now();
    const isMine = analysis.owner?.requestId === requestId;
    if (!isMine && clock.now() - run.finishedAt < OWNER_JUDGES_WITHIN_MS) return;
    if (failedForNow(analysis) && run.attempts < MOST_ATTEMPTS) {
      // Tagged before the next one starts, so that a retry knows that this one was given up.
      await tagJudged(ec2, analysis.id, { outcome: 'superseded', expect: run.path.expect });
      refresh(run, [{ ...analysis, judgement: { outcome: 'superseded', expect: run.path.expect } }]);
      return this.again(run);
    }
    this.done(run, await conclude(run.path, analysis, run.history, this.occasion, this.monitor));
  }

  /** Somebody deleted the analysis, or AWS does not list it yet. */
  private vanished(run: Run): void {
    if (this.monitor.clock.now() - run.seenAt < SHOWS_WITHIN_MS) return;
    if (run.analysis) run.vanished.add(run.analysis.id);
    run.history = run.history.filter(({ id }) => !run.vanished.has(id));
    if (run.attempts >= MOST_ATTEMPTS)
      throw new Error(`the analyses of path ${run.path.id} vanish before they are judged`);
    this.again(run);
  }

  private again(run: Run): void {
    this.inFlight = this.inFlight.filter((other) => other !== run);
    // The network may still be changing; each attempt gives it a little longer.
    run.readyAt =
      this.monitor.clock.now() + run.attempts * Math.max(this.monitor.environment.settleSeconds * 1000, TICK_MS);
    this.waiting.push(run);
  }

  private done(run: Run, result: PathResult): void {
    this.inFlight = this.inFlight.filter((other) => other !== run);
    this.results.push(result);
  }

  /** A failure takes this path out; a path that was deleted meanwhile is no failure, nobody watches it any more. */
  private async guarded(run: Run, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof OutOfTime) throw error;
      this.inFlight = this.inFlight.filter((other) => other !== run);
      const isGone = isNotFound(error);
      this.monitor.log(isGone ? 'WARN' : 'ERROR', isGone ? 'the path is gone' : 'the path could not be checked', {
        pathId: run.path.id,
        error: errorMessage(error),
      });
      if (!isGone)
        this.errors.push(new Error(`path ${run.path.id} (${run.path.name}): ${errorMessage(error)}`, { cause: error }));
    }
  }
}

/** One path is listed by its id, many together. */
function scopeOf(paths: readonly WatchedPath[]): { pathId?: string } {
  const [first, ...others] = paths;
  return first && others.length === 0 ? { pathId: first.id } : {};
}

/** When the oldest analysis began that nobody had judged when last seen. */
function oldestOpen({ history, analysis }: Run): number {
  const open = [...history, ...(analysis ? [analysis] : [])].filter(({ judgement }) => judgement === undefined);
  return Math.min(...open.map(({ startedAt }) => startedAt));
}

function refresh(run: Run, fresh: readonly Analysis[]): void {
  const merged = byId([...run.history, ...fresh.filter(({ pathId }) => pathId === run.path.id)]);
  run.history = [...merged.values()].sort(byStart);
}

function byId(analyses: readonly Analysis[]): Map<string, Analysis> {
  return new Map(analyses.map((analysis) => [analysis.id, analysis]));
}

/** Judged by somebody else, or by us before the retry: nothing is left to tell. */
function resultOfJudged({ path }: Run, { id, judgement }: Analysis): PathResult {
  const outcome = judgement?.outcome;
  return pathResult(path, outcome === undefined || outcome === 'superseded' ? 'pending' : outcome, id);
}

function inOrderOf(paths: readonly WatchedPath[], results: readonly PathResult[]): PathResult[] {
  const position = new Map(paths.map(({ id }, index) => [id, index]));
  return [...results].sort((a, b) => (position.get(a.pathId) ?? 0) - (position.get(b.pathId) ?? 0));
}

/** One error for all of them. */
export function combined(errors: readonly Error[]): Error {
  const [first, ...others] = errors;
  if (first && others.length === 0) return first;
  const named = errors.slice(0, MOST_NAMED_ERRORS).map(({ message }) => message);
  const rest = errors.length > named.length ? [`and ${errors.length - named.length} more`] : [];
  return new AggregateError(errors, `${errors.length} paths could not be checked: ${[...named, ...rest].join('; ')}`);
}
