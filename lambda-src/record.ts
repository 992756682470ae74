/** The monitor's record: AWS's own list of analyses, with our tags on them. */

import { type Analysis, byStart, isOwn, type Judgement, judgementText, TAGS, toAnalysis } from './analysis';
import { isNotFound } from './aws-error';
import type { Ec2 } from './ports';

/** Where to look: everywhere, at one path, or only at what began at a time (milliseconds since 1970) or later. */
export interface Scope {
  readonly pathId?: string;
  readonly since?: number;
}

/** Every analysis there is, whoever made it, oldest first. */
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
    analyses.push(...(page.NetworkInsightsAnalyses ?? []).flatMap((details) => toAnalysis(details) ?? []));
    token = page.NextToken || undefined;
  } while (token);
  return analyses.sort(byStart);
}

/** The monitor's own analyses, oldest first. One that somebody started by hand is not among them. */
export async function listOwnAnalyses(ec2: Ec2, monitorName: string, scope: Scope = {}): Promise<Analysis[]> {
  return (await listAnalyses(ec2, scope)).filter((analysis) => isOwn(analysis, monitorName));
}

/** The analyses as they are now, at most 100 ids at once. One that has vanished is missing from the answer. */
export async function describeAnalyses(ec2: Ec2, ids: readonly string[]): Promise<Analysis[]> {
  if (ids.length === 0) return [];
  try {
    const answer = await ec2.describeNetworkInsightsAnalyses({ NetworkInsightsAnalysisIds: [...ids] });
    return (answer.NetworkInsightsAnalyses ?? []).flatMap((details) => toAnalysis(details) ?? []);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    if (ids.length === 1) return [];
    // One unknown id refuses the whole call; halving finds it with few calls.
    const middle = Math.ceil(ids.length / 2);
    return [
      ...(await describeAnalyses(ec2, ids.slice(0, middle))),
      ...(await describeAnalyses(ec2, ids.slice(middle))),
    ];
  }
}

/** Writes down that the analysis was judged. One that has vanished needs no tag. */
export async function tagJudged(ec2: Ec2, analysisId: string, judgement: Judgement): Promise<void> {
  await unlessGone(
    ec2.createTags({ Resources: [analysisId], Tags: [{ Key: TAGS.judged, Value: judgementText(judgement) }] }),
  );
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
