import { type Analysis, byStart, type Judgement } from './analysis';
import { errorMessage } from './aws-error';
import type { Occasion } from './input';
import { toMessage } from './message';
import type { Monitor } from './monitor';
import type { WatchedPath } from './paths';
import { toPrune } from './prune';
import { deleteAnalysis, tagJudged } from './record';
import { type PathResult, pathResult } from './result';
import { earlierVerdicts, isVerdict, type Notice, noticeOf } from './transition';
import { judge } from './verdict';

/**
 * Judges a finished analysis, tells what it is worth telling, and writes the verdict down: told first, tagged then, so that
 * a crash between the two tells twice rather than never.
 *
 * @param history the path's own analyses as they are now, oldest first
 * @throws when the message cannot be published; the analysis is then still unjudged, and the retry of the event comes back to it
 */
export async function conclude(
  path: WatchedPath,
  analysis: Analysis,
  history: readonly Analysis[],
  occasion: Occasion,
  monitor: Monitor,
): Promise<PathResult> {
  const later = laterVerdict(analysis, history);
  if (later) {
    await tagJudged(monitor.ec2, analysis.id, { outcome: 'superseded', expect: path.expect });
    return pathResult(path, later.outcome, analysis.id);
  }
  const verdict = judge(analysis, path.expect);
  const earlier = earlierVerdicts(history.filter((other) => byStart(other, analysis) < 0));
  const telling = { notifyOn: monitor.environment.notifyOn, reminds: occasion.kind === 'sweep' };
  const notice = noticeOf(verdict, earlier, telling);
  if (notice) {
    const changes = occasion.kind === 'change' ? [occasion.change] : [];
    await monitor.sns.publish(
      toMessage({ notice, outcome: verdict.outcome, occasion, path, analysis, changes }, monitor.environment),
    );
  }
  await tagJudged(monitor.ec2, analysis.id, verdict);
  logOutcome(path, analysis, verdict, notice, occasion, monitor);
  await prune([...history.filter(({ id }) => id !== analysis.id), { ...analysis, judgement: verdict }], monitor);
  return pathResult(path, verdict.outcome, analysis.id, notice !== undefined);
}

/** An analysis that began later and was judged already knows better. */
function laterVerdict(analysis: Analysis, history: readonly Analysis[]) {
  const later = history.filter((other) => byStart(other, analysis) > 0 && other.id !== analysis.id);
  return later
    .map(({ judgement }) => judgement)
    .findLast((judgement) => judgement !== undefined && isVerdict(judgement));
}

/** The evidence: enough to show later what was promised, what was found, when, and what led to it. */
function logOutcome(
  path: WatchedPath,
  { id, startedAt, status, details }: Analysis,
  { outcome }: Judgement,
  notice: Notice | undefined,
  occasion: Occasion,
  { log, clock, environment }: Monitor,
): void {
  log('INFO', 'outcome', {
    monitor: environment.monitorName,
    pathId: path.id,
    pathName: path.name,
    expect: path.expect,
    outcome,
    analysisId: id,
    analysisStatus: status,
    networkPathFound: details.NetworkPathFound ?? null,
    explanationCodes: (details.Explanations ?? []).map(({ ExplanationCode }) => ExplanationCode ?? null).slice(0, 50),
    told: notice ?? null,
    occasion: occasion.kind,
    eventId: occasion.eventId,
    analysisStartedAt: Number.isFinite(startedAt) ? new Date(startedAt).toISOString() : null,
    judgedAt: new Date(clock.now()).toISOString(),
    ...(occasion.kind === 'change' && { change: evidenceOf(occasion.change) }),
  });
}

function evidenceOf({
  call,
  actor,
  sourceAddress,
  userAgent,
  time,
  resources,
}: Extract<Occasion, { kind: 'change' }>['change']) {
  return {
    call,
    actor,
    sourceAddress,
    userAgent,
    time: time === undefined ? null : new Date(time).toISOString(),
    resources: resources.slice(0, 50),
  };
}

/** Old analyses that stay cost nothing but a place in the quota, so a failure here fails nothing else. */
async function prune(own: readonly Analysis[], { ec2, log, environment }: Monitor): Promise<void> {
  for (const { id } of toPrune(own, environment.keepAnalyses)) {
    try {
      await deleteAnalysis(ec2, id);
    } catch (error) {
      log('ERROR', 'an old analysis could not be deleted', { analysisId: id, error: errorMessage(error) });
    }
  }
}
