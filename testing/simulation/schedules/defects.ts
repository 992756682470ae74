import type { PublishInput } from '@aws-sdk/client-sns';
import type { Expectation } from '../../../contract/expectation';
import { TAGS } from '../../../contract/tags';
import type { Published } from '../account';
import type { StoredAnalysis } from '../analysis-history';
import { pathId } from '../random-network';
import type { Observed, Returned } from './run-schedule';
import type { Schedule } from './schedule';

export const KINDS = [
  'lost',
  'left with an error',
  'turn never sent',
  'sent by the next',
  'late',
  'untrue',
  'twice',
  'twice: died after the message',
  'lost: died after the message, and the analysis was deleted',
  'untrue result',
  'change not named',
] as const;
export type Kind = (typeof KINDS)[number];

/** What no design can avoid; docs/why-skips-are-sound.md has the argument for each. */
export const ADMITTED: ReadonlySet<Kind> = new Set([
  'twice: died after the message',
  'lost: died after the message, and the analysis was deleted',
]);

export interface Defect {
  readonly kind: Kind;
  readonly path: number;
  readonly detail: string;
}

/**
 * Without crashes and failures, a turn is reported within this time after the end of its analysis.
 */
const LATE_AFTER_MS = 120_000;
/** Lateness counts only where no call takes longer than twice this. */
const QUICK_MS = 1_000;
/** The same where an invocation and its retry run at once: each claim takes a minute to hold. */
const LATE_WITH_TWINS_AFTER_MS = 300_000;
/** An owner's time, then the claim of its analysis, then the looks between them. */
const CLAIM_MS = 100_000;

interface Mail {
  readonly at: number;
  readonly invocation: number;
  readonly outcome: string;
  readonly pathId: string;
  readonly analysisId: string;
  readonly text: string;
}

interface Turn {
  readonly outcome: string;
  readonly analysisId: string;
  /** The end of its analysis. */
  readonly at: number;
}

/** Every contradiction between what was sent, written and returned, and what was so. */
export function defectsOf(observed: Observed): Defect[] {
  if (observed.isIdle) return [];
  return observed.schedule.plan.paths.flatMap(({ expect }, path) => {
    const mails = mailsOf(observed, pathId(path));
    const found = [
      ...standing(observed, path, expect, mails),
      ...twice(observed, mails),
      ...untrue(observed, path, expect, mails),
      ...turns(observed, path, expect, mails),
      ...results(observed, path, expect),
      ...unnamed(observed, path, expect, mails),
    ];
    return found.map(([kind, detail]) => ({ kind, path, detail }));
  });
}

type Found = readonly [Kind, string];

function mailsOf({ simulation }: Observed, id: string): Mail[] {
  const value = (input: PublishInput, name: string) => input.MessageAttributes?.[name]?.StringValue ?? '';
  return simulation.published
    .filter(({ input }) => input.TopicArn === simulation.environment.topicArn && value(input, 'pathId') === id)
    .filter(({ input }) => ['kept', 'broken', 'inconclusive'].includes(value(input, 'outcome')))
    .map(({ at, invocation, input }: Published) => ({
      at,
      invocation,
      outcome: value(input, 'outcome'),
      pathId: id,
      analysisId: /^Analysis ID: (.*)$/m.exec(input.Message ?? '')?.[1] ?? '',
      text: input.Message ?? '',
    }));
}

function outcomeOf(isOpen: boolean, expect: Expectation): string {
  return isOpen === (expect === 'reachable') ? 'kept' : 'broken';
}

function isSucceeded({ end }: StoredAnalysis): boolean {
  return end.Status === 'succeeded';
}

function verdictOf({ end }: StoredAnalysis, expect: Expectation): string {
  return end.Status === 'succeeded' ? outcomeOf(end.NetworkPathFound === true, expect) : 'inconclusive';
}

/** The monitor's own analyses of the path, in the order in which they started. */
function analysesOf({ simulation }: Observed, path: number): StoredAnalysis[] {
  return [...simulation.everStarted.values()].filter(({ details }) => details.NetworkInsightsPathId === pathId(path));
}

function idOf({ details }: StoredAnalysis): string {
  return details.NetworkInsightsAnalysisId ?? '';
}

/** The last message agrees with the network. */
function standing(observed: Observed, path: number, expect: Expectation, mails: readonly Mail[]): Found[] {
  const truth = outcomeOf(observed.find(pathId(path), Number.POSITIVE_INFINITY).found, expect);
  const believed = mails.at(-1)?.outcome ?? 'kept';
  if (believed === truth) return [];
  const detail = `readers believe ${believed}, it is ${truth}`;
  if (isUnrecorded(observed, mails.at(-1)))
    return [['lost: died after the message, and the analysis was deleted', detail]];
  if (believed !== 'inconclusive') return [['lost', detail]];
  const newest = analysesOf(observed, path).at(-1);
  return newest && isSucceeded(newest)
    ? [['left with an error', `${idOf(newest)} found ${verdictOf(newest, expect)}`]]
    : [];
}

/**
 * The sender died before it could write anything down, and the analysis of the message was deleted
 * by hand.
 */
function isUnrecorded(observed: Observed, mail: Mail | undefined): boolean {
  if (!mail || observed.schedule.acts.every(({ deletes }) => deletes === undefined)) return false;
  const isThere = observed.simulation.analyses.some((each) => each.NetworkInsightsAnalysisId === mail.analysisId);
  return !isThere && hasDiedUnrecorded(observed, mail);
}

function hasDiedUnrecorded(
  { simulation }: Observed,
  { invocation, at: sentAt, analysisId, pathId: id }: Mail,
): boolean {
  const isWrittenDown = simulation.tagWritings.some(
    (each) =>
      each.invocation === invocation && each.at >= sentAt && (each.ids.includes(analysisId) || each.ids.includes(id)),
  );
  return simulation.diedAt[invocation] !== undefined && !isWrittenDown;
}

function twice(observed: Observed, mails: readonly Mail[]): Found[] {
  return mails.flatMap((mail, index): Found[] => {
    const before = mails[index - 1];
    if ((before?.outcome ?? 'kept') !== mail.outcome) return [];
    const detail = `${mail.outcome} by ${before?.analysisId} and ${mail.analysisId}`;
    if (!before) return [['twice', `${detail}, first of all`]];
    return [[hasDiedUnrecorded(observed, before) ? 'twice: died after the message' : 'twice', detail]];
  });
}

/** Each message and each judgement agrees with what its analysis found. */
function untrue(observed: Observed, path: number, expect: Expectation, mails: readonly Mail[]): Found[] {
  const { everStarted } = observed.simulation;
  const sent = mails.flatMap(({ analysisId, outcome }): Found[] => {
    const analysis = everStarted.get(analysisId);
    const found = analysis && verdictOf(analysis, expect);
    return found === outcome ? [] : [['untrue', `message ${outcome}, ${analysisId} found ${found}`]];
  });
  const written = analysesOf(observed, path).flatMap((analysis): Found[] => {
    const judged = analysis.details.Tags?.find(({ Key }) => Key === TAGS.judged)?.Value ?? '';
    const [outcome = ''] = judged.split('/');
    if (!['kept', 'broken', 'inconclusive'].includes(outcome) || outcome === verdictOf(analysis, expect)) return [];
    return [['untrue', `tag ${judged}, ${idOf(analysis)} found ${verdictOf(analysis, expect)}`]];
  });
  return [...sent, ...written];
}

/**
 * Each turn that the analyses found was sent, in time. With deletions by hand, a turn may never
 * have been seen.
 */
function turns(observed: Observed, path: number, expect: Expectation, mails: readonly Mail[]): Found[] {
  const { schedule, simulation } = observed;
  if (schedule.acts.some(({ deletes }) => deletes !== undefined)) return [];
  const found = collapsed(
    analysesOf(observed, path)
      .filter(isSucceeded)
      .map((analysis) => ({ outcome: verdictOf(analysis, expect), analysisId: idOf(analysis), at: analysis.endsAt })),
  );
  const sent = collapsed(mails.filter(({ outcome }) => outcome !== 'inconclusive'));
  const words = (list: readonly { outcome: string; analysisId: string }[]) =>
    list.map(({ outcome, analysisId }) => `${outcome} ${analysisId.slice(-2)}`).join(', ');
  if (found.map(({ outcome }) => outcome).join() !== sent.map(({ outcome }) => outcome).join()) {
    return [['turn never sent', `found ${words(found)}; sent ${words(sent)}`]];
  }
  // In this mode, only synchronous calls die.
  const isCalm =
    (schedule.mode === 'synchronous' || simulation.diedAt.every((at) => at === undefined)) &&
    schedule.climate.failsOneIn === 0 &&
    schedule.climate.outage === undefined &&
    schedule.climate.slowestMs <= QUICK_MS;
  return found.flatMap((turn, index): Found[] => {
    const mail = sent[index];
    if (!mail) return [];
    if (mail.analysisId !== turn.analysisId)
      return [['sent by the next', `found ${words(found)}; sent ${words(sent)}`]];
    const dueFrom = schedule.mode === 'synchronous' ? Math.max(turn.at, attendedFrom(observed, turn)) : turn.at;
    const lateMs = mail.at - dueFrom;
    return isCalm && lateMs > latestMs(schedule) ? [['late', `${words([turn])} ${Math.round(lateMs / 1_000)} s`]] : [];
  });
}

/**
 * Each synchronous call may leave an analysis that has to be claimed before the next one's turn.
 */
function latestMs({ mode, acts }: Schedule): number {
  if (mode === 'twins') return LATE_WITH_TWINS_AFTER_MS;
  return LATE_AFTER_MS + acts.filter(({ call }) => call).length * CLAIM_MS;
}

/**
 * The delivery of the last change that the analysis has seen. An event judges what a synchronous
 * call leaves behind.
 */
function attendedFrom({ simulation, events }: Observed, { analysisId }: Turn): number {
  const began = simulation.everStarted.get(analysisId)?.details.StartDate?.getTime() ?? 0;
  return Math.max(0, ...events.filter(({ changedAt }) => changedAt <= began).map(({ deliveredAt }) => deliveredAt));
}

function collapsed<T extends Turn>(turns: readonly T[]): T[] {
  return turns.filter(({ outcome }, index) => outcome !== (turns[index - 1]?.outcome ?? 'kept'));
}

/** An outcome in a result was true at some moment between the event and the result. */
function results(observed: Observed, path: number, expect: Expectation): Found[] {
  const { everStarted, weather } = observed.simulation;
  return observed.results.flatMap(({ from, at, result }: Returned): Found[] => {
    const named = result.paths.find((each) => each.pathId === pathId(path));
    if (!named || named.outcome === 'pending' || named.outcome === 'skipped') return [];
    const analysis = named.analysisId === null ? undefined : everStarted.get(named.analysisId);
    const found = analysis && verdictOf(analysis, expect);
    if (named.outcome === 'inconclusive')
      return found === 'inconclusive' ? [] : [['untrue result', `inconclusive, ${named.analysisId} found ${found}`]];
    const since = from - weather.sightLagMs;
    const times = [since, ...observed.changedAt.filter((time) => time > since && time <= at)];
    const wasSo = times.some((time) => outcomeOf(observed.find(pathId(path), time).found, expect) === named.outcome);
    return wasSo ? [] : [['untrue result', `${named.outcome} by ${named.analysisId}`]];
  });
}

/**
 * An event that arrives this long before the message, with settling, can still be noted on an
 * analysis that runs that long.
 */
const NAMED_WITHIN_MS = 8_000;

/** The message about a turn names the change that made it, if its event came in time. */
function unnamed(observed: Observed, path: number, expect: Expectation, mails: readonly Mail[]): Found[] {
  const { schedule, simulation, events } = observed;
  if (schedule.mode !== 'calm' && schedule.mode !== 'bursts') return [];
  const truthAt = (at: number) => outcomeOf(observed.find(pathId(path), at).found, expect);
  return mails.flatMap((mail, index): Found[] => {
    const analysis = simulation.everStarted.get(mail.analysisId);
    if (!analysis || mail.outcome === 'inconclusive') return [];
    const began = analysis.details.StartDate?.getTime() ?? 0;
    const before = mails[index - 1]?.at ?? 0;
    const turning = events.findLast(
      ({ changedAt }) => changedAt <= began && changedAt > before && truthAt(changedAt - 1) !== truthAt(changedAt),
    );
    if (!turning || Math.max(turning.deliveredAt, began) + NAMED_WITHIN_MS > mail.at) return [];
    // It was skipped by an older analysis, before another change started the one that is reported.
    const isSkipped = observed.results.some(
      ({ from, result }) =>
        from === turning.changedAt &&
        result.paths.some(({ pathId: id, outcome }) => id === pathId(path) && outcome === 'skipped'),
    );
    if (isSkipped) return [];
    const isNamed = mail.text.includes(turning.call) && mail.text.includes(turning.eventTime.slice(0, 19));
    return isNamed ? [] : [['change not named', `${turning.call} of ${turning.eventTime} in ${mail.analysisId}`]];
  });
}
