import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, InvokeCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { Monitor } from '../../testing/deployment/deployed-monitor';
import { replay as replayQueue } from '../../testing/deployment/replay';
import { monitorStack } from '../../testing/synthesis/synthesis';

const RUNBOOK = readFileSync(join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

let sandbox: Sandbox;
let monitor: Monitor;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.1, eventDelaySeconds: 0 });
});
beforeEach(async () => {
  await sandbox.reset();
  monitor = await new Monitor(sandbox).deploy();
});
afterEach(() => monitor.close());
afterAll(() => sandbox.close());

const rest = async () => expect(await sandbox.activity.idle(120_000)).toBe(true);
const subjects = () => sandbox.inbox.map(({ subject }) => subject);
// A replay is another request than the one that started the analysis, and gives that one 20 s to
// judge it.
const REPLAY_TIMEOUT_MS = 60_000;
const ALERT = '[ALERT] Security Group change caused connectivity issue: web-to-internet';

const urlOf = async (QueueName: string) =>
  (await monitor.aws.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';

const receive = async (QueueUrl: string, VisibilityTimeout: number): Promise<Message | undefined> =>
  (
    await monitor.aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout, MessageAttributeNames: ['All'] }),
    )
  ).Messages?.[0];

const invoke = async (Payload: string) => {
  const response = await monitor.aws.lambda.send(new InvokeCommand({ FunctionName: 'watch', Payload }));
  return { failed: response.FunctionError, result: JSON.parse(response.Payload?.transformToString() ?? 'null') };
};

const replay = (queue: string) => replayQueue(monitor.aws, queue, 'watch');

/** The number of messages in the dead-letter queue and in the given-up queue, visible or not. */
async function waiting(): Promise<number[]> {
  const queues = [monitor.names.deadLetterQueue, monitor.names.givenUpQueue];
  return Promise.all(
    queues.map(async (queue) => {
      const { Attributes } = await monitor.aws.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: await urlOf(queue), AttributeNames: ['All'] }),
      );
      return (
        Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
      );
    }),
  );
}

const removePermission = () =>
  monitor.aws.lambda.send(new RemovePermissionCommand({ FunctionName: 'watch', StatementId: 'change' }));

const restorePermission = () =>
  monitor.aws.lambda.send(
    new AddPermissionCommand({
      FunctionName: 'watch',
      StatementId: 'by-hand',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: monitor.arn('events', 'rule/watch-change'),
      SourceAccount: sandbox.account,
    }),
  );

const refuseToPublish = (times: number) =>
  sandbox.faults.plan([
    { service: 'sns', action: 'Publish', times, error: { code: 'AuthorizationError', status: 403 } },
  ]);

describe('the runbook', () => {
  it('starts from every alarm', () => {
    const alarms: { alarm_name: string }[] = Object.values(
      monitorStack({ name: 'x' }).resource.aws_cloudwatch_metric_alarm,
    );
    const missing = alarms
      .map(({ alarm_name }) => alarm_name.replace(/^x-/, ''))
      .filter((alarm) => !RUNBOOK.includes(`| \`${alarm}\` |`));
    expect(missing).toEqual([]);
  });

  it.each(['[ALERT]', '[ERROR]', '[RECOVERED]', '[OK]', '[TEST]'])('starts from %s', (prefix) => {
    expect(RUNBOOK).toContain(`| \`${prefix}`);
  });

  it('links only to its own sections', () => {
    const sections = [...RUNBOOK.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...RUNBOOK.matchAll(/\]\(#([a-z-]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !sections.includes(link))).toEqual([]);
  });
});

describe('an event that EventBridge may not deliver', () => {
  it('waits with the reason, and is replayed and reported when the permission is back', async () => {
    await removePermission();
    await monitor.breakPath();
    await rest();
    expect(subjects()).toEqual([]);
    const letter = await receive(await urlOf(monitor.names.deadLetterQueue), 0);
    expect(JSON.parse(letter?.Body ?? '')).toMatchObject({ detail: { eventName: 'RevokeSecurityGroupEgress' } });
    const attribute = (name: string) => letter?.MessageAttributes?.[name]?.StringValue;
    expect(attribute('ERROR_CODE')).toBe('NO_PERMISSIONS');
    expect(attribute('ERROR_MESSAGE')).toContain('not authorized to perform: lambda:InvokeFunction');
    expect(attribute('RULE_ARN')).toBe(monitor.arn('events', 'rule/watch-change'));
    expect(attribute('TARGET_ARN')).toBe(monitor.arn('lambda', 'function:watch'));
    expect(await waiting()).toEqual([1, 0]);

    await restorePermission();
    await replay(monitor.names.deadLetterQueue);
    expect(subjects()).toEqual([ALERT]);
    expect(await waiting()).toEqual([0, 0]);

    await monitor.mendPath();
    await rest();
    expect(subjects()).toEqual([ALERT, '[RECOVERED] Reachability restored: web-to-internet']);
  });
});

describe('an event that the function gives up on', () => {
  it(
    'waits with the reason after three tries, and is replayed and reported with the same analysis',
    async () => {
      refuseToPublish(3);
      await monitor.breakPath();
      await rest();
      expect(subjects()).toEqual([]);
      const record = JSON.parse((await receive(await urlOf(monitor.names.givenUpQueue), 0))?.Body ?? '');
      expect(record).toMatchObject({
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { detail: { eventName: 'RevokeSecurityGroupEgress' } },
        responsePayload: { errorMessage: expect.stringContaining('web-to-internet') },
      });
      expect(await waiting()).toEqual([0, 1]);

      await replay(monitor.names.givenUpQueue);
      expect(subjects()).toEqual([ALERT]);
      expect(await waiting()).toEqual([0, 0]);
      expect(sandbox.calls.filter(({ action }) => action === 'StartNetworkInsightsAnalysis')).toHaveLength(1);
    },
    REPLAY_TIMEOUT_MS,
  );

  it('stays in the queue if the replay fails too', async () => {
    const error = { code: 'UnauthorizedOperation', status: 403 };
    sandbox.faults.plan([{ service: 'ec2', action: 'DescribeNetworkInsightsPaths', times: 4, error }]);
    await monitor.breakPath();
    await rest();
    const letter = await receive(await urlOf(monitor.names.givenUpQueue), 0);
    expect((await invoke(letter?.Body ?? '')).failed).toBe('Unhandled');
    expect(await waiting()).toEqual([0, 1]);
    await replay(monitor.names.givenUpQueue);
    expect(subjects()).toEqual([ALERT]);
    expect(await waiting()).toEqual([0, 0]);
  });
});

describe('a maintenance window', () => {
  it('is quiet, and one check at its end reports what turned', async () => {
    await monitor.aws.events.send(new DisableRuleCommand({ Name: 'watch-change' }));
    await monitor.breakPath();
    await monitor.mendPath();
    await monitor.breakPath();
    await rest();
    expect(subjects()).toEqual([]);
    await monitor.aws.events.send(new EnableRuleCommand({ Name: 'watch-change' }));
    expect((await invoke('{"action":"check"}')).result).toMatchObject({
      paths: [{ name: 'web-to-internet', outcome: 'broken' }],
      started: 1,
    });
    expect(subjects()).toHaveLength(1);
    expect(subjects()[0]).toMatch(/^\[ALERT\].*: web-to-internet$/);
  });
});

describe('a trail that has stopped', () => {
  it('keeps events from the bus, as on AWS; a check finds what broke', async () => {
    await monitor.aws.cloudtrail(sandbox.region).send(new StopLoggingCommand({ Name: 'management-events' }));
    await monitor.breakPath();
    await rest();
    const happened = sandbox.timeline.entries.map(({ summary }) => summary);
    expect(happened).toContain('RevokeSecurityGroupEgress');
    expect(happened).not.toContain('RevokeSecurityGroupEgress reaches the event bus');
    expect(subjects()).toEqual([]);
    expect((await invoke('{"action":"check"}')).result.paths).toMatchObject([{ outcome: 'broken' }]);
  });
});
