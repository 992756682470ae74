/** The actions of this command. All but the last one, which invokes the function, are read-only. */
const ACTIONS = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricStatistics',
  'ec2:DescribeNetworkInsightsAnalyses',
  'ec2:DescribeNetworkInsightsPaths',
  'events:DescribeRule',
  'events:ListTargetsByRule',
  'events:TestEventPattern',
  'iam:SimulatePrincipalPolicy',
  'lambda:GetFunctionConcurrency',
  'lambda:GetFunctionConfiguration',
  'lambda:GetFunctionEventInvokeConfig',
  'lambda:GetPolicy',
  'lambda:ListFunctions',
  'sns:GetSubscriptionAttributes',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  // Only where the function runs other code than this checkout builds.
  'lambda:InvokeFunction',
];

/** The IAM policy of a role that may run this command for any monitor of the account. */
export const selfcheckPolicy = () => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Selfcheck', Effect: 'Allow', Action: ACTIONS, Resource: '*' }],
});
