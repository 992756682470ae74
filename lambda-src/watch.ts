import { type Analysis, ownerText, slim, TAGS } from './analysis';
import { conclude } from './conclude';
import { LEAST_TIME_LEFT_MS, sleepWithin } from './deadline';
import { MOST_ATTEMPTS, type Progress } from './progress';
import { describeAnalyses, tagAnalyses } from './record';
import { forget, nextToJudge, openUpTo, type Run, see, wasGivenUp } from './run';
import { failedForNow } from './verdict';

const TICK_MS = 1_000;
const SLOW_TICK_MS = 5_000;
/** After this time an analysis is a long one, and looking at it less often costs nobody anything. */
const SLOW_AFTER_MS = 120_000;
/** A new analysis may be unknown to AWS for this long. */
const SHOWS_WITHIN_MS = 15_000;
/** With less time left, analyses that began earlier and still run are no longer waited for. */
const LAST_CHANCE_MS = LEAST_TIME_LEFT_MS + 20_000;
/** What is judged is judged beside all that began up to this long before it: well beyond the time in which listings lag. */
const LOOK_BACK_MS = 60_000;

type Seen = ReadonlyMap<string, Analysis>;

/** Waits for the next tick, looks at all analyses in flight with one call, and judges those that are done. */
export async function watch(progress: Progress): Promise<void> {
  const { monitor, inFlight, waiting } = progress;
  await sleepWithin(untilNextTick(progress), monitor, `${inFlight.length + waiting.length} analyses`);
  progress.lookedAt = monitor.clock.now();
  const ids = new Set(inFlight.flatMap(watchedIds));
  const seen: Seen = new Map(
    (await describeAnalyses(monitor.ec2, [...ids])).map((analysis) => [analysis.id, analysis]),
  );
  for (const run of inFlight) update(run, seen, progress);
  const ready = progress.inFlight.filter((run) => next(run, progress));
  if (ready.length > 0) {
    const since = Math.min(...ready.flatMap(openUpTo).map(({ startedAt }) => startedAt));
    await progress.learn(ready, Number.isFinite(since) ? { since: since - LOOK_BACK_MS } : {});
  }
  await progress.each(progress.inFlight, (run) => finish(run, seen, progress));
}

/** Ticks come from look to look: what was done since the last one is not waited for again. */
function untilNextTick({ monitor: { clock }, beganAt, lookedAt }: Progress): number {
  const now = clock.now();
  const tick = now - beganAt > SLOW_AFTER_MS ? SLOW_TICK_MS : TICK_MS;
  return Math.max(0, (lookedAt ?? now) + tick - now);
}

function watchedIds(run: Run): string[] {
  const ids = openUpTo(run).map(({ id }) => id);
  return run.analysisId === undefined ? ids : [...new Set([...ids, run.analysisId])];
}

function update(run: Run, seen: Seen, progress: Progress): void {
  const now = progress.monitor.clock.now();
  const ids = watchedIds(run);
  see(run, ids.flatMap((id) => seen.get(id) ?? []).map(slim));
  const { analysisId = '' } = run;
  forget(
    run,
    ids.filter((id) => id !== analysisId && !seen.has(id)),
  );
  if (seen.has(analysisId)) run.seenAt = now;
  else if (now - run.seenAt >= SHOWS_WITHIN_MS) progress.again(run, { vanished: [analysisId] });
}

function mineOf({ own, analysisId }: Run): Analysis | undefined {
  return own.find(({ id }) => id === analysisId);
}

/** What is to be judged next on this path, if anything is. One that is to be repeated does not wait for its turn. */
function next(run: Run, { monitor: { clock, remaining, requestId } }: Progress): Analysis | undefined {
  const mine = mineOf(run);
  if (mine?.judgement) return undefined;
  const isOurs = mine?.owner?.requestId === requestId && !run.claimedAt.has(mine.id);
  if (isOurs && failedForNow(mine) && run.attempts < MOST_ATTEMPTS) return mine;
  return nextToJudge(run, requestId, clock.now(), remaining() < LAST_CHANCE_MS);
}

/** Judges what can be judged now, in order, until ours is. */
async function finish(run: Run, seen: Seen, progress: Progress): Promise<void> {
  const { monitor, occasion } = progress;
  for (;;) {
    const mine = mineOf(run);
    if (mine?.judgement) return progress.done(run, mine);
    const analysis = next(run, progress);
    const details = analysis && seen.get(analysis.id)?.details;
    if (!details) return;
    if (analysis.owner?.requestId !== monitor.requestId) return claim(run, analysis, progress);
    const isOurs = analysis.id === run.analysisId;
    const isLast = isOurs && run.attempts >= MOST_ATTEMPTS;
    const { judgement, told } = await conclude(run.path, { ...analysis, details }, run.own, isLast, occasion, monitor);
    const judged: Analysis = { ...analysis, judgement };
    see(run, [judged]);
    if (isOurs) return wasGivenUp(judged) ? progress.again(run) : progress.done(run, judged, { told });
  }
}

/**
 * Makes the analysis of an owner who did not judge it ours. Several may try; the tag that was written last is the one that is
 * read back after a while, and its writer goes on.
 */
async function claim(run: Run, { id, owner }: Analysis, { monitor, occasion }: Progress): Promise<void> {
  const claimed = { eventId: owner?.eventId ?? occasion.eventId, requestId: monitor.requestId };
  await tagAnalyses(monitor.ec2, [id], { Key: TAGS.owner, Value: ownerText(claimed) });
  run.claimedAt.set(id, monitor.clock.now());
}
