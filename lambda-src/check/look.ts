import type { Expectation } from '../../contract/expectation';
import type { Context } from '../context';
import { LEFT_BEHIND_AFTER_MS, RENEWED_AFTER_MS } from '../decisions/timing';
import type { Analysis } from '../history/analysis';
import { isVerdict } from '../history/judgement';
import { readStanding } from '../history/standing';
import { listOwnAnalyses } from '../history/store';
import type { WatchedPath } from '../history/watched-paths';

/**
 * The paths that the daily look has to check: an analysis was left behind, or judged by another
 * promise than the current one, or the verdict is not `kept` and has to be renewed before AWS
 * deletes its analysis. On most days there is none.
 */
export async function leftUndone(
  paths: readonly WatchedPath[],
  { ec2, environment, clock }: Context,
): Promise<readonly WatchedPath[]> {
  const own = await listOwnAnalyses(ec2, environment.monitorName);
  return paths.filter(({ id, details, expect }) => {
    const newest = own.findLast(({ pathId, judgement }) => pathId === id && judgement?.outcome !== 'superseded');
    return newest ? isDue(newest, expect, clock.now()) : isBad(readStanding(details)?.verdict.outcome);
  });
}

function isDue(newest: Analysis, expect: Expectation, now: number): boolean {
  const { judgement, startedAt } = newest;
  if (judgement === undefined) return now >= startedAt + LEFT_BEHIND_AFTER_MS;
  if (!isVerdict(judgement) || judgement.expect !== expect) return true;
  return isBad(judgement.outcome) && now >= startedAt + RENEWED_AFTER_MS;
}

function isBad(outcome: string | undefined): boolean {
  return outcome !== undefined && outcome !== 'kept';
}
