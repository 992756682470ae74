import { DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, DeleteTopicCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { chatStatement } from '../../lib/policies/least-privilege';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { putAlarms } from '../../testing/deployment/alarms';
import { Monitor } from '../../testing/deployment/deployed-monitor';
import { exampleEnvironment } from '../../testing/example-environment';

const IDLE_MS = 60_000;
const BUDGET = 2;
const ALERT = '[ALERT] Security Group change caused connectivity issue: web-to-internet';

let sandbox: Sandbox;
let monitor: Monitor;
let alarms: readonly string[];
const fired = new Set<string>();

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.2, eventDelaySeconds: 0.1 });
});

beforeEach(async () => {
  monitor = await new Monitor(sandbox).deploy();
  alarms = await putAlarms(monitor, { dailyAnalysisBudget: BUDGET });
});

afterEach(async () => {
  monitor.close();
  await sandbox.reset();
});

afterAll(() => sandbox.close());

const settings = () => ({
  endpoint: sandbox.endpoint,
  region: sandbox.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

const idle = async () => expect(await sandbox.activity.idle(IDLE_MS)).toBe(true);

/** The alarms that sent a message to the topic. */
function reported(): string[] {
  const names = sandbox.inbox
    .filter(({ topicArn, subject }) => topicArn === monitor.topicArn && subject?.startsWith('ALARM: '))
    .map(({ message }) => JSON.parse(message).AlarmName.replace(`${monitor.name}-`, '') as string);
  for (const name of names) fired.add(`${monitor.name}-${name}`);
  return names.sort();
}

async function breakPath(): Promise<string[]> {
  await monitor.breakPath();
  await idle();
  return reported();
}

const check = () =>
  monitor.aws.lambda.send(
    new InvokeCommand({ FunctionName: monitor.names.function, Payload: Buffer.from('{"action":"check"}') }),
  );

const removePermission = (rule = 'change') =>
  monitor.aws.lambda.send(new RemovePermissionCommand({ FunctionName: monitor.names.function, StatementId: rule }));

async function deleteQueue(name: string): Promise<void> {
  const { QueueUrl } = await monitor.aws.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  await monitor.aws.sqs.send(new DeleteQueueCommand({ QueueUrl }));
}

/** The function fails at each of its attempts, because it cannot read the paths. */
const failFunction = () =>
  sandbox.faults.plan([
    {
      service: 'ec2',
      action: 'DescribeNetworkInsightsPaths',
      times: 100,
      error: { code: 'InvalidParameterValue', status: 400 },
    },
  ]);

describe('an alarm reports', () => {
  it('nothing while everything works', async () => {
    await monitor.breakPath();
    await idle();
    expect(sandbox.inbox.map(({ subject }) => subject)).toEqual([ALERT]);
  });

  it('changes that EventBridge may not deliver', async () => {
    await removePermission();
    expect(await breakPath()).toEqual(['dead-letters', 'failed-invocations']);
  });

  it('changes that EventBridge cannot keep either', async () => {
    await removePermission();
    await deleteQueue(monitor.names.deadLetterQueue);
    expect(await breakPath()).toEqual(['failed-invocations', 'lost-dead-letters']);
  });

  it.each(['appliance', 'sweep', 'look'])(
    'events of the rule %s that EventBridge can neither deliver nor keep',
    async (rule) => {
      const { events } = monitor.aws;
      const Rule = `${monitor.name}-${rule}`;
      await events.send(new PutRuleCommand({ Name: Rule, EventPattern: '{"source":["test"]}' }));
      // The test's monitor has no sweep, and no permission for it.
      if (rule !== 'sweep') await removePermission(rule);
      const Target = {
        Id: 'function',
        Arn: monitor.arn('lambda', `function:${monitor.names.function}`),
        DeadLetterConfig: { Arn: monitor.arn('sqs', monitor.names.deadLetterQueue) },
      };
      await events.send(new PutTargetsCommand({ Rule, Targets: [Target] }));
      await deleteQueue(monitor.names.deadLetterQueue);
      await events.send(new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'test', Detail: '{}' }] }));
      await idle();
      expect(reported()).toEqual([`${rule}-failed-invocations`, `${rule}-lost-dead-letters`]);
    },
  );

  it('a function that fails, and gives up', async () => {
    failFunction();
    expect(await breakPath()).toEqual(['function-errors', 'given-up-events']);
  });

  it('a function that gives up, and whose event Lambda cannot keep', async () => {
    failFunction();
    await deleteQueue(monitor.names.givenUpQueue);
    expect(await breakPath()).toEqual(['function-errors', 'lost-given-up-events']);
  });

  it('events that Lambda drops', async () => {
    failFunction();
    await monitor.aws.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: monitor.names.function }));
    expect(await breakPath()).toEqual(['dropped-events', 'function-errors']);
  });

  it('a function that is throttled', async () => {
    const { lambda } = monitor.aws;
    const FunctionName = monitor.names.function;
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    await expect(check()).rejects.toThrow('Rate Exceeded');
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect(await breakPath()).toEqual(['function-throttles']);
  });

  it('more analyses than the budget allows', async () => {
    for (let started = 1; started <= BUDGET; started++) await check();
    expect(reported()).toEqual([]);
    await check();
    expect(reported()).toEqual(['analyses-beyond-budget']);
  });

  it('a chat message that cannot be sent, while the mail is sent once', async () => {
    const { sns, iam, lambda } = monitor.aws;
    const { TopicArn: chat = '' } = await sns.send(new CreateTopicCommand({ Name: 'chat' }));
    const policy = { Version: '2012-10-17', Statement: [chatStatement(chat)] };
    await iam.send(
      new PutRolePolicyCommand({ RoleName: monitor.name, PolicyName: 'chat', PolicyDocument: JSON.stringify(policy) }),
    );
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: monitor.names.function,
        Environment: {
          Variables: exampleEnvironment({
            MONITOR_NAME: monitor.name,
            SNS_TOPIC_ARN: monitor.topicArn,
            CHAT_TOPIC_ARN: chat,
            SETTLE_SECONDS: '0',
          }),
        },
      }),
    );
    await monitor.breakPath();
    await idle();
    expect(sandbox.inbox.map(({ topicArn }) => topicArn)).toEqual([monitor.topicArn, chat]);
    expect(JSON.parse(sandbox.inbox[1]?.message ?? '')).toMatchObject({ source: 'custom', content: { title: ALERT } });
    expect(reported()).toEqual([]);
    await sns.send(new DeleteTopicCommand({ TopicArn: chat }));
    await monitor.mendPath();
    await idle();
    expect(reported()).toEqual(['unsent-chat-messages']);
    const recoveries = sandbox.inbox
      .map(({ subject }) => subject)
      .filter((subject) => subject?.startsWith('[RECOVERED]'));
    expect(recoveries).toEqual(['[RECOVERED] Reachability restored: web-to-internet']);
  });

  it('through each alarm of the stack', () => {
    expect([...fired].sort()).toEqual([...alarms].sort());
  });
});

describe('a topic that a customer managed key encrypts', () => {
  const ADMIT_ACCOUNT = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::123456789012:root' },
    Action: 'kms:*',
    Resource: '*',
  };
  const ADMIT_ALARMS = {
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
  };

  async function encryptTopic(...Statement: object[]): Promise<void> {
    const kms = new KMSClient(settings());
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
    );
    kms.destroy();
    await encryptWith(KeyMetadata?.Arn ?? '');
  }

  const encryptWith = (key: string) =>
    monitor.aws.sns.send(
      new SetTopicAttributesCommand({
        TopicArn: monitor.topicArn,
        AttributeName: 'KmsMasterKeyId',
        AttributeValue: key,
      }),
    );

  async function actions(): Promise<(string | undefined)[]> {
    const { AlarmHistoryItems } = await monitor.aws.cloudwatch.send(
      new DescribeAlarmHistoryCommand({ HistoryItemType: 'Action' }),
    );
    return (AlarmHistoryItems ?? []).map(({ HistorySummary }) => HistorySummary);
  }

  it('gets the messages of alarms if its policy allows CloudWatch', async () => {
    await encryptTopic(ADMIT_ACCOUNT, ADMIT_ALARMS);
    await removePermission();
    expect(await breakPath()).toEqual(['dead-letters', 'failed-invocations']);
    expect(await actions()).toEqual([
      expect.stringMatching(/^Successfully executed action/),
      expect.stringMatching(/^Successfully executed action/),
    ]);
  });

  it.each([
    ['of a key whose policy does not allow CloudWatch', () => encryptTopic(ADMIT_ACCOUNT)],
    ["of SNS's own key", () => encryptWith('alias/aws/sns')],
  ])('gets none in the case %s, and the history of the alarm shows why', async (_, encrypt) => {
    await encrypt();
    await removePermission();
    expect(await breakPath()).toEqual([]);
    expect(await actions()).toEqual([
      expect.stringMatching(/^Failed to execute action .*KMSAccessDenied/),
      expect.stringMatching(/^Failed to execute action .*KMSAccessDenied/),
    ]);
  });
});
