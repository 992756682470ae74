import type { Tag } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { errorMessage, isBusy } from '../aws/errors';
import type { Context } from '../context';
import { seenFrom } from '../decisions/coverage';
import { mayRunBeside, type NextStep } from '../decisions/next-step';
import { KNOWN_WITHIN_MS, LOOK_EVERY_MS, SLOW_TICK_MS, SPREAD_MS } from '../decisions/timing';
import { type Analysis, isVerdict, judgementText, slim } from '../history/analysis';
import { isNoted, noteTag, startingNotes } from '../history/note';
import { startAnalysis } from '../history/start-analysis';
import { tagAnalyses } from '../history/store';
import { type EventCheck, MOST_AT_ONCE, MOST_ATTEMPTS } from './event-check';
import { groupBy } from './group-by';
import type { PathCheck } from './path-check';

/** The default quota of AWS on concurrent analyses. */
const MOST_IN_FLIGHT = 100;
/** How many tokens may lead to no live analysis of ours before we give up. */
const MOST_TOKENS = 3;

/** Most of a burst's events end here: what began after the change is few, and often answers for it on every path. */
export async function endWhatIsCovered(event: EventCheck): Promise<void> {
  const { answeredFrom } = event.question;
  if (answeredFrom === undefined || event.waiting.length === 0) return;
  // A second earlier: whether AWS counts the instant itself is not documented.
  await event.learn(event.waiting, { since: answeredFrom - 1_000 });
  endCovered(await decide(event), event);
}

/** Decides about the waiting paths that are ready, and starts what has to be started, as far as there is room. */
export async function startWhatIsNeeded(event: EventCheck): Promise<void> {
  for (;;) {
    await event.refresh();
    const steps = await decide(event);
    endCovered(steps, event);
    for (const { check, step } of steps) take(check, step, event);
    const room = MOST_IN_FLIGHT - event.inFlight.length;
    const next = steps.flatMap(({ check, step }) => (step.kind === 'start' && mayStart(check, event) ? [check] : []));
    const starting = next.slice(0, room);
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
  /** AWS does not know the analysis that answers for the change. */
  readonly isUnknown: boolean;
}

/** Decides about the paths that are ready, and writes the change on the analyses whose messages may be about it. */
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

/** Is done with the paths for which another analysis answers. */
function endCovered(steps: readonly Decided[], event: EventCheck): void {
  for (const { check, step, isUnknown } of steps) {
    if (step.kind !== 'covered') continue;
    const { analysis } = step;
    if (!isUnknown) event.done(check, analysis);
    else if (event.now >= analysis.startedAt + KNOWN_WITHIN_MS) check.forget([analysis.id]);
    else check.readyAt = event.now + LOOK_EVERY_MS;
  }
}

function take(check: PathCheck, step: NextStep, event: EventCheck): void {
  if (step.kind === 'start' && check.awaitedId !== undefined) giveOthersWay(check, event);
  check.awaitedId = step.kind === 'wait' ? step.analysis.id : undefined;
  // Others may start one beside the awaited one, which sees the change and reports it: it is to name the change.
  if (step.kind === 'wait' && mayRunBeside(check.path)) event.wantListing(event.now + SLOW_TICK_MS);
  if (step.kind === 'follow') {
    if (step.analysis.judgement) event.done(check, step.analysis);
    else if (event.inFlight.length < MOST_IN_FLIGHT) event.follow(check, step.analysis);
  }
  if (step.kind === 'skip') event.done(check, step.analysis, { outcome: 'skipped' });
  if (step.kind === 'list') {
    check.readyAt = step.at;
    event.wantListing(step.at);
  }
}

/**
 * The analysis that answers for the change; and those that nobody has judged yet and that may have seen it, though others that
 * began then may not have: if they report it, their messages name it.
 */
function toNote(check: PathCheck, step: NextStep, { occasion, now }: EventCheck): readonly Analysis[] {
  if (occasion.kind !== 'change' || step.kind === 'skip') return [];
  const from = seenFrom(occasion, now) ?? Number.POSITIVE_INFINITY;
  const seers = check.own.filter(
    ({ startedAt, judgement, status }) => startedAt >= from && !judgement && status !== 'failed',
  );
  const all = step.kind === 'covered' ? [...seers.filter(({ id }) => id !== step.analysis.id), step.analysis] : seers;
  return all.filter(({ id, notes }) => !isNoted(notes, occasion.eventId) && !check.notedOn.has(id));
}

/** Writes the change on the analyses. @returns the ids of those that AWS does not know */
async function note(
  pairs: readonly { readonly check: PathCheck; readonly analysis: Analysis }[],
  { occasion, context }: EventCheck,
): Promise<Set<string>> {
  if (occasion.kind !== 'change') return new Set();
  const unknown = new Set<string>();
  const tags = pairs.map((pair) => ({ ...pair, tag: noteTag(occasion.eventId, occasion.change, pair.analysis.notes) }));
  for (const same of groupBy(tags, ({ tag }) => tag.Key).values()) {
    const ids = same.map(({ analysis }) => analysis.id);
    for (const { tag } of same.slice(0, 1)) for (const id of await noteOn(ids, tag, context)) unknown.add(id);
  }
  for (const { check, analysis } of pairs) if (!unknown.has(analysis.id)) check.notedOn.add(analysis.id);
  return unknown;
}

/** A note is for the message only: where AWS has no room for it in a burst, the event goes on without. @returns as `tagAnalyses` */
async function noteOn(ids: readonly string[], tag: Tag, { ec2, log }: Context): Promise<readonly string[]> {
  try {
    return await tagAnalyses(ec2, ids, tag);
  } catch (error) {
    if (!isBusy(error)) throw error;
    log('WARN', 'a change could not be noted', { analysisIds: ids, note: tag.Key, error: errorMessage(error) });
    return [];
  }
}

/** All who awaited the same verdict would start the next analysis at once: one does, and the others see it. */
function giveOthersWay(check: PathCheck, event: EventCheck): void {
  check.readyAt = event.now + event.context.random() * SPREAD_MS;
  event.wantListing(check.readyAt);
}

/** Whether it is time for a token: not while the analysis may still show to which the last one led. */
function mayStart(check: PathCheck, event: EventCheck): boolean {
  if (check.readyAt > event.now) return false;
  if (check.mayTryToken(event.now)) return true;
  check.readyAt = event.now + LOOK_EVERY_MS;
  event.wantListing(check.readyAt);
  return false;
}

/** Done before the successor begins, so that the one that spoke for a path never seems to speak for it again. */
async function markFollowed(next: readonly PathCheck[], { context }: EventCheck): Promise<void> {
  const marks = next.flatMap(({ own }) => {
    const { id, judgement } = own.at(-1) ?? {};
    return id && isVerdict(judgement) && !judgement.isFollowed
      ? [{ id, text: judgementText({ ...judgement, isFollowed: true }) }]
      : [];
  });
  for (const [Value, same] of groupBy(marks, ({ text }) => text)) {
    const ids = same.map(({ id }) => id);
    await tagAnalyses(context.ec2, ids, { Key: TAGS.judged, Value });
  }
}

async function start(check: PathCheck, event: EventCheck): Promise<void> {
  const { occasion, context } = event;
  check.takeToken();
  if (check.tokens >= MOST_TOKENS) throw new Error('its tokens lead to analyses that do not exist');
  if (check.attempts >= MOST_ATTEMPTS) throw new Error('its analyses vanish before they are judged');
  const { newestId } = check;
  const ownNote = occasion.kind === 'change' ? noteTag(occasion.eventId, occasion.change) : undefined;
  const carried = check.repeated(occasion.eventId).flatMap(({ notes }) => notes);
  const analysis = await startAnalysis(
    check.path,
    { newestId, n: check.tokens, notes: startingNotes(ownNote, carried) },
    occasion,
    context,
  );
  if (!analysis || check.isForgotten(analysis.id) || check.own.some(({ id }) => id === analysis.id)) {
    check.loseToken(event.now);
    event.wantListing();
    return;
  }
  check.attempts++;
  context.tally.analysesStarted++;
  check.see([slim(analysis)], event.now);
  event.follow(check, analysis);
}
