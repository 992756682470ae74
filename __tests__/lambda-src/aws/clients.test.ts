import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthorizeSecurityGroupEgressCommand,
  CreateNetworkInsightsPathCommand,
  DescribeInternetGatewaysCommand,
  DescribeNetworkInsightsAnalysesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { sdkEc2, sdkSns } from '../../../lambda-src/aws/clients';
import { parseEnvironment } from '../../../lambda-src/environment';
import { handle } from '../../../lambda-src/handle';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { exampleEnvironment } from '../../../testing/example-environment';

let sandbox: Sandbox;
let ec2: EC2Client;
let sns: SNSClient;
let requests = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.2, eventDelaySeconds: 0 });
  const { endpoint, region } = sandbox;
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  ec2 = new EC2Client({ endpoint, region, credentials });
  sns = new SNSClient({ endpoint, region, credentials });
});

afterAll(async () => {
  ec2.destroy();
  sns.destroy();
  await sandbox.close();
});

/**
 * Of the example network: the instance in the group "web", the group's rule for tcp 443, and the
 * internet gateway.
 */
async function webServer() {
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: ['web'] }] }),
  );
  const groupId = SecurityGroups[0]?.GroupId ?? '';
  const ofGroup = [{ Name: 'group-id', Values: [groupId] }];
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters: ofGroup }));
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters: ofGroup }));
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  return {
    groupId,
    instanceId: NetworkInterfaces[0]?.Attachment?.InstanceId,
    rule: SecurityGroupRules.find(({ IsEgress, FromPort }) => IsEgress && FromPort === 443),
    gatewayId: InternetGateways[0]?.InternetGatewayId,
  };
}

it('the SDK clients carry everything over the wire: verdict, alert, recovery, status and clearing', async () => {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  const { instanceId, gatewayId, groupId, rule } = await webServer();
  const { NetworkInsightsPath } = await ec2.send(
    new CreateNetworkInsightsPathCommand({
      Source: instanceId,
      Destination: gatewayId,
      Protocol: 'tcp',
      DestinationPort: 443,
      ClientToken: 'test',
      TagSpecifications: [
        {
          ResourceType: 'network-insights-path',
          Tags: [
            { Key: 'Name', Value: 'web-to-internet' },
            { Key: 'Expect', Value: 'reachable' },
            { Key: 'ReachabilityMonitor', Value: 'monitor' },
          ],
        },
      ],
    }),
  );
  const pathId = NetworkInsightsPath?.NetworkInsightsPathId;
  const environment = parseEnvironment(
    exampleEnvironment({
      SNS_TOPIC_ARN: TopicArn,
      AWS_REGION: sandbox.region,
      MONITOR_NAME: 'monitor',
      CHECK: 'all',
      SETTLE_SECONDS: '0',
    }),
  );
  const invoke = (event: unknown) =>
    handle(event, {
      environment,
      requestId: `request-${requests++}`,
      ec2: sdkEc2(ec2),
      sns: sdkSns(sns),
      clock: { now: Date.now, sleep },
      random: Math.random,
      remaining: () => 60_000,
      log: () => {},
    });

  expect(await invoke({})).toMatchObject({ paths: [{ pathId, outcome: 'kept', told: false }], started: 1 });
  await ec2.send(
    new RevokeSecurityGroupEgressCommand({ GroupId: groupId, SecurityGroupRuleIds: [rule?.SecurityGroupRuleId ?? ''] }),
  );
  expect(await invoke({})).toMatchObject({ paths: [{ pathId, outcome: 'broken', told: true }], started: 1 });
  expect(await invoke({ action: 'status' })).toMatchObject({
    paths: [{ pathId, outcome: 'broken', told: false }],
    started: 0,
  });
  await ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId: groupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: rule?.CidrIpv4 }] }],
    }),
  );
  expect(await invoke({})).toMatchObject({ paths: [{ pathId, outcome: 'kept', told: true }], started: 1 });
  expect(sandbox.inbox.map(({ subject }) => subject)).toEqual([
    '[ALERT] Scheduled check found connectivity issue: web-to-internet',
    '[RECOVERED] Reachability restored: web-to-internet',
  ]);
  expect(sandbox.inbox[0]?.message).toMatch(/ENI_SG_RULES_MISMATCH|SG_HAS_NO_RULES/);

  await invoke({ pathId, name: 'web-to-internet', expect: 'reachable', tf: { action: 'delete' } });
  const { NetworkInsightsAnalyses } = await ec2.send(new DescribeNetworkInsightsAnalysesCommand({}));
  expect(NetworkInsightsAnalyses ?? []).toEqual([]);
});
