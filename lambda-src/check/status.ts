import { type PathResult, pathResult, type Result } from '../../contract/result';
import type { Context } from '../context';
import { isFinished } from '../history/analysis';
import { isVerdict } from '../history/judgement';
import { listOwnAnalyses } from '../history/store';
import type { WatchedPath, WatchedPaths } from '../history/watched-paths';
import { differences } from '../notify/declared-report';

/**
 * The outcome of each path according to the history, and the differences from the declaration.
 * Starts and sends nothing.
 */
export async function status(watched: WatchedPaths, { ec2, environment }: Context): Promise<Result> {
  const own = await listOwnAnalyses(ec2, environment.monitorName);
  const resultOf = (path: WatchedPath): PathResult => {
    const analyses = own.filter(({ pathId, judgement }) => pathId === path.id && judgement?.outcome !== 'superseded');
    const newest = analyses.at(-1);
    // While the newest is unjudged, or judged by a promise that has changed since, the outcome is
    // not certain.
    const verdict = newest && isFinished(newest) && isVerdict(newest.judgement) ? newest.judgement : undefined;
    const outcome = verdict?.expect === path.expect ? verdict.outcome : 'pending';
    return pathResult(path, outcome, newest?.id ?? null);
  };
  return { paths: watched.paths.map(resultOf), started: 0, ...differences(watched) };
}
