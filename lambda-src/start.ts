import { createHash } from 'node:crypto';
import { type Analysis, ownerText, TAGS, toAnalysis } from './analysis';
import { errorCode } from './aws-error';
import { sleepWithin } from './deadline';
import type { Occasion } from './input';
import type { Monitor } from './monitor';
import type { WatchedPath } from './paths';
import { listOwnAnalyses } from './record';
import { TIME_UNCERTAINTY_MS } from './settle';
import { failedForNow } from './verdict';

/** How often a token may lead to no live analysis of ours before we give up. */
const MOST_TOKENS = 3;
/** How often another invocation may come first before we give up. */
const MOST_RIVALS = 5;
/** A rival's analysis shows in the listing within this time. */
const RIVAL_SHOWS_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 1_000;

/** The analysis that an event's retry goes on with, among the path's own ones, oldest first; undefined where it needs a new one. */
export function resumable(history: readonly Analysis[], occasion: Occasion): Analysis | undefined {
  const last = history.findLast(({ owner }) => owner?.eventId === occasion.eventId);
  const wasGivenUp = last?.judgement?.outcome === 'superseded' && failedForNow(last);
  return wasGivenUp ? undefined : last;
}

/**
 * Starts an analysis of the path. Invocations that see the same record compute the same token, so that AWS sells one analysis
 * to all of them; who comes second learns it by the owner tag, which makes AWS answer `IdempotentParameterMismatch`.
 *
 * @param history the path's own analyses as last seen, oldest first
 * @param vanished ids of analyses that exist no more, to which a token may still lead
 * @returns the analysis, or a rival's one that began late enough to answer for this occasion
 */
export async function startAnalysis(
  path: WatchedPath,
  history: readonly Analysis[],
  vanished: ReadonlySet<string>,
  occasion: Occasion,
  monitor: Monitor,
): Promise<{ analysis: Analysis; bought: boolean }> {
  let known = history;
  let tokens = 0;
  for (let rivals = 0; tokens < MOST_TOKENS && rivals < MOST_RIVALS; ) {
    const analysis = await start(path, known.at(-1)?.id ?? 'none', tokens, occasion, monitor);
    const isNew = analysis && !vanished.has(analysis.id) && !known.some(({ id }) => id === analysis.id);
    if (isNew) return { analysis, bought: true };
    const rival = analysis ? undefined : await lookForRival(path, known, monitor);
    if (rival === undefined) {
      tokens++;
    } else if (answersFor(rival, occasion)) {
      return { analysis: rival, bought: false };
    } else {
      known = [...known, rival];
      tokens = 0;
      rivals++;
    }
  }
  throw new Error(
    `no analysis of path ${path.id} could be started: its tokens led to none, or others always came first`,
  );
}

/** Undefined when the token is taken by another owner. */
async function start(
  path: WatchedPath,
  newestId: string,
  n: number,
  occasion: Occasion,
  monitor: Monitor,
): Promise<Analysis | undefined> {
  const { monitorName } = monitor.environment;
  const owner = ownerText({ eventId: occasion.eventId, requestId: monitor.requestId });
  try {
    const answer = await monitor.ec2.startNetworkInsightsAnalysis({
      NetworkInsightsPathId: path.id,
      ClientToken: createHash('sha256').update([monitorName, path.id, newestId, n].join('\n')).digest('hex'),
      TagSpecifications: [
        {
          ResourceType: 'network-insights-analysis',
          Tags: [
            { Key: TAGS.monitor, Value: monitorName },
            { Key: TAGS.owner, Value: owner },
          ],
        },
      ],
    });
    const analysis = answer.NetworkInsightsAnalysis && toAnalysis(answer.NetworkInsightsAnalysis);
    if (!analysis) throw new Error(`AWS started an analysis of path ${path.id} without telling its id`);
    return analysis;
  } catch (error) {
    if (errorCode(error) === 'IdempotentParameterMismatch') return undefined;
    throw error;
  }
}

/** The newest own analysis that was not known, as soon as it shows; undefined when none does. */
async function lookForRival(
  path: WatchedPath,
  known: readonly Analysis[],
  monitor: Monitor,
): Promise<Analysis | undefined> {
  for (let looked = 0; looked < RIVAL_SHOWS_WITHIN_MS; looked += LOOK_EVERY_MS) {
    const own = await listOwnAnalyses(monitor.ec2, monitor.environment.monitorName, { pathId: path.id });
    const rival = own.findLast(({ id }) => !known.some((analysis) => analysis.id === id));
    if (rival) return rival;
    await sleepWithin(LOOK_EVERY_MS, monitor, `another invocation's analysis of path ${path.id}`);
  }
  return undefined;
}

/** The same event's analysis, or one that began when the change had certainly happened. */
function answersFor(analysis: Analysis, occasion: Occasion): boolean {
  if (analysis.owner?.eventId === occasion.eventId) return true;
  if (occasion.kind !== 'change' || occasion.change.time === undefined) return false;
  return analysis.startedAt >= occasion.change.time + TIME_UNCERTAINTY_MS;
}
