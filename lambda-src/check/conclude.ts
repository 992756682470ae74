import { errorMessage } from '../aws/errors';
import type { Context } from '../context';
import { type EarlierVerdicts, earlierVerdicts, type Notice, noticeOf } from '../decisions/notice';
import { isWorthRepeating, judge } from '../decisions/verdict';
import type { Occasion } from '../events/input';
import { type Analysis, byStart } from '../history/analysis';
import { type Attribution, attribute } from '../history/attribution';
import { isVerdict, type Judgement, type Verdict } from '../history/judgement';
import { toPrune } from '../history/retention';
import { nextStanding, type Standing } from '../history/standing';
import { deleteAnalysis, tagJudged, tagStanding } from '../history/store';
import type { WatchedPath } from '../history/watched-paths';
import { report, reportInChat } from '../notify/notify';
import { logOutcome } from '../observe/outcome-log';
import type { PathCheck } from './path-check';

/** A finished analysis that is the next to be judged. */
export interface Case {
  readonly check: PathCheck;
  /** As AWS described it in the last look, in full. */
  readonly analysis: Analysis;
  /** Whether no other analysis takes its place, even if it failed for a reason that passes. */
  readonly isLast: boolean;
  /** Asked before each attempt to send a message. */
  readonly isStillOurs: () => Promise<boolean>;
}

interface Conclusion {
  readonly judgement: Judgement;
  readonly told: boolean;
}

/**
 * Judges a finished analysis, sends the message that it is worth, and records both: on the path,
 * what was reported, and on the analysis, its judgement. It sends first and records afterwards: a
 * crash between the two sends the message twice rather than never.
 *
 * @param current the occasion of the event at hand
 * @returns undefined if another invocation has claimed the analysis
 * @throws when the message cannot be published; the analysis is then still unjudged, and the retry
 *   of the event comes back to it
 */
export async function conclude(given: Case, current: Occasion, context: Context): Promise<Conclusion | undefined> {
  const { check, analysis, isLast } = given;
  const { path } = check;
  const { own, standing } = check.knowledge;
  const later = own.filter((other) => other.id !== analysis.id && byStart(other, analysis) > 0);
  if (isSuperseded(analysis, later, standing)) return endUnreported('superseded', given, context);
  if (!isLast && isWorthRepeating(analysis)) return endUnreported('repeated', given, context);
  const verdict = judge(analysis, path.expect);
  const judgement: Judgement = { ...verdict, isFollowed: later.length > 0 };
  const before = own.filter((other) => byStart(other, analysis) < 0);
  const attribution = attribute(analysis, current);
  const isReported = standing?.analysisId === analysis.id;
  const earlier = earlierVerdicts(before, isReported ? undefined : standing);
  const notice = noticeOf(verdict, earlier, noticePolicy(attribution, context));
  const found = { verdict, judgement, notice, attribution, earlier, isReported };
  if (!(await sendAndRecord(given, found, context))) return undefined;
  context.tally.judged.push({ pathName: path.name, outcome: verdict.outcome });
  logOutcome({ path, analysis, verdict, notice, attribution }, context);
  await tidy(before, { ...analysis, judgement }, later, context);
  return { judgement, told: notice !== undefined };
}

/**
 * Whether a later analysis was judged or reported. This one was waited for as long as it could be
 * expected to end.
 */
function isSuperseded(analysis: Analysis, later: readonly Analysis[], standing: Standing | undefined): boolean {
  const isPassedOver = standing !== undefined && standing.startedAt > analysis.startedAt;
  return isPassedOver || later.some(({ judgement }) => isVerdict(judgement));
}

function noticePolicy({ occasion }: Attribution, { environment }: Context) {
  return { notifyOn: environment.notifyOn, repeatsBad: occasion.kind === 'sweep' };
}

async function endUnreported(
  outcome: 'superseded' | 'repeated',
  { check, analysis }: Case,
  { ec2 }: Context,
): Promise<Conclusion> {
  const judgement: Judgement = { outcome, expect: check.path.expect, isFollowed: false };
  await tagJudged(ec2, [analysis.id], judgement);
  return { judgement, told: false };
}

interface Found {
  readonly verdict: Verdict;
  readonly judgement: Judgement;
  readonly notice?: Notice;
  readonly attribution: Attribution;
  readonly earlier: EarlierVerdicts;
  /** An invocation has sent the message by mail, and died before it recorded the judgement. */
  readonly isReported: boolean;
}

/**
 * Records the path's standing right after the mail, so that no invocation sends it again. Records
 * the judgement after the chat message, so that a retry sends that one if it was not sent.
 *
 * @returns false if the analysis is no longer ours to report
 */
async function sendAndRecord(
  { check, analysis, isStillOurs }: Case,
  { verdict, judgement, notice, attribution, earlier, isReported }: Found,
  context: Context,
): Promise<boolean> {
  const { path } = check;
  const judge = () => tagJudged(context.ec2, [analysis.id], judgement);
  if (notice === undefined) {
    await judge();
    return true;
  }
  const message = { notice, outcome: verdict.outcome, path, analysis, ...attribution };
  let isSafe = isReported;
  if (!isReported) {
    if (!(await report(message, isStillOurs, context))) return false;
    const standing = nextStanding(analysis, verdict, earlier.conclusive);
    check.knowledge.seeStanding(standing);
    isSafe = await recordStanding(path, standing, context);
  }
  if (!isSafe) await judge();
  await reportInChat(message, context);
  if (isSafe) await judge();
  return true;
}

/**
 * @returns false if it could not be written; the judgement then keeps a retry from sending the mail
 *   again
 */
async function recordStanding(path: WatchedPath, standing: Standing, { ec2, log }: Context): Promise<boolean> {
  try {
    await tagStanding(ec2, path.id, standing);
    return true;
  } catch (error) {
    const details = { pathId: path.id, error: errorMessage(error) };
    log('ERROR', 'what was reported could not be written on the path', details);
    return false;
  }
}

/**
 * Leaves the history as the next decision needs it: marks the verdict before this one as followed,
 * and deletes the analyses that are no longer needed.
 */
async function tidy(
  earlier: readonly Analysis[],
  judged: Analysis,
  later: readonly Analysis[],
  { ec2, log, environment }: Context,
): Promise<void> {
  const doomed = toPrune([...earlier, judged, ...later], environment.keepAnalyses);
  const before = earlier.findLast(({ judgement }) => isVerdict(judgement));
  try {
    if (before?.judgement && !doomed.includes(before) && !before.judgement.isFollowed) {
      await tagJudged(ec2, [before.id], { ...before.judgement, isFollowed: true });
    }
    for (const { id } of doomed) await deleteAnalysis(ec2, id);
  } catch (error) {
    // The verdict is sent and recorded. The next verdict of the path does what is left undone here.
    log('ERROR', 'the history could not be tidied', { pathId: judged.pathId, error: errorMessage(error) });
  }
}
