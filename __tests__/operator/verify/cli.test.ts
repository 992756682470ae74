import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { runVerify } from '../../../operator/verify/cli';
import { lambdaClient } from '../../../operator/verify/lambda-client';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { Monitor } from '../../../testing/deployment/deployed-monitor';
import { paper } from '../../../testing/operator/terminal';

/**
 * What the scripted function does when it is asked: answers for its paths, fails, or never ends.
 */
type Answer = Readonly<Record<string, string>> | { error: [name: string, message: string] } | 'hangs' | 'nonsense';

let sandbox: Sandbox;
let monitor: Monitor;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.1, eventDelaySeconds: 0 });
});
beforeEach(async () => {
  await sandbox.reset();
  monitor = new Monitor(sandbox);
});
afterEach(() => monitor.close());
afterAll(() => sandbox.close());

const client = () =>
  lambdaClient({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

const run = async (args: string[] = [], onProgress?: (line: string) => void) => {
  const { terminal, output, lines } = paper(onProgress);
  const code = await runVerify(['--name', 'watch', '--wait', '20s', ...args], terminal, client);
  return { code, output: output(), lines };
};

/**
 * A function in the monitor's place that gives these answers one after the other, the last one
 * again and again.
 */
async function scripted(check: Answer[], status: Answer[] = [{ web: 'kept', database: 'kept' }]): Promise<void> {
  const source = `
    const script = ${JSON.stringify({ check, status })};
    const inputs = [];
    exports.handler = async (input) => {
      inputs.push(input);
      const answers = script[input.action];
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === 'hangs') await new Promise(() => setInterval(() => {}, 1000));
      if (answer === 'nonsense') return null;
      if (answer.error) throw Object.assign(new Error(answer.error[1]), { name: answer.error[0] });
      const paths = Object.entries(answer).map(([name, outcome]) => (
        { pathId: 'nip-' + name, name, expect: 'reachable', outcome, analysisId: 'nia-' + name, told: false }));
      return { paths, started: input.action === 'check' ? paths.length : 0, inputs };
    };`;
  const trust = {
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  await monitor.aws.iam.send(
    new CreateRoleCommand({ RoleName: 'watch', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await monitor.aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'watch',
      Role: monitor.roleArn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 30,
      Code: { ZipFile: zipSync({ 'index.js': strToU8(source) }) },
    }),
  );
}

/** The inputs of the function, from its last result. */
function inputs(): { action: string; id?: string }[] {
  const last = sandbox.timeline.entries.findLast(({ type }) => type === 'invocation');
  return (last?.result as { inputs: [] } | undefined)?.inputs ?? [];
}

describe('npm run verify', () => {
  it.each<[string, Answer[], Answer[] | undefined, number, string]>([
    ['every promise is kept', [{ web: 'kept', database: 'kept' }], undefined, 0, 'Every promise is kept.'],
    ['one is broken', [{ web: 'kept', database: 'broken' }], undefined, 1, 'Broken: database.'],
    [
      'one is broken and one cannot be told',
      [{ web: 'inconclusive', database: 'broken' }],
      undefined,
      1,
      'Broken: database.',
    ],
    [
      'one is inconclusive',
      [{ web: 'inconclusive', database: 'kept' }],
      undefined,
      2,
      'Undecided: web (inconclusive).',
    ],
    ['one was skipped', [{ web: 'skipped', database: 'kept' }], undefined, 2, 'Undecided: web (skipped).'],
    ['no path is watched', [{}], [{}], 2, 'No path is watched.'],
    [
      'the function fails',
      [{ error: ['Error', 'path nip-web: no'] }],
      undefined,
      2,
      'The function watch failed: path nip-web: no',
    ],
    ['the function is none of a monitor', ['nonsense'], undefined, 2, 'returned null'],
  ])('says so when %s', async (_, check, status, code, reason) => {
    await scripted(check, status);
    const result = await run();
    expect(result.output.trim().split('\n').at(-1)).toContain(reason);
    expect(result.code).toBe(code);
  });

  it('waits for pending paths without a second check', async () => {
    const known = { web: 'kept', database: 'kept' };
    await scripted([{ web: 'pending', database: 'kept' }], [known, { web: 'pending' }, { web: 'broken' }]);
    expect(await run()).toMatchObject({ code: 1, output: expect.stringContaining('broken  web, must be reachable') });
    expect(inputs().map(({ action }) => action)).toEqual(['status', 'check', 'status', 'status']);
  });

  it('judges one path alone, by name or id', async () => {
    await scripted([{ web: 'kept', database: 'broken' }]);
    expect(await run(['--path', 'web'])).toMatchObject({ code: 0 });
    expect(await run(['--path', 'nip-database'])).toMatchObject({ code: 1 });
  });

  it('starts no analysis for a path that is not watched, and names the watched ones', async () => {
    await scripted([{ web: 'kept' }]);
    expect(await run(['--path', 'wbe'])).toMatchObject({
      code: 2,
      output: 'No path wbe is watched; there is web, database.\n',
    });
    expect(inputs().map(({ action }) => action)).toEqual(['status']);
  });

  it.each([
    ['OutOfTime', 'out of time: 9 s left while waiting for 2 analyses'],
    ['Sandbox.Timedout', 'Task timed out after 60.00 seconds'],
  ])('goes on with the same check when the function ends with %s', async (name, message) => {
    await scripted([{ error: [name, message] }, { web: 'kept', database: 'kept' }]);
    expect(await run()).toMatchObject({ code: 0 });
    const [, first, second] = inputs();
    expect(second).toEqual(first);
    expect(first?.id).toMatch(/^verify-/);
  });

  it('gives up when the time is up', async () => {
    await scripted(['hangs']);
    expect(await run(['--wait', '1s'])).toMatchObject({ code: 2, output: 'No verdict in time (Request aborted).\n' });
  });

  it('says that there is no such monitor, or that it may not ask', async () => {
    expect(await run()).toMatchObject({ code: 2, output: 'There is no monitor watch in us-east-1; there is none.\n' });
    sandbox.faults.plan([
      { service: 'lambda', action: 'Invoke', times: 1, error: { code: 'AccessDeniedException', status: 403 } },
    ]);
    expect((await run()).code).toBe(2);
    expect(sandbox.calls.filter(({ status }) => status >= 400)).toHaveLength(2);
  });

  it('names the monitors that there are', async () => {
    await new Monitor(sandbox, 'other').deploy();
    expect((await run()).output).toBe('There is no monitor watch in us-east-1; there is other.\n');
  });

  it.each([
    ['refuses the connection', 'http://127.0.0.1:9', 'connect ECONNREFUSED 127.0.0.1:9.'],
    ['has no address', 'http://nowhere.invalid', 'getaddrinfo '],
  ])('gives up soon where the endpoint %s, and says why', async (_, endpoint, reason) => {
    const { terminal, output, lines } = paper();
    const unreachable = () =>
      lambdaClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
    const code = await runVerify(['--name', 'watch', '--wait', '10m', '--json'], terminal, unreachable);
    expect(code).toBe(2);
    expect(JSON.parse(output())).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringMatching(/^AWS cannot be reached: /),
    });
    expect(output()).toContain(reason);
    expect(lines.filter((line) => line.startsWith('No result yet'))).toHaveLength(3);
  });

  it('says why there was no result in time', async () => {
    await scripted([{ error: ['OutOfTime', 'out of time: 9 s left'] }]);
    expect(await run(['--wait', '3s'])).toMatchObject({
      code: 2,
      output: 'No verdict in time (out of time: 9 s left).\n',
    });
  });

  it('reports for programs', async () => {
    await scripted([{ web: 'broken' }], [{ web: 'kept' }]);
    const { code, output } = await run(['--json']);
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      name: 'watch',
      outcome: 'broken',
      started: 1,
      paths: [{ pathId: 'nip-web', name: 'web', outcome: 'broken', analysisId: 'nia-web' }],
    });
  });

  it.each([
    [
      ['--wait', 'soon'],
      '--wait must be a whole number of seconds, minutes or hours up to 24h, such as 90s or 10m, not "soon"',
    ],
    [['--wait', '0s'], '--wait must be'],
    [['--name', 'a b'], "--name must be the monitor's name"],
    [['--path', ''], '--path must be'],
    [['--pth', 'x'], '--pth'],
  ])('refuses %j', async (args, reason) => {
    const { code, output, lines } = await run(args);
    expect({ code, output }).toEqual({ code: 3, output: '' });
    expect(lines).toEqual([expect.stringContaining(reason)]);
  });
});

describe('npm run verify on a deployed monitor', () => {
  const analyses = () => sandbox.calls.filter(({ action }) => action === 'StartNetworkInsightsAnalysis').length;

  it('finds the path kept, and then broken', async () => {
    await monitor.deploy();
    expect(await run()).toMatchObject({ code: 0, output: expect.stringContaining('kept  web-to-internet') });
    await monitor.breakPath();
    await sandbox.activity.idle(120_000);
    expect(await run()).toMatchObject({ code: 1, output: expect.stringContaining('broken  web-to-internet') });
  });

  it('cannot say that all is well where a declared path is not watched, and names it', async () => {
    await monitor.deploy();
    await monitor.path('other-way');
    const untag = { Resources: [monitor.pathId], Tags: [{ Key: 'ReachabilityMonitor' }] };
    await monitor.aws.ec2.send(new DeleteTagsCommand(untag));
    const { code, output } = await run();
    expect(code).toBe(2);
    expect(output).toMatch(
      /^ *kept {2}other-way, .*\n\nDeclared, but not watched: web-to-internet \(path nip-\w+ does not have/,
    );
    expect(sandbox.inbox.map(({ subject }) => subject)).toEqual([
      '[ERROR] A declared path is not watched: web-to-internet',
    ]);
    const one = await run(['--path', 'web-to-internet', '--json']);
    expect(one.code).toBe(2);
    expect(JSON.parse(one.output)).toMatchObject({ outcome: 'unknown', missing: [{ name: 'web-to-internet' }] });
    expect(await run(['--path', 'other-way'])).toMatchObject({ code: 0 });
  });

  it('says that the tags of a path were written over, and judges it as declared', async () => {
    await monitor.deploy();
    const turn = { Resources: [monitor.pathId], Tags: [{ Key: 'Expect', Value: 'unreachable' }] };
    await monitor.aws.ec2.send(new CreateTagsCommand(turn));
    expect(await run()).toMatchObject({
      code: 0,
      output: expect.stringMatching(/The tags of web-to-internet were overwritten: its Expect tag is "unreachable"/),
    });
  });

  it('starts the analysis of the named path only', async () => {
    await monitor.deploy();
    await monitor.path('other-way');
    expect(await run(['--path', 'other-way'])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^ *kept {2}other-way, [^\n]*\n\n/),
    });
    expect(await run(['--path', monitor.pathId])).toMatchObject({ code: 0 });
    expect(analyses()).toBe(2);
  });

  it('starts one analysis even when the response is lost', async () => {
    await monitor.deploy();
    const { code, lines } = await run([], (line) => {
      if (line.startsWith('Checking'))
        sandbox.faults.plan([{ service: 'lambda', action: 'Invoke', times: 1, drop: true }]);
    });
    expect(code).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^No result yet/));
    expect(analyses()).toBe(1);
  });
});
