/** The history: AWS's own list of analyses, with the monitor's tags on them. */

import type { NetworkInsightsPath, Tag } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { errorCode, isNotFound } from '../aws/errors';
import type { Ec2 } from '../context';
import { type Analysis, byStart, detached, type Owner, ownerText, slim, toAnalysis } from './analysis';
import { type Judgement, judgementText } from './judgement';
import { type Standing, standingTag } from './standing';
import { describePaths } from './watched-paths';

/**
 * Which analyses to list: all, those of one path, or those that began at a time (milliseconds since
 * 1970) or later.
 */
export interface Scope {
  readonly pathId?: string;
  readonly since?: number;
}

/**
 * Every analysis in the account and Region, oldest first. Each is slim, because the pages are large
 * and there may be a hundred of them.
 */
export async function listAnalyses(ec2: Ec2, { pathId, since }: Scope = {}): Promise<Analysis[]> {
  const analyses: Analysis[] = [];
  let token: string | undefined;
  do {
    const page = await ec2.describeNetworkInsightsAnalyses({
      MaxResults: 100,
      NetworkInsightsPathId: pathId,
      AnalysisStartTime: since === undefined ? undefined : new Date(since),
      NextToken: token,
    });
    for (const details of page.NetworkInsightsAnalyses ?? []) {
      const analysis = toAnalysis(details);
      if (analysis) analyses.push(detached(slim(analysis)));
    }
    token = page.NextToken || undefined;
  } while (token);
  return analyses.sort(byStart);
}

/**
 * The monitor's own analyses, oldest first. Analyses that were started by hand are not among them.
 */
export async function listOwnAnalyses(ec2: Ec2, monitorName: string, scope: Scope = {}): Promise<Analysis[]> {
  return (await listAnalyses(ec2, scope)).filter((analysis) => analysis.monitorName === monitorName);
}

/** AWS's limit on the ids in one Describe call. */
const MOST_DESCRIBED = 100;

/**
 * The analyses as they are now, in full. An analysis that has vanished is missing from the result.
 */
export function describeAnalyses(ec2: Ec2, ids: readonly string[]): Promise<Analysis[]> {
  return existing(ids, async (some) => {
    const response = await ec2.describeNetworkInsightsAnalyses({ NetworkInsightsAnalysisIds: [...some] });
    return (response.NetworkInsightsAnalyses ?? []).flatMap((details) => toAnalysis(details) ?? []);
  });
}

/** The paths as they are now, with their tags. A path that is gone is missing from the result. */
export function existingPaths(ec2: Ec2, ids: readonly string[]): Promise<NetworkInsightsPath[]> {
  return existing(ids, (some) => describePaths(ec2, some));
}

async function existing<T>(ids: readonly string[], describe: (some: readonly string[]) => Promise<T[]>): Promise<T[]> {
  if (ids.length === 0) return [];
  if (ids.length > MOST_DESCRIBED) return halved(ids, (half) => existing(half, describe));
  try {
    return await describe(ids);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    // One unknown id makes AWS refuse the whole call; halving finds it with few calls.
    return ids.length === 1 ? [] : halved(ids, (half) => existing(half, describe));
  }
}

/** AWS's limit on the resources in one CreateTags call. */
const MOST_TAGGED = 1_000;

/**
 * Writes the tag on all the analyses, with one call if AWS accepts it. An analysis without room for
 * another tag goes without.
 *
 * @returns the ids of those that have vanished
 */
export async function tagAnalyses(ec2: Ec2, ids: readonly string[], tag: Tag): Promise<string[]> {
  if (ids.length === 0) return [];
  if (ids.length > MOST_TAGGED) return halved(ids, (half) => tagAnalyses(ec2, half, tag));
  try {
    await ec2.createTags({ Resources: [...ids], Tags: [tag] });
    return [];
  } catch (error) {
    const isFull = errorCode(error) === 'TagLimitExceeded';
    if (!isFull && !isNotFound(error)) throw error;
    if (ids.length > 1) return halved(ids, (half) => tagAnalyses(ec2, half, tag));
    return isFull ? [] : [...ids];
  }
}

async function halved<T>(ids: readonly string[], work: (half: readonly string[]) => Promise<T[]>): Promise<T[]> {
  const middle = Math.ceil(ids.length / 2);
  return [...(await work(ids.slice(0, middle))), ...(await work(ids.slice(middle)))];
}

/** Writes the judgement on the analyses. An analysis that has vanished needs no tag. */
export async function tagJudged(ec2: Ec2, analysisIds: readonly string[], judgement: Judgement): Promise<void> {
  await tagAnalyses(ec2, analysisIds, { Key: TAGS.judged, Value: judgementText(judgement) });
}

/** Writes the new owner on the analyses. */
export async function tagOwner(ec2: Ec2, analysisIds: readonly string[], owner: Owner): Promise<void> {
  await tagAnalyses(ec2, analysisIds, { Key: TAGS.owner, Value: ownerText(owner) });
}

/** Writes what was reported about the path on the path. */
export async function tagStanding(ec2: Ec2, pathId: string, standing: Standing): Promise<void> {
  await unlessGone(ec2.createTags({ Resources: [pathId], Tags: [standingTag(standing)] }));
}

export async function deleteAnalysis(ec2: Ec2, analysisId: string): Promise<void> {
  await unlessGone(ec2.deleteNetworkInsightsAnalysis({ NetworkInsightsAnalysisId: analysisId }));
}

async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
