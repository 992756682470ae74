import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeNetworkInsightsAnalysesCommand,
  DescribeNetworkInsightsPathsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';

/** The ids and names of everything that the stack may leave in the account, except the network itself. */
export async function leftovers(endpoint: string, region: string): Promise<string[]> {
  const settings = { endpoint, region, credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' } };
  const ec2 = new EC2Client(settings);
  const lists = await Promise.all([
    ec2
      .send(new DescribeNetworkInsightsPathsCommand({}))
      .then((found) => found.NetworkInsightsPaths?.map((path) => path.NetworkInsightsPathId)),
    ec2
      .send(new DescribeNetworkInsightsAnalysesCommand({}))
      .then((found) => found.NetworkInsightsAnalyses?.map((analysis) => analysis.NetworkInsightsAnalysisId)),
    new LambdaClient(settings)
      .send(new ListFunctionsCommand({}))
      .then((found) => found.Functions?.map((lambda) => lambda.FunctionArn)),
    new EventBridgeClient(settings)
      .send(new ListRulesCommand({}))
      .then((found) => found.Rules?.map((rule) => rule.Arn)),
    new SNSClient(settings)
      .send(new ListTopicsCommand({}))
      .then((found) => found.Topics?.map((topic) => topic.TopicArn)),
    new SQSClient(settings).send(new ListQueuesCommand({})).then((found) => found.QueueUrls),
    new IAMClient(settings).send(new ListRolesCommand({})).then((found) => found.Roles?.map((role) => role.Arn)),
    new CloudWatchLogsClient(settings)
      .send(new DescribeLogGroupsCommand({}))
      .then((found) => found.logGroups?.map((group) => group.arn)),
    new CloudWatchClient(settings)
      .send(new DescribeAlarmsCommand({}))
      .then((found) => found.MetricAlarms?.map((alarm) => alarm.AlarmArn)),
    new CloudWatchClient(settings)
      .send(new ListDashboardsCommand({}))
      .then((found) => found.DashboardEntries?.map((dashboard) => dashboard.DashboardArn)),
  ]);
  return lists.flatMap((ids) => ids ?? []).map((id) => id ?? 'a resource without a name');
}
