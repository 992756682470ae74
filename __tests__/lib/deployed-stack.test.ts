import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTagsCommand, DescribeNetworkInsightsPathsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { TAGS } from '../../contract/tags';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { SANDBOX_NETWORK } from '../../testing/deployment/example';
import { leftovers } from '../../testing/deployment/leftovers';
import { TerraformFolder } from '../../testing/deployment/terraform-folder';
import { wholeStack } from '../../testing/synthesis/synthesis';

const PROJECT = join(__dirname, '..', '..');
const MINUTES = 60_000;
const WEB = {
  source: SANDBOX_NETWORK.web_instance_id,
  destination: SANDBOX_NETWORK.internet_gateway_id,
  destination_port: 443,
};

let sandbox: Sandbox;
let stack: string;
let terraform: TerraformFolder;
let ec2: EC2Client;
let lambda: LambdaClient;
let pathId: string;
/**
 * Every call up to the end of the destroy; the few that the tests make themselves are among them.
 */
let callsOfTerraform: Sandbox['calls'] = [];

const variables = (expect: string, more: object = {}) => ({
  check_on_deploy: false,
  notification_emails: ['network@example.com'],
  role_path: '/network/',
  paths: { web: { ...WEB, expect }, ...more },
});

/** What the function's environment says of the declared paths. */
const declared = async (): Promise<string | undefined> => {
  const { Environment } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'reachability-monitor' }),
  );
  return Environment?.Variables?.DECLARED_PATHS;
};

const tags = async (): Promise<Record<string, string>> => {
  const { NetworkInsightsPaths } = await ec2.send(
    new DescribeNetworkInsightsPathsCommand({ NetworkInsightsPathIds: [pathId] }),
  );
  return Object.fromEntries(NetworkInsightsPaths?.[0]?.Tags?.map(({ Key, Value }) => [Key, Value]) ?? []);
};

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0 });
  const settings = {
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  ec2 = new EC2Client(settings);
  lambda = new LambdaClient(settings);
  stack = wholeStack();
  terraform = await TerraformFolder.initialized(stack, sandbox.endpoint);
  const { path_ids } = await terraform.apply(variables('reachable'));
  pathId = (path_ids as Record<string, string>).web ?? '';
  const Tags = [{ Key: TAGS.standing, Value: 'kept/reachable' }];
  await ec2.send(new CreateTagsCommand({ Resources: [pathId], Tags }));
}, 3 * MINUTES);

afterAll(async () => {
  ec2?.destroy();
  lambda?.destroy();
  await sandbox?.close();
});

// Each test goes on from where the one before it stopped, as a deployment does.
describe('the tag that the function writes on a path', () => {
  it(
    'is no change to Terraform',
    async () => {
      expect(await terraform.hasChanges(variables('reachable'))).toBe(false);
    },
    MINUTES,
  );

  it(
    'stays when the promise is turned around, for which Terraform writes the tags of the path in place',
    async () => {
      expect((await terraform.apply(variables('unreachable'))).path_ids).toEqual({ web: pathId });
      expect(await tags()).toMatchObject({ [TAGS.standing]: 'kept/reachable', Expect: 'unreachable' });
      expect(await terraform.hasChanges(variables('unreachable'))).toBe(false);
    },
    2 * MINUTES,
  );

  it(
    'stays when the provider gets default tags, and with them',
    async () => {
      const provider = { aws: { default_tags: { tags: { Owner: 'network' } } } };
      writeFileSync(join(stack, 'default_tags_override.tf.json'), JSON.stringify({ provider }));
      await terraform.apply(variables('unreachable'));
      expect(await tags()).toMatchObject({
        [TAGS.standing]: 'kept/reachable',
        Expect: 'unreachable',
        Owner: 'network',
      });
      expect(await terraform.hasChanges(variables('unreachable'))).toBe(false);
      await terraform.apply(variables('reachable'));
      expect(await tags()).toMatchObject({ [TAGS.standing]: 'kept/reachable', Expect: 'reachable', Owner: 'network' });
      expect(await terraform.hasChanges(variables('reachable'))).toBe(false);
    },
    3 * MINUTES,
  );
});

// The same deployment, which now has a path of the name "web".
describe('what was declared, in the environment of the function', () => {
  it(
    'follows every path that is added, turned around, replaced and removed',
    async () => {
      expect(await declared()).toBe(`web=${pathId}/reachable`);
      const partner = { source: WEB.source, destination_ip: '198.51.100.20', destination_port: 8443 };
      const { path_ids: ids } = await terraform.apply(variables('unreachable', { 'a=b/c': partner }));
      const { web, 'a=b/c': added } = ids as Record<string, string>;
      expect(await declared()).toBe(`a=b/c=${added}/reachable,web=${web}/unreachable`);
      const replaced = await terraform.apply(
        variables('unreachable', { 'a=b/c': { ...partner, destination_port: 8444, expect: 'unreachable' } }),
      );
      const { 'a=b/c': again } = replaced.path_ids as Record<string, string>;
      // The provider itself would report the new port as set, and leave the old path as it is.
      expect(again).not.toBe(added);
      expect(await declared()).toBe(`a=b/c=${again}/unreachable,web=${web}/unreachable`);
      await terraform.apply(variables('unreachable'));
      expect(await declared()).toBe(`web=${web}/unreachable`);
      expect(await terraform.hasChanges(variables('unreachable'))).toBe(false);
    },
    5 * MINUTES,
  );
});

it(
  'warns at a plan of an address that has not confirmed its subscription',
  async () => {
    expect(await terraform.warnings(variables('unreachable'))).toContainEqual(
      expect.stringContaining('network@example.com receives no messages until'),
    );
  },
  MINUTES,
);

it(
  'is destroyed in one go',
  async () => {
    await terraform.destroy(variables('unreachable'));
    callsOfTerraform = sandbox.calls.filter(({ principal }) => principal === 'user');
    expect(await leftovers(sandbox.endpoint, sandbox.region)).toEqual([]);
  },
  2 * MINUTES,
);

it('needed no right that the policy for the deployer does not give', () => {
  const { Statement } = JSON.parse(readFileSync(join(PROJECT, 'examples', 'deployer-policy.json'), 'utf8'));
  const allowed = new Set<string>(Statement.flatMap(({ Action }: { Action: string | string[] }) => Action));
  const made = callsOfTerraform
    // IAM's name of the right; and who somebody is, everybody may ask:
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    .map(({ service, action }) => `${service}:${action === 'Invoke' ? 'InvokeFunction' : action}`)
    .filter((action) => action !== 'sts:GetCallerIdentity');
  expect(made.length).toBeGreaterThan(100);
  expect([...new Set(made)].filter((action) => !allowed.has(action))).toEqual([]);
  // Terraform hands the role to the function, which is no call of its own.
  expect(allowed).toContain('iam:PassRole');
});
