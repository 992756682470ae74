import { type Analysis, byStart, type Judgement, type Verdict } from './analysis';
import { attribute } from './attribution';
import { errorMessage } from './aws-error';
import type { Occasion } from './input';
import type { Monitor } from './monitor';
import { logOutcome } from './outcome-log';
import type { WatchedPath } from './paths';
import { toPrune } from './prune';
import { deleteAnalysis, tagJudged } from './record';
import { tell } from './tell';
import { earlierVerdicts, isVerdict, noticeOf } from './transition';
import { failedForNow, judge } from './verdict';

export interface Conclusion {
  readonly judgement: Judgement;
  readonly told: boolean;
}

/**
 * Judges a finished analysis, tells what it is worth telling, and writes the verdict down: told first, tagged then, so that
 * a crash between the two tells twice rather than never.
 *
 * @param analysis as AWS has just described it, in full
 * @param own the path's own analyses as they are now, oldest first
 * @param isLast false when another analysis takes its place if it failed for a reason that passes
 * @throws when the message cannot be published; the analysis is then still unjudged, and the retry of the event comes back to it
 */
export async function conclude(
  path: WatchedPath,
  analysis: Analysis,
  own: readonly Analysis[],
  isLast: boolean,
  checked: Occasion,
  monitor: Monitor,
): Promise<Conclusion> {
  const later = own.filter((other) => other.id !== analysis.id && byStart(other, analysis) > 0);
  const isLate = later.some(({ judgement }) => judgement !== undefined && isVerdict(judgement));
  if (isLate || (!isLast && failedForNow(analysis))) return supersede(path, analysis, monitor);
  const verdict = judge(analysis, path.expect);
  const judgement: Judgement = { ...verdict, ...(later.length > 0 && { followed: {} }) };
  const earlier = own.filter((other) => byStart(other, analysis) < 0);
  const attribution = attribute(analysis, checked);
  const telling = { notifyOn: monitor.environment.notifyOn, reminds: attribution.occasion.kind === 'sweep' };
  const notice = noticeOf(verdict, earlierVerdicts(earlier), telling);
  if (notice) {
    const report = { notice, outcome: verdict.outcome, path, analysis, ...attribution };
    await tell(report, monitor);
  }
  await tagJudged(monitor.ec2, analysis.id, judgement);
  monitor.tally.judged.push({ pathName: path.name, outcome: verdict.outcome });
  logOutcome({ path, analysis, verdict, notice, attribution }, monitor);
  await tidy(earlier, { ...analysis, judgement }, later, notice && verdict, monitor);
  return { judgement, told: notice !== undefined };
}

async function supersede({ expect }: WatchedPath, { id }: Analysis, { ec2 }: Monitor): Promise<Conclusion> {
  const judgement: Judgement = { outcome: 'superseded', expect };
  await tagJudged(ec2, id, judgement);
  return { judgement, told: false };
}

/**
 * Leaves the record so that the next decision finds what it needs: the verdict before this one learns that it no longer speaks
 * for the path, and what has been told since; and what is no longer needed goes.
 */
async function tidy(
  earlier: readonly Analysis[],
  judged: Analysis,
  later: readonly Analysis[],
  told: Verdict | undefined,
  { ec2, log, environment }: Monitor,
): Promise<void> {
  const doomed = toPrune([...earlier, judged, ...later], environment.keepAnalyses);
  const before = earlier.findLast(({ judgement }) => judgement && isVerdict(judgement));
  try {
    if (before?.judgement && !doomed.includes(before) && (told || !before.judgement.followed)) {
      const followed = told ? { told } : {};
      await tagJudged(ec2, before.id, { ...before.judgement, followed });
    }
    for (const { id } of doomed) await deleteAnalysis(ec2, id);
  } catch (error) {
    // The verdict is told and written down; what is left undone here is done at the next one.
    log('ERROR', 'the record could not be tidied', { pathId: judged.pathId, error: errorMessage(error) });
  }
}
