import {
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';

let sandbox: Sandbox;
let ec2: EC2Client;
let sns: SNSClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0.3, region: 'eu-central-1' });
  const settings = {
    endpoint: sandbox.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  };
  ec2 = new EC2Client(settings);
  sns = new SNSClient(settings);
});

afterAll(() => sandbox.close());

afterEach(() => post('reset'));

// biome-ignore lint/suspicious/noExplicitAny: the bodies are asserted on, not used
type Answer = { status: number; body: any };

async function get(path: string): Promise<Answer> {
  const response = await fetch(`${sandbox.endpoint}/_sandbox/${path}`);
  return { status: response.status, body: await response.json() };
}

async function post(path: string, body: unknown = {}): Promise<Answer> {
  const response = await fetch(`${sandbox.endpoint}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const revoke = async () => {
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['web'] }] }),
  );
  const GroupId = SecurityGroups?.[0]?.GroupId;
  await ec2.send(
    new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: SecurityGroups?.[0]?.IpPermissionsEgress }),
  );
};

describe('the control API', () => {
  it('shows every message with its deliveries', async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    await sns.send(
      new PublishCommand({
        TopicArn,
        Subject: 'Hello',
        Message: 'World',
        MessageAttributes: { severity: { DataType: 'String', StringValue: 'info' } },
      }),
    );
    expect(await get('inbox')).toMatchObject({
      status: 200,
      body: [
        {
          topicArn: TopicArn,
          subject: 'Hello',
          message: 'World',
          messageAttributes: { severity: { DataType: 'String', StringValue: 'info' } },
          publishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          deliveries: [],
        },
      ],
    });
  });

  it('shows changes, then their events, and is idle only after both', async () => {
    await revoke();
    expect(await get('idle?timeout=0')).toMatchObject({
      status: 504,
      body: { idle: false, inFlight: [expect.stringContaining('event')] },
    });
    expect(await get('idle?timeout=10')).toEqual({ status: 200, body: { idle: true, inFlight: [] } });
    const { body } = await get('timeline');
    expect(body.map(({ type }: { type: string }) => type)).toEqual(['change', 'event']);
    expect(body[1].event).toMatchObject({ source: 'aws.ec2', detail: { eventName: 'RevokeSecurityGroupEgress' } });
  });

  it('lists every call', async () => {
    await ec2.send(new DescribeVpcsCommand({}));
    expect((await get('calls')).body).toMatchObject([
      { service: 'ec2', action: 'DescribeVpcs', principal: 'user', status: 200 },
    ]);
  });

  it('makes the next calls fail as planned, and then no more', async () => {
    const fault = { service: 'ec2', action: 'DescribeVpcs', times: 1, error: { code: 'Unavailable', status: 503 } };
    expect((await post('faults', [fault])).status).toBe(200);
    await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
      name: 'Unavailable',
      $metadata: { httpStatusCode: 503 },
    });
    await expect(ec2.send(new DescribeVpcsCommand({}))).resolves.toBeDefined();
  });

  it('drops the connection of a call after its operation has run', async () => {
    await post('faults', [{ service: 'sns', action: 'CreateTopic', times: 1, drop: true }]);
    await expect(sns.send(new CreateTopicCommand({ Name: 'lost' }))).rejects.toThrow();
    expect((await get('calls')).body).toMatchObject([{ action: 'CreateTopic', status: 0 }]);
  });

  it('forgets everything at a reset, and restores the network as loaded', async () => {
    const groups = async () => (await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups;
    const before = await groups();
    await revoke();
    expect(await groups()).not.toEqual(before);
    await post('reset');
    expect(await groups()).toEqual(before);
    expect((await get('timeline')).body).toEqual([]);
    expect((await get('idle?timeout=0')).status).toBe(200);
  });

  it.each([
    ['GET', 'nothing', 404, 'there is GET inbox'],
    ['GET', 'idle?timeout=soon', 400, 'timeout must be a number of seconds from 0, not "soon"'],
    ['POST', 'faults', 400, 'the body must be an array'],
  ])('refuses %s %s', async (method, path, status, reason) => {
    const answer = method === 'GET' ? await get(path) : await post(path);
    expect(answer).toMatchObject({ status, body: { error: expect.stringContaining(reason) } });
  });
});
