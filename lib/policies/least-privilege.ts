import { NOTE_PREFIX, TAGS } from '../../contract/tags';

/** An IAM policy statement that allows something. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What the function works on. */
export interface Scope {
  readonly monitorName: string;
  /** The ARN of an EC2 resource here, such as `network-insights-path/*`. */
  readonly ec2Arn: (resource: string) => string;
  readonly topicArn: string;
  readonly onFailureQueueArn: string;
  readonly logGroupArn: string;
}

// Reachability Analyzer reads the network with the permissions of who starts the analysis; these are the actions that its
// managed policy lists, without Direct Connect and Global Accelerator, which it does not support.
// https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html
const READ_ACTIONS: readonly string[] = [
  'ec2:DescribeNetworkInsightsAnalyses',
  'ec2:DescribeNetworkInsightsPaths',
  'ec2:DescribeAddresses',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeCustomerGateways',
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
  'ec2:DescribeTransitGatewayAttachments',
  'ec2:DescribeTransitGatewayConnects',
  'ec2:DescribeTransitGatewayPeeringAttachments',
  'ec2:DescribeTransitGatewayPolicyTables',
  'ec2:DescribeTransitGatewayRouteTables',
  'ec2:DescribeTransitGatewayVpcAttachments',
  'ec2:DescribeTransitGateways',
  'ec2:DescribeVpcEndpointServiceConfigurations',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpcs',
  'ec2:DescribeVpnConnections',
  'ec2:DescribeVpnGateways',
  'ec2:GetManagedPrefixListEntries',
  'ec2:GetTransitGatewayPolicyTableAssociations',
  'ec2:GetTransitGatewayPolicyTableEntries',
  'ec2:GetTransitGatewayRouteTablePropagations',
  'ec2:SearchTransitGatewayRoutes',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'network-firewall:DescribeFirewall',
  'network-firewall:DescribeFirewallMetadata',
  'network-firewall:DescribeFirewallPolicy',
  'network-firewall:DescribeResourcePolicy',
  'network-firewall:DescribeRuleGroup',
  'network-firewall:ListFirewallPolicies',
  'network-firewall:ListFirewalls',
  'network-firewall:ListRuleGroups',
  'tiros:CreateQuery',
  'tiros:ExtendQuery',
  'tiros:GetQueryAnswer',
  'tiros:GetQueryExplanation',
  'tiros:GetQueryExtensionAccounts',
];

/** Every tag key that the function may write on an analysis, as IAM patterns. */
const ANALYSIS_TAGS = [TAGS.monitor, TAGS.owner, TAGS.judged, TAGS.ipv6, `${NOTE_PREFIX}*`];

const allow = (
  Sid: string,
  Action: Statement['Action'],
  Resource: Statement['Resource'],
  Condition?: Statement['Condition'],
): Statement => ({ Sid, Effect: 'Allow', Action, Resource, Condition });

/** What the function may do, and nothing else. */
export const leastPrivilege = (scope: Scope): readonly Statement[] => [
  ...analysisStatements(scope),
  allow('ReadResultsAndNetworkConfiguration', READ_ACTIONS, '*'),
  allow('Publish', 'sns:Publish', scope.topicArn),
  allow('KeepWhatFailed', 'sqs:SendMessage', scope.onFailureQueueArn),
  allow('WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${scope.logGroupArn}:*`),
];

/** What the function further needs where a customer managed key encrypts its topic, queues and environment. */
export const keyStatement = (keyArn: string): Statement =>
  allow('UseKey', ['kms:Decrypt', 'kms:GenerateDataKey*'], keyArn);

/** What the function further needs where people hear in chat as well. */
export const chatStatement = (chatTopicArn: string): Statement => allow('PublishToChat', 'sns:Publish', chatTopicArn);

const analysisStatements = ({ monitorName, ec2Arn }: Scope): readonly Statement[] => {
  const paths = ec2Arn('network-insights-path/*');
  const analyses = ec2Arn('network-insights-analysis/*');
  const own = { [`aws:ResourceTag/${TAGS.monitor}`]: monitorName };
  const onlyOurTags = { 'aws:TagKeys': ANALYSIS_TAGS };
  return [
    // One statement a resource: a condition must hold for each resource that the call touches, and the tag of the path is on the
    // resource while that of the analysis, which does not exist yet, is in the request.
    allow('StartOnOwnPaths', 'ec2:StartNetworkInsightsAnalysis', paths, { StringEquals: own }),
    allow('StartOwnAnalyses', 'ec2:StartNetworkInsightsAnalysis', analyses, {
      StringEquals: { [`aws:RequestTag/${TAGS.monitor}`]: monitorName },
    }),
    allow('TagAnalysesAtCreation', 'ec2:CreateTags', analyses, {
      StringEquals: { 'ec2:CreateAction': 'StartNetworkInsightsAnalysis' },
      'ForAllValues:StringLike': onlyOurTags,
    }),
    allow('TagOwnAnalyses', 'ec2:CreateTags', analyses, {
      StringEquals: own,
      'ForAllValues:StringLike': onlyOurTags,
    }),
    // ForAllValues also holds for no keys at all, and deleting without naming keys deletes every tag; so both name keys.
    allow('NoteStandingOnOwnPaths', 'ec2:CreateTags', paths, {
      StringEquals: own,
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAGS.standing] },
      Null: { 'aws:TagKeys': 'false' },
    }),
    allow('UnwatchOwnPaths', 'ec2:DeleteTags', paths, {
      StringEquals: own,
      'ForAllValues:StringEquals': { 'aws:TagKeys': [TAGS.monitor] },
      Null: { 'aws:TagKeys': 'false' },
    }),
    // Those of others too: a path with any analysis left cannot be deleted.
    allow('DeleteAnalyses', 'ec2:DeleteNetworkInsightsAnalysis', analyses),
  ];
};
