import type { NetworkInsightsAnalysis, NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { analyze } from '../../../../reachability/analysis/analyze';
import { attachedVpc } from '../../../../reachability/network/attached-vpc';
import type { Network } from '../../../../reachability/network/network';
import type { Call } from '../../../service';
import type { Insights } from './insights';

/**
 * AWS's own words: https://docs.aws.amazon.com/vpc/latest/reachability/reachability-analyzer-troubleshooting.html. What lacks a
 * permission of Tiros, the service that analyses, says so in a recorded analysis.
 */
const FAILURES = {
  permissions: 'The request failed due to insufficient permissions',
  tiros: 'The request failed due to insufficient Tiros permissions.',
  modified: 'The request failed due to modifications in network resources during the analysis',
  unsupported: 'The network configuration is not supported',
} as const;

/**
 * Judges the network as it is now and shows the result when the time of an analysis has passed. A change in the VPC of the
 * source or destination meanwhile makes the analysis fail.
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
  const stopObserving = network.observe((vpcId) => {
    if (vpcs.has(vpcId)) isModified = true;
  });
  const judged = script?.status ? failed(script.statusMessage) : judge(insights, path, call);
  const durationMs = script?.durationMs ?? world.analysisSeconds * 1000;
  world.activity.after(durationMs, `analysis ${id}`, () => {
    stopObserving();
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
    return failed(missing.every((it) => it.startsWith('tiros:')) ? FAILURES.tiros : FAILURES.permissions);
  }
  const { network } = insights;
  const verdict = analyze({ network, region: call.region, account: call.account }, path);
  if (!verdict.supported) return { ...failed(FAILURES.unsupported), Explanations: [...verdict.explanations] };
  return {
    Status: 'succeeded',
    NetworkPathFound: verdict.pathFound,
    ...(verdict.forward.length > 0 && { ForwardPathComponents: verdict.forward }),
    ...(verdict.back.length > 0 && { ReturnPathComponents: verdict.back }),
    ...(verdict.explanations.length > 0 && { Explanations: verdict.explanations }),
  };
}

/** A failed analysis shows that no path was found, which then means nothing. */
function failed(
  StatusMessage = 'The request failed due to throttling errors from EC2',
): Partial<NetworkInsightsAnalysis> {
  return { Status: 'failed', StatusMessage, NetworkPathFound: false };
}

function vpcsOf(network: Network, path: NetworkInsightsPath): Set<string> {
  const ids = [path.Source, path.Destination].flatMap((id) => {
    const ofInstance = network.interfacesOfInstance(id).map((it) => it.VpcId);
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
  const verdict =
    status === 'failed' ? `failed: ${analysis.StatusMessage}` : pathFound ? 'path found' : 'no path found';
  world.timeline.record('analysis', `${name}: ${verdict}`, {
    analysisId,
    pathId: path.NetworkInsightsPathId,
    status,
    statusMessage: analysis.StatusMessage,
    pathFound,
    startedAt: analysis.StartDate?.toISOString(),
    durationMs,
    explanationCodes: analysis.Explanations?.map((it) => it.ExplanationCode),
  });
}
