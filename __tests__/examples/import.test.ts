import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateNetworkInsightsPathCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { exampleWithModule, SANDBOX_NETWORK } from '../../testing/deployment/example';
import { TerraformFolder } from '../../testing/deployment/terraform-folder';

const ADDRESS = 'module.reachability_monitor.aws_ec2_network_insights_path.path["web-to-internet"]';
const MINUTE = 60_000;

let sandbox: Sandbox;
let folder: string;
let example: TerraformFolder;
let ec2: EC2Client;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0 });
  ec2 = new EC2Client({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  folder = exampleWithModule('import');
  example = await TerraformFolder.initialized(folder, sandbox.endpoint);
}, MINUTE);

afterAll(async () => {
  ec2?.destroy();
  await sandbox?.close();
});

/** Makes a path, and names it in the example in place of that which the example names. */
const existingPath = async (port: number): Promise<string> => {
  const { NetworkInsightsPath } = await ec2.send(
    new CreateNetworkInsightsPathCommand({
      Source: SANDBOX_NETWORK.web_instance_id,
      Destination: SANDBOX_NETWORK.internet_gateway_id,
      Protocol: 'tcp',
      DestinationPort: port,
      ClientToken: `port-${port}`,
    }),
  );
  const id = String(NetworkInsightsPath?.NetworkInsightsPathId);
  const file = join(folder, 'main.tf');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"nip-\w+"/, `"${id}"`));
  return id;
};

describe('examples/import', () => {
  it(
    'takes in a path that exists as it is, and only tags it',
    async () => {
      const id = await existingPath(443);
      const plan = await example.plan({});
      expect(plan.change(ADDRESS)).toMatchObject({ actions: ['update'], importing: { id } });
      expect(plan.values(ADDRESS)).toMatchObject({
        id,
        tags: { Name: 'web-to-internet', Expect: 'reachable', ReachabilityMonitor: 'reachability-monitor' },
      });
    },
    MINUTE,
  );

  it(
    'shows that a path that differs from what is declared would be replaced',
    async () => {
      await existingPath(80);
      const plan = await example.plan({});
      expect(plan.change(ADDRESS).actions).toEqual(['delete', 'create']);
    },
    MINUTE,
  );
});
