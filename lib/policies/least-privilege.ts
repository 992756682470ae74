import { NOTE_PREFIX, TAGS } from '../../contract/tags';

/** An IAM policy statement that allows something. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The resources that the function works on. */
export interface Scope {
  readonly monitorName: string;
  /**
   * Returns the ARN of an EC2 resource, such as `network-insights-path/*`, in this account and
   * Region.
   */
  readonly ec2Arn: (resource: string) => string;
  readonly topicArn: string;
  readonly onFailureQueueArn: string;
  readonly logGroupArn: string;
}

// Reachability Analyzer reads the network with the permissions of the caller that starts the
// analysis. These are the actions of its managed policy, without those of Direct Connect and Global
// Accelerator, which it does not support.
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

/** Everything that the function is allowed to do. */
export const leastPrivilege = (scope: Scope): readonly Statement[] => [
  ...analysisStatements(scope),
  allow('ReadResultsAndNetworkConfiguration', READ_ACTIONS, '*'),
  allow('Publish', 'sns:Publish', scope.topicArn),
  allow('KeepWhatFailed', 'sqs:SendMessage', scope.onFailureQueueArn),
  allow('WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${scope.logGroupArn}:*`),
];

/** Needed in addition where a customer managed key encrypts the topic, queues and environment. */
export const keyStatement = (keyArn: string): Statement =>
  allow('UseKey', ['kms:Decrypt', 'kms:GenerateDataKey*'], keyArn);

/** Needed in addition where messages also go to chat. */
export const chatStatement = (chatTopicArn: string): Statement => allow('PublishToChat', 'sns:Publish', chatTopicArn);

const analysisStatements = ({ monitorName, ec2Arn }: Scope): readonly Statement[] => {
  const paths = ec2Arn('network-insights-path/*');
  const analyses = ec2Arn('network-insights-analysis/*');
  const own = { [`aws:ResourceTag/${TAGS.monitor}`]: monitorName };
  const onlyOurTags = { 'aws:TagKeys': ANALYSIS_TAGS };
  return [
    // One statement for each resource: a condition must hold for each resource of the call. The tag
    // of the path is on the resource; that of the analysis, which does not exist yet, is in the
    // request.
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
    // ForAllValues is also true without any keys, and DeleteTags without keys deletes every tag.
    // Therefore `Null` requires keys.
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
    // Including those of others: a path that has any analysis cannot be deleted.
    allow('DeleteAnalyses', 'ec2:DeleteNetworkInsightsAnalysis', analyses),
  ];
};
