import {
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  type PutEventSelectorsRequest,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateTagsCommand,
  DeleteNetworkInsightsPathCommand,
  DeleteTagsCommand,
  StartNetworkInsightsAnalysisCommand,
} from '@aws-sdk/client-ec2';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { DeleteRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionConfigurationCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import {
  DeleteTopicCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { strToU8, zipSync } from 'fflate';
import { ROLE_POLICY } from '../../contract/names';
import type { Monitor } from '../deployment/deployed-monitor';

const Name = 'management-events';
const FunctionName = 'watch';
const RoleName = 'watch';
const Rule = 'watch-change';

/** Changes that break a monitor, by mistake or on purpose. */
export class Damage {
  constructor(private readonly monitor: Monitor) {}

  stopTrail = () => this.trails.send(new StopLoggingCommand({ Name }));

  deleteTrail = () => this.trails.send(new DeleteTrailCommand({ Name }));

  select = (selectors: Omit<PutEventSelectorsRequest, 'TrailName'>) =>
    this.trails.send(new PutEventSelectorsCommand({ TrailName: Name, ...selectors }));

  disableRule = (rule = Rule) => this.aws.events.send(new DisableRuleCommand({ Name: rule }));

  deleteRule = async (rule = Rule) => {
    await this.removeTarget(rule);
    await this.aws.events.send(new DeleteRuleCommand({ Name: rule }));
  };

  removeTarget = (rule = Rule) => this.aws.events.send(new RemoveTargetsCommand({ Rule: rule, Ids: ['function'] }));

  dropDeadLetterConfig = async () => {
    const { Targets = [] } = await this.aws.events.send(new ListTargetsByRuleCommand({ Rule }));
    const bare = Targets.map(({ Id, Arn }) => ({ Id, Arn }));
    await this.aws.events.send(new PutTargetsCommand({ Rule, Targets: bare }));
  };

  /** Adds a sweep with a target, but without the permission to invoke it. */
  addSchedule = async (State: 'ENABLED' | 'DISABLED') => {
    const { Targets } = await this.aws.events.send(new ListTargetsByRuleCommand({ Rule }));
    const schedule = { Name: 'watch-sweep', ScheduleExpression: 'rate(1 day)', State };
    await this.aws.events.send(new PutRuleCommand(schedule));
    await this.aws.events.send(new PutTargetsCommand({ Rule: schedule.Name, Targets }));
  };

  removePermission = (StatementId = 'change') =>
    this.aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));

  deleteFunction = () => this.aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));

  stopFunction = () =>
    this.aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));

  /** Changes environment variables. Undefined removes one. */
  setVariables = async (changed: Record<string, string | undefined>) => {
    const { Environment } = await this.aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const all = Object.entries({ ...Environment?.Variables, ...changed });
    const Variables = Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return this.setFunction({ Environment: { Variables } });
  };

  setFunction = (settings: Omit<UpdateFunctionConfigurationRequest, 'FunctionName'>) =>
    this.aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...settings }));

  replaceCode = (source: string) =>
    this.aws.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipSync({ 'index.js': strToU8(source) }) }),
    );

  setAsynchronous = (settings: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number }) =>
    this.aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: this.monitor.arn('sqs', 'watch-given-up') } },
        ...settings,
      }),
    );

  setPattern = (pattern: object, rule = Rule) =>
    this.aws.events.send(new PutRuleCommand({ Name: rule, EventPattern: JSON.stringify(pattern) }));

  setTarget = async (changed: Partial<Target>, rule = Rule) => {
    const { Targets = [] } = await this.aws.events.send(new ListTargetsByRuleCommand({ Rule: rule }));
    const all = Targets.map((target) => ({ ...target, ...changed }) as Target);
    await this.aws.events.send(new PutTargetsCommand({ Rule: rule, Targets: all }));
  };

  filter = async (policy: object) => {
    const { sns } = this.aws;
    const { Subscriptions = [] } = await sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: this.monitor.topicArn }),
    );
    const attribute = { AttributeName: 'FilterPolicy', AttributeValue: JSON.stringify(policy) };
    for (const { SubscriptionArn } of Subscriptions)
      await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, ...attribute }));
  };

  setTopicPolicy = (...Statement: object[]) =>
    this.aws.sns.send(
      new SetTopicAttributesCommand({
        TopicArn: this.monitor.topicArn,
        AttributeName: 'Policy',
        AttributeValue: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );

  deleteAlarm = (name: string) => this.aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [name] }));

  muteAlarm = (name: string) => this.aws.cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: [name] }));

  ringAlarm = (AlarmName: string) =>
    this.aws.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'Threshold Crossed' }),
    );

  /** Changes some settings of an alarm. */
  changeAlarm = async (AlarmName: string, changed: Partial<PutMetricAlarmInput>) => {
    const { MetricAlarms = [] } = await this.aws.cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
    );
    await this.aws.cloudwatch.send(
      new PutMetricAlarmCommand({ ...(MetricAlarms[0] as PutMetricAlarmInput), ...changed }),
    );
  };

  untagPath = (Key: string) =>
    this.aws.ec2.send(new DeleteTagsCommand({ Resources: [this.monitor.pathId], Tags: [{ Key }] }));

  deletePath = () =>
    this.aws.ec2.send(new DeleteNetworkInsightsPathCommand({ NetworkInsightsPathId: this.monitor.pathId }));

  /** Starts an analysis with the monitor's tags, as an attacker may. */
  forgeAnalysis = (tags: Record<string, string>) =>
    this.aws.ec2.send(
      new StartNetworkInsightsAnalysisCommand({
        NetworkInsightsPathId: this.monitor.pathId,
        TagSpecifications: [
          {
            ResourceType: 'network-insights-analysis',
            Tags: Object.entries({ ReachabilityMonitor: 'watch', ...tags }).map(([Key, Value]) => ({ Key, Value })),
          },
        ],
      }),
    );

  dropOnFailure = () => this.aws.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));

  dropPolicy = () => this.aws.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: ROLE_POLICY }));

  deny = (Action: string) => {
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] };
    return this.aws.iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'deny', PolicyDocument: JSON.stringify(policy) }),
    );
  };

  deleteRole = async () => {
    await this.dropPolicy();
    await this.aws.iam.send(new DeleteRoleCommand({ RoleName }));
  };

  tagPath = (Key: string, Value: string) =>
    this.aws.ec2.send(new CreateTagsCommand({ Resources: [this.monitor.pathId], Tags: [{ Key, Value }] }));

  unsubscribeAll = async () => {
    const { sns } = this.aws;
    const { Subscriptions = [] } = await sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: this.monitor.topicArn }),
    );
    for (const { SubscriptionArn } of Subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  };

  /** Subscribes an address without confirming it. */
  subscribe = () =>
    this.aws.sns.send(
      new SubscribeCommand({
        TopicArn: this.monitor.topicArn,
        Protocol: 'email',
        Endpoint: 'network@example.com',
      }),
    );

  deleteTopic = () => this.aws.sns.send(new DeleteTopicCommand({ TopicArn: this.monitor.topicArn }));

  fillQueue = async (queue: string) =>
    this.aws.sqs.send(new SendMessageCommand({ QueueUrl: await this.url(queue), MessageBody: '{}' }));

  deleteQueue = async (queue: string) => this.aws.sqs.send(new DeleteQueueCommand({ QueueUrl: await this.url(queue) }));

  setQueue = async (queue: string, Attributes: Record<string, string>) =>
    this.aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: await this.url(queue), Attributes }));

  dropQueuePolicy = async (queue: string) =>
    this.aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: await this.url(queue), Attributes: { Policy: '' } }));

  private get aws() {
    return this.monitor.aws;
  }

  private get trails() {
    return this.aws.cloudtrail('us-east-1');
  }

  private async url(QueueName: string): Promise<string> {
    return (await this.aws.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
  }
}
