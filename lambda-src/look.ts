import { type Analysis, isVerdict } from './analysis';
import { check } from './check';
import { combined } from './combined';
import type { Occasion } from './input';
import type { Monitor } from './monitor';
import { watchedPaths } from './paths';
import { listOwnAnalyses } from './record';
import type { Result } from './result';
import { readStanding } from './standing';
import { LEFT_BEHIND_AFTER_MS, RENEWED_AFTER_MS } from './timing';

/**
 * The daily look after what no event asks for: an analysis that was left behind is judged, and a verdict that is not good is
 * renewed before AWS deletes its analysis. Most days nothing is started.
 */
export async function look(occasion: Occasion, monitor: Monitor): Promise<Result> {
  const { ec2, environment, clock } = monitor;
  const { paths, errors } = await watchedPaths(ec2, environment);
  const own = await listOwnAnalyses(ec2, environment.monitorName);
  const due = paths.filter(({ id, details }) => {
    const newest = own.findLast(({ pathId, judgement }) => pathId === id && judgement?.outcome !== 'superseded');
    return newest ? isDue(newest, clock.now()) : isBad(readStanding(details)?.verdict.outcome);
  });
  const result = await check(due, occasion, monitor);
  if (errors.length > 0) throw combined(errors);
  return result;
}

function isDue(newest: Analysis, now: number): boolean {
  const { judgement, startedAt } = newest;
  if (judgement === undefined) return now >= startedAt + LEFT_BEHIND_AFTER_MS;
  if (!isVerdict(judgement)) return true;
  return isBad(judgement.outcome) && now >= startedAt + RENEWED_AFTER_MS;
}

function isBad(outcome: string | undefined): boolean {
  return outcome !== undefined && outcome !== 'kept';
}
