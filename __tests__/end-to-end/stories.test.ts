import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DeleteNetworkInsightsAnalysisCommand,
  DescribeNetworkInsightsAnalysesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  StartNetworkInsightsAnalysisCommand,
} from '@aws-sdk/client-ec2';
import { InvokeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import type { BusEvent } from '../../sandbox/services/events/delivery';
import { Monitor } from '../../testing/deployment/deployed-monitor';

const ALERT = '[ALERT] Security Group change caused connectivity issue: web-to-internet';
const RECOVERED = '[RECOVERED] Reachability restored: web-to-internet';
const IDLE_MS = 180_000;

let sandbox: Sandbox;
let monitor: Monitor;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.5, eventDelaySeconds: 0.2 });
});

beforeEach(async () => {
  monitor = await new Monitor(sandbox).deploy();
  await check();
});

afterEach(async () => {
  monitor.close();
  await sandbox.reset();
});

afterAll(() => sandbox.close());

const idle = async () => expect(await sandbox.activity.idle(IDLE_MS)).toBe(true);
const subjects = () => sandbox.inbox.map(({ subject }) => subject);
const startedAnalyses = () =>
  sandbox.calls.filter(
    ({ action, principal, status }) =>
      action === 'StartNetworkInsightsAnalysis' && principal === 'lambda' && status === 200,
  ).length;

async function check() {
  const { Payload } = await monitor.aws.lambda.send(
    new InvokeCommand({ FunctionName: monitor.names.function, Payload: Buffer.from('{"action":"check"}') }),
  );
  return JSON.parse(Payload?.transformToString() ?? '');
}

async function groupId(name: string): Promise<string> {
  const { SecurityGroups } = await monitor.aws.ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: [name] }] }),
  );
  return String(SecurityGroups?.[0]?.GroupId);
}

const port = (number: number) => [
  { IpProtocol: 'tcp', FromPort: number, ToPort: number, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
];

const analyses = async () =>
  (await monitor.aws.ec2.send(new DescribeNetworkInsightsAnalysesCommand({ NetworkInsightsPathId: monitor.pathId })))
    .NetworkInsightsAnalyses ?? [];

/** The event of the newest call of that name, as it reached the bus. */
const eventOf = (call: string): BusEvent =>
  sandbox.timeline.entries
    .filter(({ type }) => type === 'event')
    .map(({ event }) => event as BusEvent)
    .findLast(({ detail }) => (detail as { eventName?: string }).eventName === call) as BusEvent;

describe('in real time, under the role that the stack deploys', () => {
  afterEach(() => {
    const denied = sandbox.services.iam.decisions.filter(({ allowed }) => !allowed);
    expect(denied.map(({ action }) => action)).toEqual([]);
  });

  it('a burst of changes starts at most two analyses, and ends in one alert that lists them', async () => {
    const before = startedAnalyses();
    const GroupId = await groupId('web');
    // Long enough for every event of the burst to arrive and note its change, even on a busy
    // machine.
    sandbox.services.ec2.nextAnalyses.push({ durationMs: 12_000 }, { durationMs: 12_000 });
    for (const number of [8001, 8002, 8003, 8004])
      await monitor.aws.ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: port(number) }));
    await monitor.breakPath();
    for (const number of [8001, 8002, 8003, 8004])
      await monitor.aws.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: port(number) }));
    await idle();
    expect(startedAnalyses() - before).toBeLessThanOrEqual(2);
    expect(subjects()).toEqual([ALERT]);
    const message = sandbox.inbox[0]?.message ?? '';
    expect(message).toContain('removed: outbound tcp port 443 to 0.0.0.0/0');
    expect(message).not.toMatch(/port 800\d[^\n]*\n[^\n]*This is the cause/);
  });

  it('the same event, three times at once and once later, starts one analysis and sends one message', async () => {
    const before = startedAnalyses();
    await monitor.breakPath();
    await idle();
    const event = eventOf('RevokeSecurityGroupEgress');
    for (const _ of [1, 2, 3]) sandbox.services.events.accept(event);
    await idle();
    sandbox.services.events.accept(event);
    await idle();
    expect(startedAnalyses() - before).toBe(1);
    expect(subjects()).toEqual([ALERT]);
  });

  it('a function that runs out of time while the analysis runs continues with the same one', async () => {
    const before = startedAnalyses();
    // The function reserves ten seconds, and settling takes two, so the first attempt can watch the
    // analysis for eighteen. The second one waits twelve until its claim holds.
    await monitor.aws.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: monitor.names.function, Timeout: 30 }),
    );
    sandbox.services.ec2.nextAnalyses.push({ durationMs: 22_000 });
    await monitor.breakPath();
    await idle();
    const invocations = sandbox.timeline.entries.filter(
      ({ type, source }) => type === 'invocation' && source === 'asynchronous',
    );
    expect(invocations.map(({ outcome }) => outcome)).toContain('failed');
    expect(startedAnalyses() - before).toBe(1);
    expect(subjects().filter((subject) => subject?.startsWith('[ALERT]'))).toEqual([ALERT]);
  });

  it('analyses that fail because the network changes are repeated, and only the last one counts', async () => {
    const statusMessage = 'The request failed due to modifications in network resources during the analysis';
    sandbox.services.ec2.nextAnalyses.push({ status: 'failed', statusMessage }, { status: 'failed', statusMessage });
    await monitor.breakPath();
    await idle();
    expect(subjects()).toEqual([ALERT]);
  });

  it('an analysis that fails for good is reported once, and not again at the next event', async () => {
    const statusMessage = 'The network configuration is not supported';
    sandbox.services.ec2.nextAnalyses.push({ status: 'failed', statusMessage }, { status: 'failed', statusMessage });
    await monitor.breakPath();
    await idle();
    await monitor.mendPath();
    await idle();
    expect(subjects()).toEqual(['[ERROR] Reachability Analyzer failed to run: web-to-internet']);
  });

  it('changes that cannot matter start no analysis', async () => {
    const before = startedAnalyses();
    const batch = await groupId('batch');
    const web = await groupId('web');
    const { ec2 } = monitor.aws;
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: batch, IpPermissions: port(22) }));
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: web, IpPermissions: port(8443) }));
    await ec2.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId: batch,
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      }),
    );
    await idle();
    expect(startedAnalyses() - before).toBe(0);
    expect(subjects()).toEqual([]);
  });

  it('an analysis that was started by hand covers nothing, and hides no turn', async () => {
    await monitor.breakPath();
    await monitor.aws.ec2.send(new StartNetworkInsightsAnalysisCommand({ NetworkInsightsPathId: monitor.pathId }));
    await idle();
    await monitor.mendPath();
    await idle();
    expect(subjects()).toEqual([ALERT, RECOVERED]);
  });

  it('deleting the newest analysis by hand between two events hides no turn', async () => {
    await monitor.breakPath();
    await idle();
    const [newest] = (await analyses()).sort((a, b) => Number(b.StartDate) - Number(a.StartDate));
    await monitor.aws.ec2.send(
      new DeleteNetworkInsightsAnalysisCommand({ NetworkInsightsAnalysisId: newest?.NetworkInsightsAnalysisId }),
    );
    await monitor.mendPath();
    await idle();
    expect(subjects()).toEqual([ALERT, RECOVERED]);
  });

  it('keeps the configured number of judged analyses', async () => {
    for (const _ of [1, 2]) {
      await monitor.breakPath();
      await idle();
      await monitor.mendPath();
      await idle();
    }
    expect(subjects()).toEqual([ALERT, RECOVERED, ALERT, RECOVERED]);
    expect(await analyses()).toHaveLength(3);
  });

  it('returns a status from the history, and starts nothing', async () => {
    await monitor.breakPath();
    await idle();
    const before = startedAnalyses();
    const { Payload } = await monitor.aws.lambda.send(
      new InvokeCommand({ FunctionName: monitor.names.function, Payload: Buffer.from('{"action":"status"}') }),
    );
    expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({
      paths: [{ pathId: monitor.pathId, name: 'web-to-internet', outcome: 'broken' }],
      started: 0,
    });
    expect(startedAnalyses()).toBe(before);
  });
});
