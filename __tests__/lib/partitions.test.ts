import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { TerraformFolder } from '../support/terraform';
import { readStack, wholeStack } from './synthesis';

const SECONDS = 1_000;

let sandbox: Sandbox;
let terraform: TerraformFolder;
const folder = wholeStack();

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0 });
  terraform = await TerraformFolder.initialized(folder, sandbox.endpoint);
}, 60 * SECONDS);

afterAll(() => sandbox?.close());

it('no ARN names a partition: each takes that of the provider', () => {
  const { resource, data, locals, output } = readStack(folder);
  const text = JSON.stringify({ resource, data, locals, output });
  expect(text).toContain(`arn:\${data.aws_partition.current.partition}:`);
  expect(text).not.toMatch(/\barn:(?!\$\{data\.aws_partition\.current\.partition\}:)/);
  // Service principals are the same in every partition: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  expect(text).not.toMatch(/amazonaws\.com\.cn/);
});

describe.each([
  ['aws', 'eu-central-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
])('in partition %s', (partition, region) => {
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:123456789012:${resource}`;

  it(
    'takes a topic, key, path and Region from there, and plans ARNs that are there',
    async () => {
      const { resources } = await terraform.plan({
        aws_region: region,
        create_topic: false,
        sns_topic_arn: arn('sns', 'network'),
        kms_key_arn: arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'),
        schedule_expression: 'rate(1 day)',
        paths: { web: { source: arn('ec2', 'instance/i-0123456789abcdef0'), destination: 'igw-0123456789abcdef0' } },
      });
      const planned = JSON.stringify(resources).match(/\barn:[^"\\]+/g) ?? [];
      for (const text of planned)
        expect(text).toMatch(new RegExp(`^arn:${partition}:[a-z0-9]+:${region}:123456789012:`));
      expect(planned).toEqual(
        expect.arrayContaining([
          arn('sqs', 'reachability-monitor-dead-letters'),
          arn('events', 'rule/reachability-monitor-change'),
        ]),
      );
    },
    30 * SECONDS,
  );
});
