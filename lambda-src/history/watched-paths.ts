import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import type { DeclaredPath } from '../../contract/declared-paths';
import { type Expectation, isExpectation } from '../../contract/expectation';
import { TAGS } from '../../contract/tags';
import { combined } from '../aws/errors';
import type { Ec2 } from '../context';
import type { Environment } from '../environment';
import { tagValue } from './analysis';
import { type DeclaredProblems, declarationOf, declaredProblems, isWatched } from './declared-paths';

export interface WatchedPath {
  readonly id: string;
  /** As declared; else from the `Name` tag; else the id. */
  readonly name: string;
  /** As declared; else from the `Expect` tag. */
  readonly expect: Expectation;
  /** As AWS described it. */
  readonly details: NetworkInsightsPath;
}

export interface WatchedPaths extends DeclaredProblems {
  readonly paths: readonly WatchedPath[];
  /**
   * One for each path that cannot be watched as it is, such as one with a misspelled `Expect` tag.
   */
  readonly errors: readonly Error[];
}

/**
 * The paths with the monitor's tag, or those that the environment names. AWS cannot filter paths by
 * tag, so the function does.
 */
export async function watchedPaths(ec2: Ec2, environment: Environment): Promise<WatchedPaths> {
  const { declared, pathIds } = environment;
  const listed = await describePaths(ec2, pathIds);
  const paths: WatchedPath[] = [];
  const errors: Error[] = [];
  for (const details of listed.filter((path) => isWatched(path, environment))) {
    const path = toWatchedPath(details, declarationOf(details.NetworkInsightsPathId ?? '', declared));
    if (path instanceof Error) errors.push(path);
    else paths.push(path);
  }
  return { paths, errors, ...declaredProblems(declared, listed, environment) };
}

/**
 * The paths with the name or id.
 *
 * @throws Error when there is none; it also says what is wrong with paths that cannot be watched,
 *   since the one may be among them
 */
export function pathsNamed(wanted: string, { paths, errors, missing }: WatchedPaths): WatchedPath[] {
  const found = paths.filter(({ id, name }) => id === wanted || name === wanted);
  if (found.length > 0) return found;
  const lost = missing.find(({ name, pathId }) => name === wanted || pathId === wanted);
  if (lost) throw new Error(`the declared path ${JSON.stringify(lost.name)} is not watched: ${lost.reason}`);
  const names = paths.map(({ name }) => name).join(', ');
  throw combined([
    new Error(`no watched path has the name or id ${JSON.stringify(wanted)}; there is ${names || 'none'}`),
    ...errors,
  ]);
}

/**
 * All paths, or those with the ids.
 *
 * @throws `InvalidNetworkInsightsPathId.NotFound` when one of the ids does not exist
 */
export async function describePaths(ec2: Ec2, ids?: readonly string[]): Promise<NetworkInsightsPath[]> {
  const paths: NetworkInsightsPath[] = [];
  let token: string | undefined;
  do {
    const page = await ec2.describeNetworkInsightsPaths({
      NetworkInsightsPathIds: ids && [...ids],
      MaxResults: ids ? undefined : 100,
      NextToken: token,
    });
    paths.push(...(page.NetworkInsightsPaths ?? []));
    token = page.NextToken || undefined;
  } while (token);
  return paths;
}

/** The declaration wins over the tags, which others may write. */
function toWatchedPath(details: NetworkInsightsPath, declared: DeclaredPath | undefined): WatchedPath | Error {
  const id = details.NetworkInsightsPathId ?? '';
  const expect = declared?.expect ?? tagValue(details.Tags, TAGS.expect) ?? 'reachable';
  if (!isExpectation(expect)) {
    return new Error(
      `the Expect tag of path ${id} is ${JSON.stringify(expect)}; it must be "reachable" or "unreachable"`,
    );
  }
  return { id, name: declared?.name ?? (tagValue(details.Tags, TAGS.name)?.trim() || id), expect, details };
}
