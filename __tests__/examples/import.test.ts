import { CreateNetworkInsightsPathCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { exampleWithModule, SANDBOX_NETWORK } from '../support/example';
import { TerraformFolder } from '../support/terraform';

const { web_instance_id, internet_gateway_id } = SANDBOX_NETWORK;
const ADDRESS = 'module.reachability_monitor.aws_ec2_network_insights_path.path["web-to-internet"]';
const MINUTE = 60_000;

let sandbox: Sandbox;
let example: TerraformFolder;
let ec2: EC2Client;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0 });
  ec2 = new EC2Client({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  example = await TerraformFolder.initialized(exampleWithModule('import'), sandbox.endpoint);
}, MINUTE);

afterAll(async () => {
  ec2?.destroy();
  await sandbox?.close();
});

const existingPath = async (port: number): Promise<string> => {
  const { NetworkInsightsPath } = await ec2.send(
    new CreateNetworkInsightsPathCommand({
      Source: web_instance_id,
      Destination: internet_gateway_id,
      Protocol: 'tcp',
      DestinationPort: port,
      ClientToken: `token-${port}`,
    }),
  );
  return String(NetworkInsightsPath?.NetworkInsightsPathId);
};

describe('examples/import', () => {
  it(
    'takes in a path that exists as it is, and only tags it',
    async () => {
      const path_id = await existingPath(443);
      const plan = await example.plan({ path_id, web_instance_id, internet_gateway_id });
      expect(plan.change(ADDRESS)).toMatchObject({ actions: ['update'], importing: { id: path_id } });
      expect(plan.values(ADDRESS)).toMatchObject({
        id: path_id,
        tags: { Name: 'web-to-internet', Expect: 'reachable', ReachabilityMonitor: 'reachability-monitor' },
      });
    },
    MINUTE,
  );

  it(
    'shows that a path that differs from what is declared would be replaced',
    async () => {
      const path_id = await existingPath(80);
      const plan = await example.plan({ path_id, web_instance_id, internet_gateway_id });
      expect(plan.change(ADDRESS).actions).toEqual(['delete', 'create']);
    },
    MINUTE,
  );
});
