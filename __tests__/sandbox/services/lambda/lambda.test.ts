import { strToU8, zipSync } from 'fflate';
import { AwsError, type Call } from '../../../../sandbox/service';
import { Lambda, type LambdaHost } from '../../../../sandbox/services/lambda/lambda';
import { Activity } from '../../../../sandbox/world/activity';
import { Timeline } from '../../../../sandbox/world/timeline';

const ROLE = 'arn:aws:iam::123456789012:role/analyzer';
const RULE = 'arn:aws:events:eu-central-1:123456789012:rule/change';
const call = { account: '123456789012', region: 'eu-central-1' } as Call;

const HANDLER = `
let calls = 0;
exports.handler = async (event, context) => {
  calls += 1;
  if (event.log) console.log(event.log);
  if (event.throw) throw new TypeError(event.throw);
  if (event.exit) process.exit(event.exit);
  if (event.hang) await new Promise((resolve) => setInterval(() => {}, 1000));
  return { event, calls, remaining: context.getRemainingTimeInMillis(), context, env: { ...process.env } };
};`;

interface Run {
  readonly lambda: Lambda;
  readonly world: { readonly activity: Activity; readonly timeline: Timeline };
  readonly lines: string[];
  readonly destination: { arn: string; record: Record<string, unknown> }[];
  readonly metrics: string[];
}

const runs: Run[] = [];

function start(overrides: Partial<LambdaHost> = {}): Run {
  const world = {
    account: '123456789012',
    region: 'eu-central-1',
    timeline: new Timeline(),
    activity: new Activity(),
    analysisSeconds: 0,
    eventDelaySeconds: 0,
  };
  const lines: string[] = [];
  const destination: Run['destination'] = [];
  const metrics: string[] = [];
  const lambda = new Lambda(world, {
    endpoint: 'http://127.0.0.1:1',
    credentialsOf: () => ({ accessKeyId: 'ASIATEST', secretAccessKey: 'secret', sessionToken: 'token' }),
    writeLog: (_role, _group, _stream, line) => void lines.push(line),
    sendToDestination: (_role, arn, body) => void destination.push({ arn, record: JSON.parse(body) }),
    reportMetric: (name, _function, value) => void (value && metrics.push(name)),
    mayAssume: (role) => role === ROLE,
    ...overrides,
  });
  const run = { lambda, world, lines, destination, metrics };
  runs.push(run);
  return run;
}

afterEach(async () => {
  await Promise.all(runs.splice(0).map(({ lambda }) => lambda.reset()));
});

const zip = (source: string) => zipSync({ 'index.js': strToU8(source) });

function create({ lambda }: Run, settings: { source?: string; Timeout?: number; Role?: string } = {}) {
  const { source = HANDLER, Timeout = 60, Role = ROLE } = settings;
  return lambda.operations.CreateFunction(
    {
      FunctionName: 'analyzer',
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout,
      Code: { ZipFile: zip(source) },
      Environment: { Variables: { MONITOR_NAME: 'm' } },
    },
    call,
  );
}

async function invoke({ lambda }: Run, event: unknown) {
  const { FunctionError, Payload } = await lambda.operations.Invoke({
    FunctionName: 'analyzer',
    Payload: Buffer.from(JSON.stringify(event)),
  });
  return { FunctionError, payload: JSON.parse(Buffer.from(Payload as Uint8Array).toString()) };
}

const settle = async ({ world }: Run) => expect(await world.activity.idle(120_000)).toBe(true);

describe('a function', () => {
  it('runs the zip in a process of its own, with its environment and nothing of the host', async () => {
    process.env.SECRET_OF_THE_HOST = 'x';
    const run = start();
    create(run);
    const { payload, FunctionError } = await invoke(run, { log: 'hello' });
    delete process.env.SECRET_OF_THE_HOST;
    expect(FunctionError).toBeUndefined();
    expect(payload.env).toMatchObject({
      MONITOR_NAME: 'm',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'ASIATEST',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    });
    expect(payload.env).not.toHaveProperty('SECRET_OF_THE_HOST');
    expect(payload.context).toMatchObject({
      functionName: 'analyzer',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:analyzer',
    });
    expect(payload.remaining).toBeLessThanOrEqual(60_000);
    expect(payload.remaining).toBeGreaterThan(0);
    await run.lambda.reset();
    expect(run.lines).toContain('hello');
    expect(run.lines.some((line) => line.startsWith('REPORT RequestId:'))).toBe(true);
  });

  it('reports the most memory that its process has had, and dies where it wants more heap than Lambda gives it', async () => {
    const run = start();
    create(run, {
      source: `exports.handler = async ({ heap }) => {
        if (heap) return Array.from({ length: 400 }, () => Array(100_000).fill(heap)).length;
        return Buffer.alloc(90 * 1024 * 1024, 1).length;
      };`,
    });
    await invoke(run, {});
    const report = run.lines.findLast((line) => line.startsWith('REPORT'));
    const used = Number(/Max Memory Used: (\d+) MB/.exec(report ?? '')?.[1]);
    expect(used).toBeGreaterThan(90);
    expect(used).toBeLessThan(200);
    expect((await invoke(run, { heap: true })).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
  });

  it('reuses its warm process until the code changes', async () => {
    const run = start();
    create(run);
    expect((await invoke(run, {})).payload.calls).toBe(1);
    expect((await invoke(run, {})).payload.calls).toBe(2);
    await run.lambda.operations.UpdateFunctionCode({
      FunctionName: 'analyzer',
      ZipFile: zip("exports.handler = async () => 'new';"),
    });
    expect((await invoke(run, {})).payload).toBe('new');
  });

  it.each([
    ['throws', { throw: 'no' }, { errorType: 'TypeError', errorMessage: 'no' }],
    ['exits', { exit: 3 }, { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') }],
  ])('that %s tells its caller, and works again afterwards', async (_, event, error) => {
    const run = start();
    create(run);
    expect(await invoke(run, event)).toMatchObject({ FunctionError: 'Unhandled', payload: error });
    expect((await invoke(run, {})).FunctionError).toBeUndefined();
    expect(run.metrics.filter((name) => name === 'Errors')).toHaveLength(1);
  });

  it('that runs out of time tells its caller, and works again with more time', async () => {
    const run = start();
    create(run, { Timeout: 1 });
    expect(await invoke(run, { hang: true })).toMatchObject({
      FunctionError: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
      },
    });
    await run.lambda.operations.UpdateFunctionConfiguration({ FunctionName: 'analyzer', Timeout: 60 });
    expect((await invoke(run, {})).FunctionError).toBeUndefined();
    expect(run.metrics.filter((name) => name === 'Errors')).toHaveLength(1);
  });

  it('that cannot be loaded tells why at every invocation', async () => {
    const run = start();
    create(run, { source: "throw new Error('MONITOR_NAME is missing')" });
    for (const _ of [1, 2])
      expect(await invoke(run, {})).toMatchObject({
        FunctionError: 'Unhandled',
        payload: { errorMessage: 'MONITOR_NAME is missing' },
      });
  });

  it('needs a role that Lambda may assume', () => {
    expect(() => create(start(), { Role: 'arn:aws:iam::123456789012:role/other' })).toThrow(
      'cannot be assumed by Lambda',
    );
  });

  it('is throttled at its reserved concurrency', async () => {
    const run = start();
    create(run);
    run.lambda.operations.PutFunctionConcurrency({ FunctionName: 'analyzer', ReservedConcurrentExecutions: 0 });
    await expect(invoke(run, {})).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
  });
});

describe('an event from a service', () => {
  const permit = ({ lambda }: Run) =>
    lambda.operations.AddPermission({
      FunctionName: 'analyzer',
      StatementId: 'rule',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: RULE,
    });
  const send = ({ lambda }: Run, source: string, event: unknown) =>
    lambda.invokeAsService(
      'events.amazonaws.com',
      source,
      'arn:aws:lambda:eu-central-1:123456789012:function:analyzer',
      JSON.stringify(event),
    );

  it('needs a permission for that very rule', async () => {
    const run = start();
    create(run);
    expect(() => send(run, RULE, {})).toThrow(expect.objectContaining({ code: 'AccessDeniedException' }));
    permit(run);
    expect(() => send(run, `${RULE}-other`, {})).toThrow(AwsError);
    send(run, RULE, {});
    await settle(run);
    expect(run.world.timeline.entries).toMatchObject([
      { type: 'invocation', source: 'asynchronous', outcome: 'succeeded' },
    ]);
  });

  it('is tried three times under one request id, and then handed to the on-failure destination', async () => {
    const run = start();
    create(run);
    permit(run);
    run.lambda.operations.PutFunctionEventInvokeConfig({
      FunctionName: 'analyzer',
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: 'arn:q' } },
    });
    send(run, RULE, { throw: 'always' });
    await settle(run);
    const attempts = run.world.timeline.entries.filter(({ type }) => type === 'invocation');
    expect(attempts).toHaveLength(3);
    expect(new Set(attempts.map(({ requestId }) => requestId)).size).toBe(1);
    expect(run.destination).toMatchObject([
      {
        arn: 'arn:q',
        record: {
          version: '1.0',
          requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
          requestPayload: { throw: 'always' },
          responseContext: { functionError: 'Unhandled' },
          responsePayload: { errorType: 'TypeError', errorMessage: 'always' },
        },
      },
    ]);
  });

  it('is counted as dropped where there is no destination', async () => {
    const run = start();
    create(run);
    permit(run);
    run.lambda.operations.PutFunctionEventInvokeConfig({ FunctionName: 'analyzer', MaximumRetryAttempts: 0 });
    send(run, RULE, { throw: 'x' });
    await settle(run);
    expect(run.metrics).toContain('AsyncEventsDropped');
  });
});
