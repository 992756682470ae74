import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { TAGS, tagValue } from './analysis';
import { combined } from './combined';
import type { Environment } from './environment';
import { type Expectation, isExpectation } from './expectation';
import type { Ec2 } from './ports';

export interface WatchedPath {
  readonly id: string;
  /** From the `Name` tag; the id where there is none. */
  readonly name: string;
  readonly expect: Expectation;
  /** As AWS answered. */
  readonly details: NetworkInsightsPath;
}

export interface WatchedPaths {
  readonly paths: readonly WatchedPath[];
  /** One for each path that cannot be watched as it is, such as one with a misspelled `Expect` tag. */
  readonly errors: readonly Error[];
}

/** The paths that bear the monitor's tag, or those that the environment names. AWS has no filter for tags here, so we filter. */
export async function watchedPaths(ec2: Ec2, { monitorName, pathIds }: Environment): Promise<WatchedPaths> {
  const listed = pathIds
    ? await describePaths(ec2, pathIds)
    : (await describePaths(ec2)).filter((path) => tagValue(path.Tags, TAGS.monitor) === monitorName);
  const paths: WatchedPath[] = [];
  const errors: Error[] = [];
  for (const details of listed) {
    const path = toWatchedPath(details);
    if (path instanceof Error) errors.push(path);
    else paths.push(path);
  }
  return { paths, errors };
}

/**
 * Those with the name or id.
 *
 * @throws Error when there is none, with what is wrong with paths that cannot be watched, since it may be one of them
 */
export function pathsNamed(wanted: string, { paths, errors }: WatchedPaths): WatchedPath[] {
  const found = paths.filter(({ id, name }) => id === wanted || name === wanted);
  if (found.length > 0) return found;
  const names = paths.map(({ name }) => name).join(', ');
  throw combined([
    new Error(`no watched path has the name or id ${JSON.stringify(wanted)}; there is ${names || 'none'}`),
    ...errors,
  ]);
}

/** All paths, or those with the ids. @throws `InvalidNetworkInsightsPathId.NotFound` when one of the ids does not exist */
export async function describePaths(ec2: Ec2, ids?: readonly string[]): Promise<NetworkInsightsPath[]> {
  const paths: NetworkInsightsPath[] = [];
  let token: string | undefined;
  do {
    const page = await ec2.describeNetworkInsightsPaths({
      ...(ids ? { NetworkInsightsPathIds: [...ids] } : { MaxResults: 100 }),
      ...(token && { NextToken: token }),
    });
    paths.push(...(page.NetworkInsightsPaths ?? []));
    token = page.NextToken || undefined;
  } while (token);
  return paths;
}

function toWatchedPath(details: NetworkInsightsPath): WatchedPath | Error {
  const id = details.NetworkInsightsPathId ?? '';
  const expect = tagValue(details.Tags, 'Expect') ?? 'reachable';
  if (!isExpectation(expect)) {
    return new Error(
      `the Expect tag of path ${id} is ${JSON.stringify(expect)}; it must be "reachable" or "unreachable"`,
    );
  }
  return { id, name: tagValue(details.Tags, 'Name')?.trim() || id, expect, details };
}
