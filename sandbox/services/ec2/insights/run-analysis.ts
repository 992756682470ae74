import type { NetworkInsightsAnalysis, NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { analyze } from '../../../../reachability/analysis/analyze';
import { attachedVpc } from '../../../../reachability/network/attached-vpc';
import type { Network } from '../../../../reachability/network/network';
import type { Call } from '../../../service';
import type { Insights } from './insights';

/**
 * AWS's own words: https://docs.aws.amazon.com/vpc/latest/reachability/reachability-analyzer-troubleshooting.html
 * The message about Tiros, the service that runs analyses, is from a recorded analysis.
 */
const FAILURES = {
  permissions: 'The request failed due to insufficient permissions',
  tiros: 'The request failed due to insufficient Tiros permissions.',
  modified: 'The request failed due to modifications in network resources during the analysis',
  unsupported: 'The network configuration is not supported',
} as const;

/**
 * Analyzes the network as it is now, and shows the result after the duration of an analysis. A change
 * in the VPC of the source or destination in the meantime makes the analysis fail.
 */
export function runAnalysis(
  insights: Insights,
  path: NetworkInsightsPath,
  analysis: NetworkInsightsAnalysis,
  call: Call,
): void {
  const { world, network } = insights;
  const id = analysis.NetworkInsightsAnalysisId as string;
  const script = insights.nextAnalyses.shift();
  const vpcs = vpcsOf(network, path);
  let isModified = false;
  const stopListening = network.onChange((vpcId) => {
    if (vpcs.has(vpcId)) isModified = true;
  });
  const judged = script?.status ? failed(script.statusMessage) : judge(insights, path, call);
  const durationMs = script?.durationMs ?? world.analysisSeconds * 1000;
  world.activity.after(durationMs, `analysis ${id}`, () => {
    stopListening();
    const current = insights.analyses.find(id);
    if (!current) return;
    const result = isModified && !script?.status ? failed(FAILURES.modified) : judged;
    const StartDate = new Date(Number(current.StartDate) - (script?.beganEarlierMs ?? 0));
    const finished = insights.analyses.put({ ...current, StartDate, ...result });
    record(insights, path, finished, durationMs);
  });
}

function judge(insights: Insights, path: NetworkInsightsPath, call: Call): Partial<NetworkInsightsAnalysis> {
  const missing = insights.missingPermissions(call);
  if (missing.length > 0) {
    return failed(missing.every((action) => action.startsWith('tiros:')) ? FAILURES.tiros : FAILURES.permissions);
  }
  const { network } = insights;
  const reachability = analyze({ network, region: call.region, account: call.account }, path);
  if (reachability.kind === 'unsupported') {
    return { ...failed(FAILURES.unsupported), Explanations: [...reachability.explanations] };
  }
  const { kind, forward, back } = reachability;
  return {
    Status: 'succeeded',
    NetworkPathFound: kind === 'reachable',
    ForwardPathComponents: unlessEmpty(forward),
    ReturnPathComponents: unlessEmpty(back),
    Explanations: kind === 'blocked' ? [...reachability.explanations] : undefined,
  };
}

/** An analysis shows no empty lists. */
function unlessEmpty<T>(list: readonly T[]): T[] | undefined {
  return list.length > 0 ? [...list] : undefined;
}

/** A failed analysis shows `NetworkPathFound: false`, which means nothing. */
function failed(
  StatusMessage = 'The request failed due to throttling errors from EC2',
): Partial<NetworkInsightsAnalysis> {
  return { Status: 'failed', StatusMessage, NetworkPathFound: false };
}

function vpcsOf(network: Network, path: NetworkInsightsPath): Set<string> {
  const ids = [path.Source, path.Destination].flatMap((id) => {
    const ofInstance = network.interfacesOfInstance(id).map(({ VpcId }) => VpcId);
    const gateway = network.internetGateways.find(id);
    return [...ofInstance, network.networkInterfaces.find(id)?.VpcId, gateway && attachedVpc(gateway)];
  });
  return new Set(ids.flatMap((id) => id ?? []));
}

function record(
  { world }: Insights,
  path: NetworkInsightsPath,
  analysis: NetworkInsightsAnalysis,
  durationMs: number,
): void {
  const { NetworkInsightsAnalysisId: analysisId, Status: status, NetworkPathFound: pathFound } = analysis;
  const name = path.Tags?.find((tag) => tag.Key === 'Name')?.Value ?? path.NetworkInsightsPathId;
  const outcome =
    status === 'failed' ? `failed: ${analysis.StatusMessage}` : pathFound ? 'path found' : 'no path found';
  world.timeline.record('analysis', `${name}: ${outcome}`, {
    analysisId,
    pathId: path.NetworkInsightsPathId,
    status,
    statusMessage: analysis.StatusMessage,
    pathFound,
    startedAt: analysis.StartDate?.toISOString(),
    durationMs,
    explanationCodes: analysis.Explanations?.map(({ ExplanationCode }) => ExplanationCode),
  });
}
