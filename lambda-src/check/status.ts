import { type PathResult, pathResult, type Result } from '../../contract/result';
import type { Context } from '../context';
import { isFinished } from '../history/analysis';
import { isVerdict } from '../history/judgement';
import { listOwnAnalyses } from '../history/store';
import type { WatchedPath, WatchedPaths } from '../history/watched-paths';
import { differences } from '../notify/declared-report';

/** What the record says of the paths, and how they differ from what was declared; starts and sends nothing. */
export async function status(watched: WatchedPaths, { ec2, environment }: Context): Promise<Result> {
  const own = await listOwnAnalyses(ec2, environment.monitorName);
  const resultOf = (path: WatchedPath): PathResult => {
    const history = own.filter(({ pathId, judgement }) => pathId === path.id && judgement?.outcome !== 'superseded');
    const newest = history.at(-1);
    // Still open, or judged by a promise that has changed since: what was known no longer holds for certain.
    const verdict = newest && isFinished(newest) && isVerdict(newest.judgement) ? newest.judgement : undefined;
    const outcome = verdict?.expect === path.expect ? verdict.outcome : 'pending';
    return pathResult(path, outcome, newest?.id ?? null);
  };
  return { paths: watched.paths.map(resultOf), started: 0, ...differences(watched) };
}
