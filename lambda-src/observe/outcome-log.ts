import { explanationsOf } from '../../reachability/explanation/path-components';
import type { Context } from '../context';
import type { Notice } from '../decisions/notice';
import type { Change } from '../events/change';
import type { Analysis } from '../history/analysis';
import type { Attribution } from '../history/attribution';
import type { Verdict } from '../history/judgement';
import type { WatchedPath } from '../history/watched-paths';

/** Longer lists in a log entry are cut. */
const MOST_LISTED = 50;

interface LoggedOutcome {
  readonly path: WatchedPath;
  readonly analysis: Analysis;
  readonly verdict: Verdict;
  /** The message that was sent; absent if none was. */
  readonly notice?: Notice;
  readonly attribution: Attribution;
}

/** Logs the evidence: what was promised, what was found, when, and what led to it. */
export function logOutcome(
  { path, analysis, verdict, notice, attribution: { occasion, noted } }: LoggedOutcome,
  { log, clock, environment }: Context,
): void {
  const { id, startedAt, status, details } = analysis;
  log('INFO', 'outcome', {
    monitor: environment.monitorName,
    pathId: path.id,
    pathName: path.name,
    expect: verdict.expect,
    outcome: verdict.outcome,
    analysisId: id,
    analysisStatus: status,
    networkPathFound: details.NetworkPathFound ?? null,
    explanationCodes: explanationsOf(details)
      .map(({ ExplanationCode }) => ExplanationCode ?? null)
      .slice(0, MOST_LISTED),
    doubts: analysis.doubts,
    // "Closed" means closed over IPv4, which is all that Reachability Analyzer sees.
    addressFamily: verdict.expect === 'unreachable' ? 'ipv4' : undefined,
    told: notice ?? null,
    occasion: occasion.kind,
    eventId: occasion.eventId,
    notedEventIds: noted.map(({ eventId }) => eventId),
    analysisStartedAt: Number.isFinite(startedAt) ? new Date(startedAt).toISOString() : null,
    judgedAt: new Date(clock.now()).toISOString(),
    change: occasion.kind === 'change' ? evidenceOf(occasion.change) : undefined,
  });
}

function evidenceOf({ call, actor, sourceAddress, userAgent, time, resources }: Change) {
  return {
    call,
    actor,
    sourceAddress,
    userAgent,
    time: time === undefined ? null : new Date(time).toISOString(),
    resources: resources.slice(0, MOST_LISTED),
  };
}
