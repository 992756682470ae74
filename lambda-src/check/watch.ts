import { errorMessage } from '../aws/errors';
import { sleepWithin } from '../deadline';
import { LOOK_BACK_MS, SLOW_AFTER_MS, SLOW_TICK_MS, TICK_MS } from '../decisions/timing';
import { isWorthRepeating } from '../decisions/verdict';
import { type Analysis, isFinished, type Owner, ownerText, RELEASED, slim } from '../history/analysis';
import { describeAnalyses, existingPaths, tagOwner } from '../history/store';
import { conclude } from './conclude';
import { type EventCheck, MOST_ATTEMPTS } from './event-check';
import { groupBy } from './group-by';
import type { PathCheck, Turn } from './path-check';

type Seen = ReadonlyMap<string, Analysis>;

/** Waits for the next tick, looks at all analyses in flight with one call, and judges those that are done. */
export async function watch(event: EventCheck): Promise<void> {
  const { context, inFlight, waiting } = event;
  await sleepWithin(untilNextTick(event), context, `${inFlight.length + waiting.length} analyses`);
  event.lookedAt = event.now;
  const checks = [...inFlight, ...waiting];
  const ids = new Set(checks.flatMap(({ watchedIds }) => watchedIds));
  const seen: Seen = new Map(
    (await describeAnalyses(context.ec2, [...ids])).map((analysis) => [analysis.id, analysis]),
  );
  for (const check of checks) update(check, seen, event);
  const ready = event.inFlight.filter((check) => nextTurn(check, event));
  if (ready.length > 0) await learnBefore(ready, event);
  const judged = event.inFlight.filter(({ followed }) => followed?.judgement);
  // No others: one whose turn has come only now has not been looked at together with what else there is.
  await event.each([...new Set([...ready, ...judged])], (check) => finish(check, seen, event));
}

/** Ticks come from look to look: what was done since the last one is not waited for again. */
function untilNextTick(event: EventCheck): number {
  const { now, age, lookedAt, inFlight, waiting, context } = event;
  if (inFlight.length > 0) return Math.max(0, (lookedAt ?? now) + (age > SLOW_AFTER_MS ? SLOW_TICK_MS : TICK_MS) - now);
  // A burst has many who only await what one of them has started. They look seldom, and not all at once.
  const tick = SLOW_TICK_MS * (0.5 + context.random() / 2);
  const due = waiting.map(({ readyAt }) => readyAt - now).filter((left) => left > 0);
  return Math.min(tick, ...due);
}

function update(check: PathCheck, seen: Seen, event: EventCheck): void {
  const { now } = event;
  const { watchedIds, analysisId } = check;
  check.see(watchedIds.flatMap((id) => seen.get(id) ?? []).map(slim), now);
  const gone = check.forgetUnknown(
    watchedIds.filter((id) => !seen.has(id)),
    now,
  );
  if (analysisId !== undefined && gone.includes(analysisId)) event.again(check);
}

/** What is judged is judged beside all that began before it, after what was last reported, and by the promise of today. */
async function learnBefore(ready: readonly PathCheck[], event: EventCheck): Promise<void> {
  const since = Math.min(...ready.flatMap(({ open }) => open).map(({ startedAt }) => startedAt));
  await event.learn(ready, Number.isFinite(since) ? { since: since - LOOK_BACK_MS } : {});
  const paths = await existingPaths(
    event.context.ec2,
    ready.map(({ path }) => path.id),
  );
  const byId = new Map(paths.map((path) => [path.NetworkInsightsPathId, path]));
  for (const check of ready) {
    const path = byId.get(check.path.id);
    if (path) check.seePath(path, event.now);
  }
}

/** What is to be done next on this path, if anything is. One that is to be repeated does not wait for its turn. */
function nextTurn(check: PathCheck, { now }: EventCheck): Turn | undefined {
  const { followed } = check;
  if (followed?.judgement) return undefined;
  const isRepeated = followed && check.isMine(followed) && isWorthRepeating(followed) && !isLast(check, followed);
  if (isRepeated) return { kind: 'judge', analysis: followed };
  return check.nextTurn(now);
}

/** No other analysis takes its place, whatever it failed for. */
function isLast({ analysisId, attempts }: PathCheck, { id }: Analysis): boolean {
  return id === analysisId && attempts >= MOST_ATTEMPTS;
}

/** Judges what can be judged now, in order, until the one that answers is. */
async function finish(check: PathCheck, seen: Seen, event: EventCheck): Promise<void> {
  for (;;) {
    const { followed } = check;
    if (followed?.judgement) {
      return followed.judgement.outcome === 'repeated' ? event.again(check) : event.done(check, followed);
    }
    const turn = nextTurn(check, event);
    if (!turn) return;
    // At deployment, Terraform's input says what is promised.
    if (check.isTurnedAround && event.occasion.kind !== 'deployment') {
      throw new Error('its Expect tag was changed meanwhile; a retry of this event judges by the new one');
    }
    if (turn.kind === 'claim') return claim(check, turn.analysis, event);
    const { id } = turn.analysis;
    const details = seen.get(id)?.details;
    // The listing may know the end, and the look before it not yet.
    if (!details || !isFinished({ ...turn.analysis, status: details.Status ?? 'unknown' })) return;
    const analysis = { ...turn.analysis, status: details.Status ?? 'unknown', details };
    const concluded = await conclude(
      { check, analysis, isLast: isLast(check, analysis), isStillOurs: () => isStillOurs(check, id, event) },
      event.occasion,
      event.context,
    );
    if (!concluded) return;
    const { judgement, told } = concluded;
    check.seeJudged(id, judgement);
    if (id !== check.analysisId) continue;
    return judgement.outcome === 'repeated'
      ? event.again(check)
      : event.done(check, { ...analysis, judgement }, { told });
  }
}

/** Whether the analysis is ours to report: by the last look, or by another one where that is a while ago. */
async function isStillOurs(check: PathCheck, id: string, event: EventCheck): Promise<boolean> {
  const analysis = await asItIs(check, id, event);
  return analysis !== undefined && check.isMine(analysis) && analysis.judgement === undefined;
}

/** The analysis by the last look, or by another one where that is a while ago; undefined where it is gone. */
async function asItIs(check: PathCheck, id: string, event: EventCheck): Promise<Analysis | undefined> {
  if (!event.isLookFresh) {
    const [analysis] = await describeAnalyses(event.context.ec2Once, [id]);
    if (!analysis) return undefined;
    check.see([slim(analysis)], event.now);
  }
  return check.own.find((analysis) => analysis.id === id);
}

/**
 * Makes the analysis of an owner who did not judge it ours. Several may try; the tag that was written last is the one that is
 * read back after a while, and its writer goes on. So a claim is written once, and right after a look at whose it is, or not at all.
 */
async function claim(check: PathCheck, { id, owner }: Analysis, event: EventCheck): Promise<void> {
  const { context, occasion } = event;
  const analysis = await asItIs(check, id, event);
  const isFree = analysis && analysis.judgement === undefined && sameOwner(analysis.owner, owner);
  if (!isFree) return;
  const { requestId, attempt } = context;
  const eventId = owner?.eventId ?? occasion.eventId;
  await tagOwner(context.ec2Once, [id], { eventId, requestId, attempt, isClaim: true });
  check.claimed(analysis, event.now);
}

function sameOwner(a: Owner | undefined, b: Owner | undefined): boolean {
  return (a && ownerText(a)) === (b && ownerText(b));
}

/** Leaves to others what this invocation has not judged, now that it ends: they need not wait until it is certainly dead. */
export async function release(event: EventCheck): Promise<void> {
  const { ec2Once, requestId, log } = event.context;
  for (const [eventId, analyses] of groupBy(event.unjudged, ({ owner }) => owner?.eventId ?? '')) {
    const ids = analyses.map(({ id }) => id);
    try {
      await tagOwner(ec2Once, ids, { eventId, requestId, attempt: RELEASED, isClaim: false });
    } catch (error) {
      log('WARN', 'the analyses could not be released', { analysisIds: ids, error: errorMessage(error) });
    }
  }
}
