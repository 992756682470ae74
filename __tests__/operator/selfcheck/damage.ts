import {
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  type PutEventSelectorsRequest,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { DeleteRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteTopicCommand,
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Monitor } from '../../support/monitor';

const Name = 'management-events';
const FunctionName = 'watch';
const RoleName = 'watch';
const Rule = 'watch-change';

/** What people do to a monitor without meaning to. */
export class Damage {
  constructor(private readonly monitor: Monitor) {}

  stopTrail = () => this.trails.send(new StopLoggingCommand({ Name }));

  deleteTrail = () => this.trails.send(new DeleteTrailCommand({ Name }));

  select = (selectors: Omit<PutEventSelectorsRequest, 'TrailName'>) =>
    this.trails.send(new PutEventSelectorsCommand({ TrailName: Name, ...selectors }));

  disableRule = () => this.aws.events.send(new DisableRuleCommand({ Name: Rule }));

  deleteRule = async () => {
    await this.removeTarget();
    await this.aws.events.send(new DeleteRuleCommand({ Name: Rule }));
  };

  removeTarget = () => this.aws.events.send(new RemoveTargetsCommand({ Rule, Ids: ['function'] }));

  dropDeadLetterConfig = async () => {
    const { Targets = [] } = await this.aws.events.send(new ListTargetsByRuleCommand({ Rule }));
    const bare = Targets.map(({ Id, Arn }) => ({ Id, Arn }));
    await this.aws.events.send(new PutTargetsCommand({ Rule, Targets: bare }));
  };

  /** With a target, but without the permission to invoke it. */
  addSchedule = async (State: 'ENABLED' | 'DISABLED') => {
    const { Targets } = await this.aws.events.send(new ListTargetsByRuleCommand({ Rule }));
    const schedule = { Name: 'watch-sweep', ScheduleExpression: 'rate(1 day)', State };
    await this.aws.events.send(new PutRuleCommand(schedule));
    await this.aws.events.send(new PutTargetsCommand({ Rule: schedule.Name, Targets }));
  };

  removePermission = () => this.aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'change' }));

  deleteFunction = () => this.aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));

  stopFunction = () =>
    this.aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));

  setVariables = (changed: Record<string, string>) => {
    const Variables = { MONITOR_NAME: 'watch', SNS_TOPIC_ARN: this.monitor.topicArn, ...changed };
    return this.aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  };

  dropOnFailure = () => this.aws.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));

  dropPolicy = () => this.aws.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'least-privilege' }));

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

  /** An address that nobody has confirmed. */
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
