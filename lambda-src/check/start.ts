import type { Tag } from '@aws-sdk/client-ec2';
import { errorMessage, isBusy } from '../aws/errors';
import type { Context } from '../context';
import { seenFrom } from '../decisions/coverage';
import { mayRunTwo, type NextStep } from '../decisions/next-step';
import { KNOWN_WITHIN_MS, LOOK_EVERY_MS, SLOW_TICK_MS, SPREAD_MS } from '../decisions/timing';
import type { Analysis } from '../history/analysis';
import { isVerdict, judgementText } from '../history/judgement';
import { isNoted, noteTag, startingNotes } from '../history/note';
import { startAnalysis } from '../history/start-analysis';
import { tagAnalyses, tagJudged } from '../history/store';
import { type EventCheck, MOST_AT_ONCE } from './event-check';
import { groupBy } from './group-by';
import type { PathCheck } from './path-check';

/** The default quota of AWS on concurrent analyses. */
const MOST_IN_FLIGHT = 100;

/**
 * Most events of a burst end here: few analyses began after the change, and often they cover it on
 * every path.
 */
export async function endWhatIsCovered(event: EventCheck): Promise<void> {
  const since = seenFrom(event.occasion, event.now);
  if (since === undefined || event.waiting.length === 0) return;
  await event.learn(event.waiting, { since });
  endCovered(await decide(event), event);
}

/**
 * Decides about the waiting paths that are ready, and starts the analyses that they need, as far as
 * there is room.
 */
export async function startWhatIsNeeded(event: EventCheck): Promise<void> {
  for (;;) {
    await event.refresh();
    const steps = await decide(event);
    endCovered(steps, event);
    for (const decided of steps) carryOut(decided, event);
    const room = MOST_IN_FLIGHT - event.inFlight.length;
    const startable = steps.filter(({ check, step }) => step.kind === 'start' && check.dueIn(event.now) === 0);
    const starting = startable.slice(0, room).map(({ check }) => check);
    if (starting.length === 0) {
      if (event.isStale) continue;
      return;
    }
    await markFollowed(starting, event);
    for (let from = 0; from < starting.length && !event.isStale; from += MOST_AT_ONCE) {
      await event.each(starting.slice(from, from + MOST_AT_ONCE), (check) => start(check, event));
    }
  }
}

interface Decided {
  readonly check: PathCheck;
  readonly step: NextStep;
  /** AWS does not know the analysis that covers the change. */
  readonly isUnknown: boolean;
}

/**
 * Decides about the paths that are ready, and notes the change on the analyses whose messages may
 * be about it.
 */
async function decide(event: EventCheck): Promise<readonly Decided[]> {
  const steps = event.ready.map((check) => ({ check, step: event.nextStep(check) }));
  const unknown = await note(
    steps.flatMap(({ check, step }) => toNote(check, step, event).map((analysis) => ({ check, analysis }))),
    event,
  );
  return steps.map(({ check, step }) => ({
    check,
    step,
    isUnknown: step.kind === 'covered' && unknown.has(step.analysis.id),
  }));
}

/** Ends the checks whose change another analysis covers. */
function endCovered(steps: readonly Decided[], event: EventCheck): void {
  for (const { check, step, isUnknown } of steps) {
    if (step.kind !== 'covered') continue;
    const { analysis } = step;
    if (!isUnknown) event.done(check, analysis);
    else if (event.now >= analysis.startedAt + KNOWN_WITHIN_MS) check.knowledge.forget([analysis.id]);
    else check.postpone(event.now + LOOK_EVERY_MS);
  }
}

/** Carries out every decision but `covered`, and prepares the starts. */
function carryOut({ check, step }: Decided, event: EventCheck): void {
  const heldUntil = step.kind === 'start' ? startHeldUntil(check, event) : undefined;
  if (heldUntil !== undefined) event.decideAgain(check, heldUntil);
  check.awaitVerdict(step.kind === 'wait' ? step.analysis.id : undefined);
  // Another event may start a second analysis, which sees the change too and must name it when it
  // reports.
  if (step.kind === 'wait' && mayRunTwo(check.path)) event.wantListing(event.now + SLOW_TICK_MS);
  if (step.kind === 'follow') {
    if (step.analysis.judgement) event.done(check, step.analysis);
    else if (event.inFlight.length < MOST_IN_FLIGHT) event.follow(check, step.analysis);
  }
  if (step.kind === 'skip') event.done(check, step.analysis, { outcome: 'skipped' });
  if (step.kind === 'list') event.decideAgain(check, step.at);
}

/** Until when a start has to wait; undefined when the analysis can be started now. */
function startHeldUntil(check: PathCheck, { now, context }: EventCheck): number | undefined {
  // All invocations that awaited the same verdict would start the next analysis at once. One does,
  // and the others see it.
  if (check.isAwaiting) return now + context.random() * SPREAD_MS;
  return check.mayTryToken(now) ? undefined : now + LOOK_EVERY_MS;
}

/**
 * The analysis that covers the change, and the unjudged ones that may have seen it: if they report
 * it, their messages name it. Other analyses that began at the same time may not have seen it.
 */
function toNote(check: PathCheck, step: NextStep, { occasion, now }: EventCheck): readonly Analysis[] {
  if (occasion.kind !== 'change' || step.kind === 'skip') return [];
  const from = seenFrom(occasion, now) ?? Number.POSITIVE_INFINITY;
  const seers = check.own.filter(
    ({ startedAt, judgement, status }) => startedAt >= from && !judgement && status !== 'failed',
  );
  const all = step.kind === 'covered' ? [...seers.filter(({ id }) => id !== step.analysis.id), step.analysis] : seers;
  return all.filter(({ id, notes }) => !isNoted(notes, occasion.eventId) && !check.isNotedOn(id));
}

/** Notes the change on the analyses. @returns the ids of those that AWS does not know */
async function note(
  pairs: readonly { readonly check: PathCheck; readonly analysis: Analysis }[],
  { occasion, context }: EventCheck,
): Promise<Set<string>> {
  if (occasion.kind !== 'change') return new Set();
  const unknown = new Set<string>();
  const tags = pairs.map(({ analysis }) => ({
    id: analysis.id,
    tag: noteTag(occasion.eventId, occasion.change, analysis.notes),
  }));
  for (const same of groupBy(tags, ({ tag }) => tag.Key).values()) {
    const ids = same.map(({ id }) => id);
    for (const id of await noteOn(ids, same[0].tag, context)) unknown.add(id);
  }
  for (const { check, analysis } of pairs) if (!unknown.has(analysis.id)) check.noted(analysis.id);
  return unknown;
}

/**
 * A note is for the message only: if AWS is too busy to write it, the event goes on without it.
 *
 * @returns as `tagAnalyses`
 */
async function noteOn(ids: readonly string[], tag: Tag, { ec2, log }: Context): Promise<readonly string[]> {
  try {
    return await tagAnalyses(ec2, ids, tag);
  } catch (error) {
    if (!isBusy(error)) throw error;
    log('WARN', 'a change could not be noted', { analysisIds: ids, note: tag.Key, error: errorMessage(error) });
    return [];
  }
}

/**
 * Done before the successor begins, so that an analysis that once was the newest never seems to be
 * the newest again.
 */
async function markFollowed(next: readonly PathCheck[], { context }: EventCheck): Promise<void> {
  const marks = next.flatMap(({ own }) => {
    const { id, judgement } = own.at(-1) ?? {};
    return id && isVerdict(judgement) && !judgement.isFollowed ? [{ id, judgement }] : [];
  });
  for (const same of groupBy(marks, ({ judgement }) => judgementText(judgement)).values()) {
    const ids = same.map(({ id }) => id);
    await tagJudged(context.ec2, ids, { ...same[0].judgement, isFollowed: true });
  }
}

async function start(check: PathCheck, event: EventCheck): Promise<void> {
  const { occasion, context } = event;
  const token = check.takeToken();
  const { eventId } = occasion;
  const ownNote = occasion.kind === 'change' ? noteTag(eventId, occasion.change) : undefined;
  const carried = check.repeated.flatMap(({ notes }) => notes);
  const notes = startingNotes(ownNote, carried);
  const analysis = await startAnalysis({ path: check.path, token, eventId, notes }, context);
  if (analysis && !check.knowledge.hasSeen(analysis.id)) return event.started(check, analysis);
  check.loseToken(event.now);
  event.wantListing();
}
