import type { NetworkInsightsAnalysis, NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { Collection } from '../../../../reachability/network/collection';
import type { Network } from '../../../../reachability/network/network';
import type { Call, Permission, Principal } from '../../../service';
import type { World } from '../../../world/world';
import { ClientTokens } from './client-tokens';

/** Whether IAM lets a principal do something; the engine reads the network with its caller's rights. */
export interface Permissions {
  allowed(principal: Principal, permission: Permission): boolean;
}

/** What the next analysis does, instead of running for the usual time and telling the truth. */
export interface ScriptedAnalysis {
  readonly durationMs?: number;
  readonly status?: 'failed';
  readonly statusMessage?: string;
  /** Once it is finished, it shows to have begun so much earlier: history that nobody has to wait for. */
  readonly beganEarlierMs?: number;
}

/** Paths and analyses of one account. https://docs.aws.amazon.com/vpc/latest/reachability/what-is-reachability-analyzer.html */
export class Insights {
  readonly paths = new Collection<NetworkInsightsPath>(
    {
      type: 'network-insights-path',
      prefix: 'nip',
      notFound: 'InvalidNetworkInsightsPathId.NotFound',
      malformed: 'InvalidNetworkInsightsPathId.Malformed',
      noun: 'network insights path',
    },
    (it) => it.NetworkInsightsPathId,
  );
  readonly analyses = new Collection<NetworkInsightsAnalysis>(
    {
      type: 'network-insights-analysis',
      prefix: 'nia',
      notFound: 'InvalidNetworkInsightsAnalysisId.NotFound',
      malformed: 'InvalidNetworkInsightsAnalysisId.Malformed',
      noun: 'network insights analysis',
    },
    (it) => it.NetworkInsightsAnalysisId,
  );
  readonly pathTokens = new ClientTokens<NetworkInsightsPath>();
  readonly analysisTokens = new ClientTokens<NetworkInsightsAnalysis>();
  /** Taken first in, first out, one for each analysis that starts. */
  readonly nextAnalyses: ScriptedAnalysis[] = [];

  constructor(
    readonly world: World,
    readonly network: Network,
    readonly permissions: Permissions,
  ) {}

  /** What the engine does and its caller may not do. */
  missingPermissions(call: Call): string[] {
    if (call.principal.kind === 'user') return [];
    return READS.filter((action) => !this.permissions.allowed(call.principal, { action, resource: '*' }));
  }

  clear(): void {
    this.paths.clear();
    this.analyses.clear();
    this.pathTokens.clear();
    this.analysisTokens.clear();
    this.nextAnalyses.length = 0;
  }
}

/** What analyses of this network ask for; https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html */
const READS = [
  'ec2:DescribeAddresses',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeInstances',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeManagedPrefixLists',
  'ec2:DescribeNatGateways',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribePrefixLists',
  'ec2:DescribeRegions',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpcs',
  'ec2:GetManagedPrefixListEntries',
  'tiros:CreateQuery',
  'tiros:GetQueryAnswer',
  'tiros:GetQueryExplanation',
];
