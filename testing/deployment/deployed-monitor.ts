import { join } from 'node:path';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupEgressCommand,
  CreateNetworkInsightsPathCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeSecurityGroupsCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { PutRuleCommand, type PutRuleRequest, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { LOOK } from '../../contract/input';
import { type MonitorNames, monitorNames, ROLE_POLICY, type RuleName, ruleName } from '../../contract/names';
import { BUNDLE_MODULE, bundle, zip } from '../../lib/bundle/lambda-bundle';
import { APPLIANCE_PATTERN, EVENT_PATTERNS } from '../../lib/policies/event-patterns';
import { leastPrivilege } from '../../lib/policies/least-privilege';
import { type AwsClients, awsClients } from '../../operator/clients';
import type { Sandbox } from '../../sandbox/sandbox';
import { exampleEnvironment } from '../example-environment';

const HTTPS_OUT: IpPermission = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
/** The queue that gets every message of the topic. */
const LISTENER = 'listener';
const VERSION = '2012-10-17';

let code: Uint8Array | undefined;

/** The function's zip, built once for each test file. */
const functionZip = (): Uint8Array => {
  code ??= zip(bundle(join(__dirname, '..', '..', 'lambda-src', 'index.ts')));
  return code;
};

/** How the function differs from the stack's own. */
export interface FunctionSettings {
  /** A zip with `index.js`. */
  readonly code?: Uint8Array;
  readonly memorySize?: number;
  readonly timeoutSeconds?: number;
}

/**
 * A monitor in a sandbox with the path `web-to-internet`. It creates call by call, within a second, what
 * Terraform creates from the stack.
 */
export class Monitor {
  readonly names: MonitorNames;
  readonly aws: AwsClients & { readonly logs: CloudWatchLogsClient };
  /** The id of the path `web-to-internet`, after `deploy`. */
  pathId = '';

  constructor(
    private readonly sandbox: Sandbox,
    readonly name = 'watch',
    private readonly functionSettings: FunctionSettings = {},
  ) {
    this.names = monitorNames(name);
    const settings = {
      endpoint: sandbox.endpoint,
      region: sandbox.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    this.aws = { ...awsClients(settings), logs: new CloudWatchLogsClient(settings) };
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.sandbox.region}:${this.sandbox.account}:${resource}`;
  }

  get topicArn(): string {
    return this.arn('sns', this.name);
  }

  get roleArn(): string {
    return `arn:aws:iam::${this.sandbox.account}:role/${this.name}`;
  }

  async deploy(): Promise<this> {
    await this.topic();
    await this.aws.logs.send(new CreateLogGroupCommand({ logGroupName: this.names.logGroup }));
    await this.queues();
    await this.role();
    this.pathId = await this.path('web-to-internet');
    await this.function();
    await this.rules();
    return this;
  }

  /** Creates a path from the server in the security group to the internet on tcp/443. @returns its id */
  async path(Name: string, Expect = 'reachable', groupName = 'web'): Promise<string> {
    const { ec2 } = this.aws;
    const { Reservations } = await ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance.group-name', Values: [groupName] }] }),
    );
    const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({}));
    const tags = { Name, Expect, ReachabilityMonitor: this.name };
    const { NetworkInsightsPath } = await ec2.send(
      new CreateNetworkInsightsPathCommand({
        Source: Reservations?.[0]?.Instances?.[0]?.InstanceId,
        Destination: InternetGateways?.[0]?.InternetGatewayId,
        Protocol: 'tcp',
        DestinationPort: 443,
        TagSpecifications: [
          {
            ResourceType: 'network-insights-path',
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          },
        ],
      }),
    );
    return NetworkInsightsPath?.NetworkInsightsPathId ?? '';
  }

  async breakPath(): Promise<void> {
    await this.aws.ec2.send(
      new RevokeSecurityGroupEgressCommand({ GroupId: await this.webGroupId(), IpPermissions: [HTTPS_OUT] }),
    );
  }

  async mendPath(): Promise<void> {
    await this.aws.ec2.send(
      new AuthorizeSecurityGroupEgressCommand({ GroupId: await this.webGroupId(), IpPermissions: [HTTPS_OUT] }),
    );
  }

  /** Allows a rule to invoke the function. */
  async permit(rule: RuleName = 'change'): Promise<void> {
    await this.aws.lambda.send(
      new AddPermissionCommand({
        FunctionName: this.names.function,
        StatementId: rule,
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: this.arn('events', `rule/${ruleName(this.name, rule)}`),
      }),
    );
  }

  close(): void {
    const { cloudtrail: _, ...clients } = this.aws;
    for (const client of Object.values(clients)) client.destroy();
  }

  private async webGroupId(): Promise<string> {
    const { SecurityGroups } = await this.aws.ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['web'] }] }),
    );
    return SecurityGroups?.[0]?.GroupId ?? '';
  }

  /** Creates the topic, and a queue that receives its messages. */
  private async topic(): Promise<void> {
    await this.aws.sns.send(new CreateTopicCommand({ Name: this.name }));
    await this.queue(LISTENER, this.mayBeSentBy('sns.amazonaws.com', LISTENER, [this.topicArn]));
    await this.aws.sns.send(
      new SubscribeCommand({ TopicArn: this.topicArn, Protocol: 'sqs', Endpoint: this.arn('sqs', LISTENER) }),
    );
  }

  private async queues(): Promise<void> {
    const { deadLetterQueue, givenUpQueue, changeRule, applianceRule, sweepRule, lookRule } = this.names;
    const rules = [changeRule, applianceRule, sweepRule, lookRule].map((rule) => this.arn('events', `rule/${rule}`));
    await this.queue(deadLetterQueue, this.mayBeSentBy('events.amazonaws.com', deadLetterQueue, rules));
    await this.queue(givenUpQueue);
  }

  private async queue(QueueName: string, policy: Record<string, string> = {}): Promise<void> {
    const Attributes = { MessageRetentionPeriod: '1209600', ...policy };
    await this.aws.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  }

  private mayBeSentBy(Service: string, queue: string, sourceArns: string[]): { Policy: string } {
    const statement = {
      Effect: 'Allow',
      Principal: { Service },
      Action: 'sqs:SendMessage',
      Resource: this.arn('sqs', queue),
      Condition: { ArnEquals: { 'aws:SourceArn': sourceArns } },
    };
    return { Policy: JSON.stringify({ Version: VERSION, Statement: [statement] }) };
  }

  private async role(): Promise<void> {
    const trust = {
      Version: VERSION,
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    const statements = leastPrivilege({
      monitorName: this.name,
      ec2Arn: (resource) => this.arn('ec2', resource),
      topicArn: this.topicArn,
      onFailureQueueArn: this.arn('sqs', this.names.givenUpQueue),
      logGroupArn: this.arn('logs', `log-group:${this.names.logGroup}`),
    });
    await this.aws.iam.send(
      new CreateRoleCommand({ RoleName: this.name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    await this.aws.iam.send(
      new PutRolePolicyCommand({
        RoleName: this.name,
        PolicyName: ROLE_POLICY,
        PolicyDocument: JSON.stringify({ Version: VERSION, Statement: statements }),
      }),
    );
  }

  private async function(): Promise<void> {
    const { lambda } = this.aws;
    const { code = functionZip(), memorySize, timeoutSeconds = 240 } = this.functionSettings;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: this.names.function,
        Role: this.roleArn,
        Runtime: 'nodejs22.x',
        Handler: `${BUNDLE_MODULE}.handler`,
        MemorySize: memorySize,
        Timeout: timeoutSeconds,
        Code: { ZipFile: code },
        Environment: {
          Variables: exampleEnvironment({
            MONITOR_NAME: this.name,
            SNS_TOPIC_ARN: this.topicArn,
            SETTLE_SECONDS: '0',
            DECLARED_PATHS: `web-to-internet=${this.pathId}/reachable`,
          }),
        },
      }),
    );
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: this.names.function,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: this.arn('sqs', this.names.givenUpQueue) } },
      }),
    );
  }

  private async rules(): Promise<void> {
    await this.rule('change', { EventPattern: JSON.stringify(EVENT_PATTERNS.network) });
    await this.rule('appliance', { EventPattern: JSON.stringify(APPLIANCE_PATTERN) });
    await this.rule('look', { ScheduleExpression: 'rate(1 day)' }, JSON.stringify(LOOK));
  }

  private async rule(rule: RuleName, starts: Partial<PutRuleRequest>, Input?: string): Promise<void> {
    const { events } = this.aws;
    const Name = ruleName(this.name, rule);
    await events.send(new PutRuleCommand({ Name, ...starts }));
    await this.permit(rule);
    const target = {
      Id: 'function',
      Arn: this.arn('lambda', `function:${this.names.function}`),
      Input,
      DeadLetterConfig: { Arn: this.arn('sqs', this.names.deadLetterQueue) },
      RetryPolicy: { MaximumRetryAttempts: 8, MaximumEventAgeInSeconds: 3600 },
    };
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [target] }));
  }
}
