import { type NetworkInsightsAnalysis, paginateDescribeNetworkInsightsAnalyses } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { ago } from './ago';
import type { Deployed } from './deployed';
import { type Finding, ok, unknown } from './finding';
import { pathName, tagValue, watchedPaths } from './paths';

/**
 * When the monitor's last finished analysis began (AWS does not say when it ended), and which paths
 * have none.
 */
export async function lastAnalysis(monitor: Deployed): Promise<Finding> {
  const [watched, finished] = await Promise.all([watchedPaths(monitor), finishedAnalyses(monitor)]);
  const [newest] = finished;
  const remedy = `Check every path now: npm run verify -- --name ${monitor.name}.`;
  if (!newest?.StartDate) return unknown('No analysis of the monitor has finished yet.', remedy);
  const seen = new Set(finished.map(({ NetworkInsightsPathId }) => NetworkInsightsPathId));
  const unseen = watched.filter(({ NetworkInsightsPathId }) => !seen.has(NetworkInsightsPathId));
  const last = `The last analysis that finished began at ${ago(newest.StartDate, monitor.now)}.`;
  return unseen.length > 0
    ? unknown(`${last} There is none for ${unseen.map(pathName).join(', ')}.`, remedy)
    : ok(last);
}

/** Newest first. */
async function finishedAnalyses(monitor: Deployed): Promise<NetworkInsightsAnalysis[]> {
  const began = ({ StartDate }: NetworkInsightsAnalysis) => StartDate?.getTime() ?? 0;
  return (await ownAnalyses(monitor)).filter(({ Status }) => Status !== 'running').sort((a, b) => began(b) - began(a));
}

/** The analyses with the monitor's tag. */
export async function ownAnalyses({ aws, name }: Deployed): Promise<NetworkInsightsAnalysis[]> {
  const analyses: NetworkInsightsAnalysis[] = [];
  for await (const page of paginateDescribeNetworkInsightsAnalyses({ client: aws.ec2 }, { MaxResults: 100 }))
    analyses.push(...(page.NetworkInsightsAnalyses ?? []));
  return analyses.filter(({ Tags }) => tagValue(Tags, TAGS.monitor) === name);
}
