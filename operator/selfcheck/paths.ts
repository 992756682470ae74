import {
  DescribeNetworkInsightsPathsCommand,
  type NetworkInsightsPath,
  paginateDescribeNetworkInsightsPaths,
} from '@aws-sdk/client-ec2';
import { EXPECT_TAG, MONITOR_TAG } from '../../lib/tag-keys';
import { isNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { type Finding, fatal, ok, problem } from './finding';
import { tagValue } from './tag-value';

const EXPECTATIONS = ['reachable', 'unreachable'];

/** The paths that bear the monitor's tag, or those that the function's environment names. Throws AWS's error for a name that is none. */
export async function watchedPaths({ name, aws, settings }: Deployed): Promise<NetworkInsightsPath[]> {
  const named = (await settings()).Environment?.Variables?.NETWORK_INSIGHTS_PATH_ID?.split(',').map((id) => id.trim());
  if (named) {
    const answer = await aws.ec2.send(new DescribeNetworkInsightsPathsCommand({ NetworkInsightsPathIds: named }));
    return answer.NetworkInsightsPaths ?? [];
  }
  const paths: NetworkInsightsPath[] = [];
  for await (const page of paginateDescribeNetworkInsightsPaths({ client: aws.ec2 }, { MaxResults: 100 }))
    paths.push(...(page.NetworkInsightsPaths ?? []));
  return paths.filter(({ Tags }) => tagValue(Tags, MONITOR_TAG) === name);
}

export const pathName = ({ Tags, NetworkInsightsPathId = '' }: NetworkInsightsPath): string =>
  tagValue(Tags, 'Name')?.trim() || NetworkInsightsPathId;

/** Which paths are watched, and whether each says what it must be. */
export async function paths(monitor: Deployed): Promise<Finding> {
  try {
    return judge(monitor.name, await watchedPaths(monitor));
  } catch (error) {
    if (isNotFound(error))
      // The function asks for all of them at once, and fails at every event.
      return fatal(
        'A path that NETWORK_INSIGHTS_PATH_ID of the function names does not exist.',
        'Take it out of the variable, or unset the variable to watch by tag.',
      );
    throw error;
  }
}

function judge(name: string, watched: readonly NetworkInsightsPath[]): Finding {
  if (watched.length === 0)
    return fatal(
      'No path is watched.',
      `Declare paths and apply; or give a path that exists the tag ${MONITOR_TAG} = ${name}.`,
    );
  const wrong = watched.filter(({ Tags }) => !EXPECTATIONS.includes(tagValue(Tags, EXPECT_TAG) ?? 'reachable'));
  const bad = wrong.length === watched.length ? fatal : problem;
  if (wrong.length > 0)
    return bad(
      `The ${EXPECT_TAG} tag of ${wrong.map(pathName).join(', ')} is none of ${EXPECTATIONS.join(', ')}: ${wrong.length > 1 ? 'they are' : 'it is'} not checked.`,
      'Apply the stack again, or correct the tag.',
    );
  const s = watched.length > 1 ? 's are' : ' is';
  return ok(`${watched.length} path${s} watched: ${watched.map(pathName).join(', ')}.`);
}
