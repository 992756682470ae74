import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInsightsPathCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  StartNetworkInsightsAnalysisCommand,
} from '@aws-sdk/client-ec2';
import { GetPolicyCommand, InvokeCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { Deployment } from '../../testing/deployment/deployment';
import { leftovers } from '../../testing/deployment/leftovers';
import { replay } from '../../testing/deployment/replay';

const HTTPS_OUT: IpPermission = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const POSTGRES_FROM_ANYWHERE: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 5432,
  ToPort: 5432,
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
};
const MINUTES = 60_000;

let sandbox: Sandbox;
let folder: string;
let deployment: Deployment;
let ec2: EC2Client;
let variables: {
  settle_seconds: number;
  dashboard: boolean;
  path_metrics: boolean;
  paths: Record<string, Record<string, unknown>>;
};
let ownPermissions: string[] = [];
let groupId: (name: string) => Promise<string>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.2, eventDelaySeconds: 0.1 });
  folder = mkdtempSync(join(tmpdir(), 'pipeline test '));
  deployment = new Deployment(folder, sandbox);
  ec2 = new EC2Client({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  groupId = async (name) => String(SecurityGroups?.find(({ GroupName }) => GroupName === name)?.GroupId);
  const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  const instances = await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: 'instance.group-id', Values: [await groupId('web')] }] }),
  );
  const source = instances.Reservations?.[0]?.Instances?.[0]?.InstanceId;
  const destination = InternetGateways?.[0]?.InternetGatewayId;
  variables = {
    settle_seconds: 0,
    dashboard: true,
    path_metrics: true,
    paths: {
      'web-to-internet': { source, destination, destination_port: 443 },
      'web-to-partner': { source, destination_ip: '198.51.100.20', destination_port: 443 },
      'no-telnet': { source, destination, destination_port: 23, expect: 'unreachable' },
    },
  };
  await deployment.synthesize();
  await deployment.initialize();
}, 2 * MINUTES);

afterAll(async () => {
  ec2?.destroy();
  await sandbox?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const aws = () => {
  const { endpoint, region } = sandbox;
  const settings = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return { lambda: new LambdaClient(settings), sqs: new SQSClient(settings) };
};

/**
 * What Reachability Analyzer reads with the function's permissions. The test's network does not
 * have all of it.
 */
const READS = 'ReadResultsAndNetworkConfiguration';

/** Each action of the deployed role with its statement, except what Reachability Analyzer reads. */
function permissionsForItself(): string[] {
  const role = sandbox.services.iam.decisions.at(-1)?.roleName ?? '';
  return sandbox.services.iam
    .policiesOfRole(role)
    .flatMap(({ Statement }) => Statement)
    .filter(({ Sid }) => Sid !== READS)
    .flatMap(({ Sid, Action = [] }) => [Action].flat().map((action) => `${Sid} ${action}`));
}

/** Makes the change, waits until the pipeline is idle, and returns the subjects of the messages. */
async function sentBy(change: () => Promise<unknown>): Promise<string[]> {
  const before = sandbox.inbox.length;
  await change();
  expect(await sandbox.activity.idle(120_000)).toBe(true);
  return sandbox.inbox
    .slice(before)
    .map(({ subject }) => subject ?? '')
    .sort();
}

// Each test continues where the one before it stopped, as a deployment does.
describe('the deployed pipeline', () => {
  it(
    'applies, and gives every path its first verdict',
    async () => {
      const { verdicts } = await deployment.apply(variables, () => {});
      expect(verdicts).toEqual({ 'web-to-internet': 'kept', 'web-to-partner': 'kept', 'no-telnet': 'kept' });
      expect(sandbox.inbox).toEqual([]);
    },
    2 * MINUTES,
  );

  it(
    'plans no changes right after the apply',
    async () => {
      expect(await deployment.hasChanges()).toBe(false);
    },
    MINUTES,
  );

  it('sends nothing about a change that breaks nothing', async () => {
    const GroupId = await groupId('batch');
    expect(
      await sentBy(() =>
        ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [POSTGRES_FROM_ANYWHERE] })),
      ),
    ).toEqual([]);
  });

  it('reports every path that a revoked rule breaks, once', async () => {
    const GroupId = await groupId('web');
    expect(
      await sentBy(() => ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [HTTPS_OUT] }))),
    ).toEqual([
      '[ALERT] Security Group change caused connectivity issue: web-to-internet',
      '[ALERT] Security Group change caused connectivity issue: web-to-partner',
    ]);
    const message =
      sandbox.inbox.find(({ subject }) => subject?.endsWith('web-to-internet'))?.message.split('\n') ?? [];
    expect(message[0]).toBe('=== Reachability check failed (unreachable) ===');
    expect(message[1]).toMatch(/^Path ID: nip-[0-9a-f]{17}$/);
    expect(message[2]).toMatch(/^Analysis ID: nia-[0-9a-f]{17}$/);
    expect(message.slice(3, 5)).toEqual(['Status: succeeded', 'NetworkPathFound: False']);
    expect(message.join('\n')).toContain(
      `aws ec2 authorize-security-group-egress --region ${sandbox.region} --group-id ${GroupId}`,
    );
  });

  it('sends nothing about a refused call', async () => {
    const refused = () =>
      ec2
        .send(new RevokeSecurityGroupEgressCommand({ GroupId: 'sg-00000000000000000', IpPermissions: [HTTPS_OUT] }))
        .catch(() => {});
    const analyses = sandbox.calls.filter(({ action }) => action === 'StartNetworkInsightsAnalysis').length;
    expect(await sentBy(refused)).toEqual([]);
    expect(sandbox.calls.filter(({ action }) => action === 'StartNetworkInsightsAnalysis')).toHaveLength(analyses);
  });

  it('reports the recovery, once', async () => {
    const GroupId = await groupId('web');
    expect(
      await sentBy(() => ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [HTTPS_OUT] }))),
    ).toEqual([
      '[RECOVERED] Reachability restored: web-to-internet',
      '[RECOVERED] Reachability restored: web-to-partner',
    ]);
  });

  it('reports a forbidden path that opens, and its closing', async () => {
    const GroupId = await groupId('web');
    const telnet: IpPermission = { IpProtocol: 'tcp', FromPort: 0, ToPort: 1024, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    expect(
      await sentBy(() => ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [telnet] }))),
    ).toEqual(['[ALERT] Security Group change opened a forbidden path: no-telnet']);
    expect(
      await sentBy(() => ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [telnet] }))),
    ).toEqual(['[RECOVERED] Forbidden path closed: no-telnet']);
  });

  it('returns the result of the contract for a requested check', async () => {
    const { lambda } = aws();
    const { Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: 'reachability-monitor', Payload: Buffer.from('{"action":"check"}') }),
    );
    const result = JSON.parse(Payload?.transformToString() ?? '');
    expect(result.started).toBe(3);
    expect(result.paths).toHaveLength(3);
    for (const path of result.paths)
      expect(path).toEqual({
        pathId: expect.stringMatching(/^nip-/),
        name: expect.any(String),
        expect: expect.stringMatching(/^(un)?reachable$/),
        outcome: 'kept',
        analysisId: expect.stringMatching(/^nia-/),
        told: false,
      });
  });

  it(
    'replaces a path whose source changes, with its analyses, and reports a bad first verdict without failing the apply',
    async () => {
      const { Reservations } = await ec2.send(
        new DescribeInstancesCommand({ Filters: [{ Name: 'instance.group-id', Values: [await groupId('batch')] }] }),
      );
      variables.paths['no-telnet'] = {
        ...variables.paths['no-telnet'],
        source: Reservations?.[0]?.Instances?.[0]?.InstanceId,
      };
      const before = sandbox.inbox.length;
      const { verdicts } = await deployment.apply(variables, () => {});
      expect(verdicts['no-telnet']).toBe('broken');
      expect(sandbox.inbox.slice(before).map(({ subject }) => subject)).toEqual([
        '[ALERT] Deployment check found a forbidden path: no-telnet',
      ]);
      expect(await deployment.hasChanges()).toBe(false);
    },
    MINUTES,
  );

  it(
    'keeps the event of a message that cannot be published, after three attempts, and an alarm reports it',
    async () => {
      const refusal = {
        service: 'sns',
        action: 'Publish',
        times: 100,
        error: { code: 'InvalidParameter', status: 400 },
      };
      sandbox.faults.plan([refusal]);
      const GroupId = await groupId('web');
      expect(
        await sentBy(() => ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [HTTPS_OUT] }))),
      ).toEqual([
        expect.stringContaining('ALARM: "reachability-monitor-function-errors"'),
        expect.stringContaining('ALARM: "reachability-monitor-given-up-events"'),
      ]);
      sandbox.faults.clear();
      expect(sandbox.timeline.entries).toContainEqual(
        expect.objectContaining({ type: 'dead-letter', condition: 'RetriesExhausted' }),
      );
    },
    MINUTES,
  );

  it(
    'sends the message when the event is replayed from the queue',
    async () => {
      expect(await sentBy(() => replay(aws(), 'reachability-monitor-given-up', 'reachability-monitor'))).toEqual([
        '[ALERT] Security Group change caused connectivity issue: web-to-internet',
        '[ALERT] Security Group change caused connectivity issue: web-to-partner',
      ]);
    },
    MINUTES,
  );

  it(
    'keeps an event that may not reach the function, until an apply restores the permission and it is replayed',
    async () => {
      const { lambda, sqs } = aws();
      const FunctionName = 'reachability-monitor';
      const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }));
      const statements: { Sid: string }[] = JSON.parse(Policy ?? '').Statement;
      const ofChange = statements.filter((one) => JSON.stringify(one).includes(':rule/reachability-monitor-change"'));
      const [{ Sid: StatementId } = { Sid: '' }] = ofChange;
      await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
      const GroupId = await groupId('web');
      expect(
        await sentBy(() => ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [HTTPS_OUT] }))),
      ).toEqual([
        expect.stringContaining('ALARM: "reachability-monitor-dead-letters"'),
        expect.stringContaining('ALARM: "reachability-monitor-failed-invocations"'),
      ]);
      const QueueName = 'reachability-monitor-dead-letters';
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, MessageAttributeNames: ['All'] }),
      );
      expect(Messages?.[0]?.MessageAttributes).toMatchObject({
        ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
        RULE_ARN: { StringValue: expect.stringContaining(':rule/reachability-monitor-change') },
      });
      await deployment.apply(variables, () => {});
      expect(await sentBy(() => replay({ lambda, sqs }, QueueName, FunctionName))).toEqual([
        '[RECOVERED] Reachability restored: web-to-internet',
        '[RECOVERED] Reachability restored: web-to-partner',
      ]);
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      expect(Attributes?.ApproximateNumberOfMessages).toBe('0');
    },
    2 * MINUTES,
  );

  it(
    'is destroyed with analyses that others started, and leaves nothing',
    async () => {
      ownPermissions = permissionsForItself();
      const paths = await deployment.output('path_ids');
      // It still runs when the destroy gets to its path.
      sandbox.services.ec2.nextAnalyses.push({ durationMs: 10_000 });
      await ec2.send(
        new StartNetworkInsightsAnalysisCommand({
          NetworkInsightsPathId: (paths as Record<string, string>)['web-to-partner'],
        }),
      );
      await deployment.destroy(() => {});
      expect(await leftovers(sandbox.endpoint, sandbox.region)).toEqual([]);
    },
    MINUTES,
  );

  it('was denied nothing, and used every permission of the function itself', () => {
    const { decisions } = sandbox.services.iam;
    expect(decisions.filter(({ allowed }) => !allowed)).toEqual([]);
    const used = new Set(decisions.flatMap(({ action, sids }) => sids.map((sid) => `${sid} ${action}`)));
    expect(ownPermissions.length).toBeGreaterThanOrEqual(10);
    expect(ownPermissions.filter((permission) => !used.has(permission))).toEqual([]);
  });
});

describe('the sandbox', () => {
  it('refuses a path to an address outside FilterAtSource, as AWS does', async () => {
    const refused = ec2.send(
      new CreateNetworkInsightsPathCommand({
        Source: variables.paths['web-to-partner']?.source as string,
        DestinationIp: '198.51.100.20',
        Protocol: 'tcp',
        DestinationPort: 443,
      }),
    );
    await expect(refused).rejects.toMatchObject({ name: 'MissingParameter' });
  });
});
