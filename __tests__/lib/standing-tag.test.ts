import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTagsCommand, DescribeNetworkInsightsPathsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { STANDING_TAG } from '../../lib/tag-keys';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { SANDBOX_NETWORK } from '../support/example';
import { TerraformFolder } from '../support/terraform';
import { wholeStack } from './synthesis';

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
let pathId: string;

const variables = (expect: string) => ({ check_on_deploy: false, paths: { web: { ...WEB, expect } } });

const tags = async (): Promise<Record<string, string>> => {
  const { NetworkInsightsPaths } = await ec2.send(
    new DescribeNetworkInsightsPathsCommand({ NetworkInsightsPathIds: [pathId] }),
  );
  return Object.fromEntries(NetworkInsightsPaths?.[0]?.Tags?.map(({ Key, Value }) => [Key, Value]) ?? []);
};

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0 });
  ec2 = new EC2Client({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  stack = wholeStack();
  terraform = await TerraformFolder.initialized(stack, sandbox.endpoint);
  const { path_ids } = await terraform.apply(variables('reachable'));
  pathId = (path_ids as Record<string, string>).web ?? '';
  const Tags = [{ Key: STANDING_TAG, Value: 'kept/reachable' }];
  await ec2.send(new CreateTagsCommand({ Resources: [pathId], Tags }));
}, 3 * MINUTES);

afterAll(async () => {
  ec2?.destroy();
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
      expect(await tags()).toMatchObject({ [STANDING_TAG]: 'kept/reachable', Expect: 'unreachable' });
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
      expect(await tags()).toMatchObject({ [STANDING_TAG]: 'kept/reachable', Expect: 'unreachable', Owner: 'network' });
      expect(await terraform.hasChanges(variables('unreachable'))).toBe(false);
      await terraform.apply(variables('reachable'));
      expect(await tags()).toMatchObject({ [STANDING_TAG]: 'kept/reachable', Expect: 'reachable', Owner: 'network' });
      expect(await terraform.hasChanges(variables('reachable'))).toBe(false);
    },
    3 * MINUTES,
  );
});
