import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TerraformFolder } from '../../testing/deployment/terraform-folder';
import { readStack, wholeStack } from '../../testing/synthesis/synthesis';

const SECONDS = 1_000;
const ACCOUNT = '123456789012';
const PLACES: [string, string][] = [
  ['aws', 'eu-central-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
];

/**
 * An STS of a partition: who the caller is, is all that a first plan asks AWS, and the provider
 * takes the partition from it.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
const stsOf = (partition: string): Promise<Server> =>
  new Promise((resolve) => {
    const identity = `<Arn>arn:${partition}:iam::${ACCOUNT}:user/operator</Arn><UserId>AIDAEXAMPLE</UserId><Account>${ACCOUNT}</Account>`;
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/xml');
      response.end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

it('no ARN names a partition: each takes that of the provider', () => {
  const { resource, data, locals, output } = readStack(wholeStack());
  const text = JSON.stringify({ resource, data, locals, output });
  expect(text).toContain(`arn:\${data.aws_partition.current.partition}:`);
  expect(text).not.toMatch(/\barn:(?!\$\{data\.aws_partition\.current\.partition\}:)/);
});

it.each(PLACES)(
  'in partition %s, Region %s: takes a Region, topic, key and path from there, and plans ARNs that are there',
  async (partition, region) => {
    const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${ACCOUNT}:${resource}`;
    const sts = await stsOf(partition);
    try {
      const endpoint = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
      const terraform = await TerraformFolder.initialized(wholeStack(), endpoint);
      const { resources } = await terraform.plan({
        aws_region: region,
        create_topic: false,
        sns_topic_arn: arn('sns', 'network'),
        kms_key_arn: arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'),
        schedule_expression: 'rate(1 day)',
        paths: { web: { source: arn('ec2', 'instance/i-0123456789abcdef0'), destination: 'igw-0123456789abcdef0' } },
      });
      const planned = JSON.stringify(resources).match(/\barn:[^"\\]+/g) ?? [];
      const there = new RegExp(`^arn:${partition}:[a-z0-9]+:${region}:${ACCOUNT}:`);
      for (const text of planned) expect(text).toMatch(there);
      expect(planned).toEqual(
        expect.arrayContaining([
          arn('sqs', 'reachability-monitor-dead-letters'),
          arn('events', 'rule/reachability-monitor-change'),
        ]),
      );
    } finally {
      sts.close();
    }
  },
  60 * SECONDS,
);
