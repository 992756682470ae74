import { type Analysis, judgementText, slim, TAGS } from './analysis';
import { groupBy } from './group-by';
import { isNoted, noteTag, startingNotes } from './note';
import { MOST_AT_ONCE, MOST_ATTEMPTS, type Progress } from './progress';
import { tagAnalyses } from './record';
import { decide, forget, ofEvent, type Run, see, wasGivenUp } from './run';
import { startAnalysis } from './start';
import { isVerdict } from './transition';

/** The default quota of AWS on concurrent analyses. */
const MOST_IN_FLIGHT = 100;
/** How many tokens may lead to no live analysis of ours before we give up. */
const MOST_TOKENS = 3;
const LOOK_EVERY_MS = 1_000;
/** Another invocation's analysis shows in the listing within this time. */
const SHOWS_WITHIN_MS = 15_000;
/** Looking again, we look back this much further than our own beginning: well beyond the time in which listings lag. */
const LOOK_BACK_MS = 60_000;

/** Most of a burst's events end here: what began after the change is few, and often answers for it on every path. */
export async function answerFromRecent(progress: Progress): Promise<void> {
  const { answeredFrom } = progress.question;
  if (answeredFrom === undefined || progress.waiting.length === 0) return;
  // A second earlier: whether AWS counts the instant itself is not documented.
  await progress.learn(progress.waiting, { since: answeredFrom - 1_000 });
  await answer(progress, false);
}

/** Decides about the waiting runs that are ready, and starts what has to be started, as far as there is room. */
export async function answerAll(progress: Progress): Promise<void> {
  for (;;) {
    if (progress.isStale) {
      progress.isStale = false;
      await progress.learn(progress.waiting, { since: progress.beganAt - LOOK_BACK_MS });
    }
    await answer(progress, true);
    const room = MOST_IN_FLIGHT - progress.inFlight.length;
    const next = ready(progress)
      .filter((run) => mayStart(run, progress))
      .slice(0, room);
    if (next.length === 0) return;
    await markFollowed(next, progress);
    for (let from = 0; from < next.length && !progress.isStale; from += MOST_AT_ONCE) {
      await progress.each(next.slice(from, from + MOST_AT_ONCE), (run) => start(run, progress));
    }
  }
}

function ready({ waiting, monitor }: Progress): Run[] {
  const now = monitor.clock.now();
  return waiting.filter(({ readyAt }) => readyAt <= now);
}

/** @param isWhole false when only the newest part of the record is known, from which nothing can be followed or skipped */
async function answer(progress: Progress, isWhole: boolean): Promise<void> {
  const decided = ready(progress).map((run) => ({ run, decision: decide(run, progress.question) }));
  const covered = decided.flatMap(({ run, decision }) =>
    decision.kind === 'covered' ? [{ run, analysis: decision.analysis }] : [],
  );
  const gone = new Set(
    await note(
      covered.map(({ analysis }) => analysis),
      progress,
    ),
  );
  for (const { run, analysis } of covered) {
    if (gone.has(analysis.id)) forget(run, [analysis.id]);
    else progress.done(run, analysis);
  }
  for (const { run, decision } of decided) {
    if (decision.kind === 'follow') {
      if (decision.analysis.judgement) progress.done(run, decision.analysis);
      else if (isWhole && progress.inFlight.length < MOST_IN_FLIGHT) progress.follow(run, decision.analysis);
    }
    if (decision.kind === 'skip' && isWhole) progress.done(run, decision.analysis, { outcome: 'skipped' });
  }
}

/** Writes the change on the analyses that answer for it. @returns the ids of those that have vanished */
async function note(analyses: readonly Analysis[], { occasion, monitor }: Progress): Promise<string[]> {
  if (occasion.kind !== 'change') return [];
  const tags = analyses
    .filter(({ notes }) => !isNoted(notes, occasion.eventId))
    .map(({ id, notes }) => ({ id, tag: noteTag(occasion.eventId, occasion.change, notes) }));
  const gone: string[] = [];
  for (const same of groupBy(tags, ({ tag }) => tag.Key).values()) {
    const ids = same.map(({ id }) => id);
    for (const { tag } of same.slice(0, 1)) gone.push(...(await tagAnalyses(monitor.ec2, ids, tag)));
  }
  return gone;
}

/** Whether it is time for a token: not while the analysis may still show to which the last one led. */
function mayStart(run: Run, progress: Progress): boolean {
  if (decide(run, progress.question).kind !== 'start') return false;
  if (run.lost && run.lost.newestId === run.own.at(-1)?.id) {
    if (progress.monitor.clock.now() < run.lost.until) return lookAgain(run, progress);
    run.tokens++;
  } else if (run.lost) {
    run.tokens = 0;
  }
  delete run.lost;
  return true;
}

function lookAgain(run: Run, progress: Progress): false {
  run.readyAt = progress.monitor.clock.now() + LOOK_EVERY_MS;
  progress.isStale = true;
  return false;
}

/** Done before the successor begins, so that the one that spoke for a path never seems to speak for it again. */
async function markFollowed(next: readonly Run[], { monitor }: Progress): Promise<void> {
  const marks = next.flatMap(({ own }) => {
    const { id, judgement } = own.at(-1) ?? {};
    return id && judgement && isVerdict(judgement) && !judgement.followed
      ? [{ id, text: judgementText({ ...judgement, followed: {} }) }]
      : [];
  });
  for (const [Value, same] of groupBy(marks, ({ text }) => text)) {
    const ids = same.map(({ id }) => id);
    await tagAnalyses(monitor.ec2, ids, { Key: TAGS.judged, Value });
  }
}

async function start(run: Run, progress: Progress): Promise<void> {
  const { occasion, monitor } = progress;
  if (run.tokens >= MOST_TOKENS) throw new Error('its tokens lead to analyses that do not exist');
  if (run.attempts >= MOST_ATTEMPTS) throw new Error('its analyses vanish before they are judged');
  const newestId = run.own.at(-1)?.id;
  const ownNote = occasion.kind === 'change' ? noteTag(occasion.eventId, occasion.change) : undefined;
  const replaced = ofEvent(run.own, occasion.eventId).filter(wasGivenUp);
  const carried = replaced.flatMap(({ notes }) => notes);
  const analysis = await startAnalysis(
    run.path,
    { newestId, n: run.tokens, notes: startingNotes(ownNote, carried) },
    occasion,
    monitor,
  );
  if (!analysis || run.vanished.has(analysis.id) || run.own.some(({ id }) => id === analysis.id)) {
    run.lost = { newestId, until: monitor.clock.now() + SHOWS_WITHIN_MS };
    lookAgain(run, progress);
    return;
  }
  run.attempts++;
  monitor.tally.analysesStarted++;
  see(run, [slim(analysis)]);
  progress.follow(run, analysis);
}
