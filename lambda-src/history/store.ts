/** The monitor's record: AWS's own list of analyses, with our tags on them. */

import type { NetworkInsightsPath, Tag } from '@aws-sdk/client-ec2';
import { errorCode, isNotFound } from '../aws/errors';
import type { Ec2 } from '../context';
import { type Analysis, byStart, detached, type Owner, ownerText, slim, TAGS, toAnalysis } from './analysis';
import { type Judgement, judgementText } from './judgement';
import { type Standing, standingTag } from './standing';
import { describePaths } from './watched-paths';

/** Where to look: everywhere, at one path, or only at what began at a time (milliseconds since 1970) or later. */
export interface Scope {
  readonly pathId?: string;
  readonly since?: number;
}

/** Every analysis there is, whoever made it, oldest first, each slim: the pages are fat, and there may be a hundred of them. */
export async function listAnalyses(ec2: Ec2, { pathId, since }: Scope = {}): Promise<Analysis[]> {
  const analyses: Analysis[] = [];
  let token: string | undefined;
  do {
    const page = await ec2.describeNetworkInsightsAnalyses({
      MaxResults: 100,
      ...(pathId && { NetworkInsightsPathId: pathId }),
      ...(since !== undefined && { AnalysisStartTime: new Date(since) }),
      ...(token && { NextToken: token }),
    });
    for (const details of page.NetworkInsightsAnalyses ?? []) {
      const analysis = toAnalysis(details);
      if (analysis) analyses.push(detached(slim(analysis)));
    }
    token = page.NextToken || undefined;
  } while (token);
  return analyses.sort(byStart);
}

/** The monitor's own analyses, oldest first. One that somebody started by hand is not among them. */
export async function listOwnAnalyses(ec2: Ec2, monitorName: string, scope: Scope = {}): Promise<Analysis[]> {
  return (await listAnalyses(ec2, scope)).filter((analysis) => analysis.monitorName === monitorName);
}

/** AWS's bound on the ids of one Describe call. */
const MOST_DESCRIBED = 100;

/** The analyses as they are now, in full. One that has vanished is missing from the answer. */
export async function describeAnalyses(ec2: Ec2, ids: readonly string[]): Promise<Analysis[]> {
  if (ids.length === 0) return [];
  if (ids.length > MOST_DESCRIBED) return halved(ids, (half) => describeAnalyses(ec2, half));
  try {
    const answer = await ec2.describeNetworkInsightsAnalyses({ NetworkInsightsAnalysisIds: [...ids] });
    return (answer.NetworkInsightsAnalyses ?? []).flatMap((details) => toAnalysis(details) ?? []);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    // One unknown id refuses the whole call; halving finds it with few calls.
    return ids.length === 1 ? [] : halved(ids, (half) => describeAnalyses(ec2, half));
  }
}

/** AWS's bound on the resources of one call that tags. */
const MOST_TAGGED = 1_000;

/**
 * Writes the tag on all the analyses, with one call where AWS takes it.
 *
 * @returns the ids of those that have vanished; one that has no room for another tag is left without
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

/** Writes down that the analyses were judged. One that has vanished needs no tag. */
export async function tagJudged(ec2: Ec2, analysisIds: readonly string[], judgement: Judgement): Promise<void> {
  await tagAnalyses(ec2, analysisIds, { Key: TAGS.judged, Value: judgementText(judgement) });
}

/** Writes down who judges the analyses from now on. */
export async function tagOwner(ec2: Ec2, analysisIds: readonly string[], owner: Owner): Promise<void> {
  await tagAnalyses(ec2, analysisIds, { Key: TAGS.owner, Value: ownerText(owner) });
}

/** The paths as they are now, with what was last reported about them. One that is gone is missing from the answer. */
export async function existingPaths(ec2: Ec2, ids: readonly string[]): Promise<NetworkInsightsPath[]> {
  if (ids.length === 0) return [];
  if (ids.length > MOST_DESCRIBED) return halved(ids, (half) => existingPaths(ec2, half));
  try {
    return await describePaths(ec2, ids);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return ids.length === 1 ? [] : halved(ids, (half) => existingPaths(ec2, half));
  }
}

/** Writes on the path what was reported about it. */
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
