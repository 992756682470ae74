import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as clientEc2 from '@aws-sdk/client-ec2';
import * as clientSns from '@aws-sdk/client-sns';
import type { NormalizedSchema } from '@smithy/core/schema';
import { bundle } from '../../../lib/bundle/lambda-bundle';
import { AwsError } from '../../../sandbox/service';
import { queryCodec } from '../../../sandbox/wire/query';
import { operationSchema } from '../../../sandbox/wire/schema';
import { responses } from '../../../testing/synthesis/sdk-fixture';
import { temporaryFolder } from '../../../testing/temporary-folder';

const EC2_VERSION = '2016-11-15';
const SNS_VERSION = '2010-03-31';
/**
 * Deep enough for an explanation's component inside an additional detail inside a path component
 * inside an analysis.
 */
const DEPTH = 7;

/** A value with every member that a schema has, each different from its neighbours. */
function full(schema: NormalizedSchema, name: string, depth = 0): unknown {
  if (schema.isStructSchema()) {
    if (depth > DEPTH) return {};
    const members = [...schema.structIterator()].filter(([, member]) => !member.isDocumentSchema());
    return Object.fromEntries(members.map(([key, member]) => [key, full(member, key, depth + 1)]));
  }
  if (schema.isListSchema()) {
    return ['first', 'second'].map((item) => full(schema.getValueSchema(), `${name}-${item}`, depth));
  }
  if (schema.isMapSchema()) return { key: full(schema.getValueSchema(), name, depth) };
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return name.length;
  if (schema.isTimestampSchema()) return new Date(1_700_000_000_000);
  if (schema.isBlobSchema()) return new Uint8Array([name.length]);
  return `${name} < "&" >`;
}

function operation(action: string) {
  const sns = action === 'Publish';
  const schema = operationSchema({ sdk: sns ? clientSns : clientEc2 } as never, action);
  if (!schema) throw new Error(`no operation ${action}`);
  const codec = sns ? queryCodec('aws-query', SNS_VERSION) : queryCodec('ec2-query', EC2_VERSION);
  return { schema, codec };
}

const ACTIONS = [
  'DescribeNetworkInsightsPaths',
  'DescribeNetworkInsightsAnalyses',
  'StartNetworkInsightsAnalysis',
  'DeleteNetworkInsightsAnalysis',
  'CreateTags',
  'DeleteTags',
  'Publish',
];

const inputs = Object.fromEntries(
  ACTIONS.map((action) => {
    const { input } = operation(action).schema;
    return [action.charAt(0).toLowerCase() + action.slice(1), input && full(input, action)];
  }),
);

let server: Server;
let endpoint: string;
let bodies: string[];
let refusal: AwsError | undefined;

beforeEach(() => {
  refusal = undefined;
});

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    bodies.push(body);
    const { schema, codec } = operation(new URLSearchParams(body).get('Action') ?? '');
    const output = schema.output ? full(schema.output, 'answer') : {};
    const answer = refusal ? codec.fail(refusal, 'request') : codec.encode(schema, output as never, 'request');
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

async function wholeSdk() {
  bodies = [];
  return { answers: await responses(endpoint, inputs), bodies };
}

async function shakenSdk() {
  bodies = [];
  const file = join(temporaryFolder(), 'shaken.js');
  writeFileSync(file, bundle(join(__dirname, '..', '..', '..', 'testing', 'synthesis', 'sdk-fixture.ts')));
  const child = fork(file, { serialization: 'advanced', execArgv: [] });
  child.send([endpoint, inputs]);
  const [answers] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  child.kill();
  return { answers, bodies };
}

it('sends the same requests and reads the same complete responses as the whole SDK', async () => {
  const whole = await wholeSdk();
  expect(await shakenSdk()).toEqual(whole);
  expect(whole.bodies).toHaveLength(ACTIONS.length);
  const { output } = operation('DescribeNetworkInsightsAnalyses').schema;
  expect(whole.answers.describeNetworkInsightsAnalyses).toMatchObject(
    full(output as NormalizedSchema, 'answer') as object,
  );
});

it.each([
  ['AuthorizationError', 403],
  ['IdempotentParameterMismatch', 400],
])('reads the refusal %s as the whole SDK does', async (code, status) => {
  refusal = new AwsError(code, 'AWS says no', status);
  const whole = await wholeSdk();
  expect(await shakenSdk()).toEqual(whole);
  expect(whole.answers.startNetworkInsightsAnalysis).toMatchObject({ message: 'AWS says no', httpStatusCode: status });
});
