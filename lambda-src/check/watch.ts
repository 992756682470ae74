import { errorMessage } from '../aws/errors';
import { sleepWithin } from '../deadline';
import { LOOK_BACK_MS, LOOK_IS_FRESH_FOR_MS, SLOW_AFTER_MS, SLOW_TICK_MS, TICK_MS } from '../decisions/timing';
import { type Analysis, isFinished, type Owner, ownerText, RELEASED, slim } from '../history/analysis';
import { describeAnalyses, existingPaths, tagOwner } from '../history/store';
import { conclude } from './conclude';
import type { EventCheck } from './event-check';
import { groupBy } from './group-by';
import type { PathCheck } from './path-check';

/** What a look has shown, in full, by id. */
type Seen = ReadonlyMap<string, Analysis>;

/**
 * Waits for the next tick, looks at all analyses in flight with one call, and judges those that are
 * done.
 */
export async function watch(event: EventCheck): Promise<void> {
  const { context, inFlight, waiting } = event;
  await sleepWithin(untilNextTick(event), context, `${inFlight.length + waiting.length} analyses`);
  event.beginLook();
  const checks = [...inFlight, ...waiting];
  const ids = new Set(checks.flatMap(({ watchedIds }) => watchedIds));
  const seen: Seen = new Map(
    (await describeAnalyses(context.ec2, [...ids])).map((analysis) => [analysis.id, analysis]),
  );
  for (const check of checks) update(check, seen, event);
  const ready = event.inFlight.filter((check) => check.nextJudgingStep(event.now));
  if (ready.length > 0) await learnBefore(ready, event);
  const judged = event.inFlight.filter(({ followed }) => followed?.judgement);
  // No others: a path whose turn has come only now has not been looked at together with everything
  // else.
  await event.each([...new Set([...ready, ...judged])], (check) => finish(check, seen, event));
}

/** The time from look to look includes the work between them. */
function untilNextTick(event: EventCheck): number {
  const { now, age, sinceLook = 0, inFlight, waiting, context } = event;
  if (inFlight.length > 0) return Math.max(0, (age > SLOW_AFTER_MS ? SLOW_TICK_MS : TICK_MS) - sinceLook);
  // In a burst, many invocations only await what one of them has started. They look seldom, and not
  // all at once.
  const tick = SLOW_TICK_MS * (0.5 + context.random() / 2);
  const due = waiting.map((check) => check.dueIn(now)).filter((left) => left > 0);
  return Math.min(tick, ...due);
}

function update(check: PathCheck, seen: Seen, event: EventCheck): void {
  const { now } = event;
  const { knowledge, watchedIds } = check;
  knowledge.see(watchedIds.flatMap((id) => seen.get(id) ?? []).map(slim), now);
  const unknown = watchedIds.filter((id) => !seen.has(id));
  const gone = knowledge.forgetUnknown(unknown, now);
  if (gone.some((id) => check.follows(id))) event.startOver(check);
}

/**
 * An analysis is judged together with all that began before it, after what was last reported, and
 * by the promise of today.
 */
async function learnBefore(ready: readonly PathCheck[], event: EventCheck): Promise<void> {
  const since = Math.min(...ready.flatMap(({ open }) => open).map(({ startedAt }) => startedAt));
  await event.learn(ready, Number.isFinite(since) ? { since: since - LOOK_BACK_MS } : {});
  const paths = await existingPaths(
    event.context.ec2,
    ready.map(({ path }) => path.id),
  );
  const byId = new Map(paths.map((path) => [path.NetworkInsightsPathId, path]));
  for (const { path, knowledge } of ready) {
    const current = byId.get(path.id);
    if (current) knowledge.seePath(current, event.now);
  }
}

/** Judges what can be judged now, in order, up to the followed analysis. */
async function finish(check: PathCheck, seen: Seen, event: EventCheck): Promise<void> {
  for (;;) {
    const { followed } = check;
    if (followed?.judgement) {
      return followed.judgement.outcome === 'repeated' ? event.startOver(check) : event.done(check, followed);
    }
    const step = check.nextJudgingStep(event.now);
    if (!step) return;
    // At deployment, Terraform's input names the promise.
    if (check.knowledge.isPromiseChanged && event.occasion.kind !== 'deployment') {
      throw new Error('its Expect tag was changed meanwhile; a retry of this event judges by the new one');
    }
    if (step.kind === 'claim') return claim(check, step.analysis, event);
    const { id } = step.analysis;
    const details = seen.get(id)?.details;
    // The listing may know the end although the look before it did not.
    if (!details || !isFinished({ ...step.analysis, status: details.Status ?? 'unknown' })) return;
    const analysis = { ...step.analysis, status: details.Status ?? 'unknown', details };
    const isLast = check.isLastAttempt(analysis);
    const isStillOurs = () => isStillMine(check, id, event);
    const concluded = await conclude({ check, analysis, isLast, isStillOurs }, event.occasion, event.context);
    if (!concluded) return;
    const { judgement, told } = concluded;
    check.knowledge.seeJudged(id, judgement);
    if (!check.follows(id)) continue;
    return judgement.outcome === 'repeated'
      ? event.startOver(check)
      : event.done(check, { ...analysis, judgement }, { told });
  }
}

/**
 * Whether the analysis is still ours to report: by the last look if that is fresh, else by another
 * one.
 */
async function isStillMine(check: PathCheck, id: string, event: EventCheck): Promise<boolean> {
  const analysis = await asItIs(check, id, event);
  return analysis !== undefined && check.isMine(analysis) && analysis.judgement === undefined;
}

/**
 * The analysis by the last look if that is fresh, else by another one; undefined when it is gone.
 */
async function asItIs({ knowledge }: PathCheck, id: string, event: EventCheck): Promise<Analysis | undefined> {
  if (event.sinceLook === undefined || event.sinceLook > LOOK_IS_FRESH_FOR_MS) {
    const [analysis] = await describeAnalyses(event.context.ec2Once, [id]);
    if (!analysis) return undefined;
    knowledge.see([slim(analysis)], event.now);
  }
  return knowledge.find(id);
}

/**
 * Makes this invocation the owner of an analysis that its owner did not judge in time. Several
 * invocations may try. The tag that was written last is the one that is read back after a while,
 * and its writer goes on. So a claim is written once, right after a look that shows who the owner
 * is, or not at all.
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

/**
 * Leaves what this invocation has not judged to others: they need not wait until this invocation is
 * certainly dead.
 */
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
