import type { NetworkInsightsAnalysis, NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { Collection } from '../../../../reachability/network/collection';
import type { Call, Permission, Principal } from '../../../service';
import type { World } from '../../../world/world';
import type { LiveNetwork } from '../live-network';
import { ClientTokens } from './client-tokens';

/** IAM. An analysis reads the network with the permissions of its caller. */
export interface Permissions {
  allowed(principal: Principal, permission: Permission): boolean;
}

/** What an analysis does instead of running for the usual time and reporting the truth. */
export interface ScriptedAnalysis {
  readonly durationMs?: number;
  readonly status?: 'failed';
  readonly statusMessage?: string;
  /** How much earlier than it did it claims to have started, once it has finished. It makes history without waiting. */
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
    'NetworkInsightsPathId',
  );
  readonly analyses = new Collection<NetworkInsightsAnalysis>(
    {
      type: 'network-insights-analysis',
      prefix: 'nia',
      notFound: 'InvalidNetworkInsightsAnalysisId.NotFound',
      malformed: 'InvalidNetworkInsightsAnalysisId.Malformed',
      noun: 'network insights analysis',
    },
    'NetworkInsightsAnalysisId',
  );
  readonly pathTokens = new ClientTokens<NetworkInsightsPath>();
  readonly analysisTokens = new ClientTokens<NetworkInsightsAnalysis>();
  /** The first one is for the next analysis that starts, and so on. */
  readonly nextAnalyses: ScriptedAnalysis[] = [];

  constructor(
    readonly world: World,
    readonly network: LiveNetwork,
    readonly permissions: Permissions,
  ) {}

  /** The actions of an analysis that its caller is not allowed. */
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

/** The actions that an analysis needs: https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html */
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
