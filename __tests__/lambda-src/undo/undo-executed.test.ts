import * as sdk from '@aws-sdk/client-ec2';
import type { Expectation } from '../../../contract/expectation';
import { parseEnvironment } from '../../../lambda-src/environment';
import { readChange } from '../../../lambda-src/events/change';
import type { JsonObject } from '../../../lambda-src/events/cloudtrail-json';
import { toAnalysis } from '../../../lambda-src/history/analysis';
import { toMessage } from '../../../lambda-src/notify/email';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { runEc2, shellWords } from '../../../testing/aws/aws-cli';
import { exampleEnvironment } from '../../../testing/example-environment';
import { NET, undoNetwork } from '../../../testing/networks/undo-network';

const ENVIRONMENT = parseEnvironment(
  exampleEnvironment({ SNS_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:alerts' }),
);

let sandbox: Sandbox;
let ec2: sdk.EC2Client;

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    analysisSeconds: 0,
    eventDelaySeconds: 0,
    network: undoNetwork(),
    region: 'us-east-1',
  });
  ec2 = new sdk.EC2Client({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});

beforeEach(() => sandbox.reset());

afterAll(async () => {
  ec2?.destroy();
  await sandbox?.close();
});

type Ends = Omit<sdk.CreateNetworkInsightsPathRequest, 'ClientToken'>;
type Call = { readonly input: object };
type ModifyRules = ConstructorParameters<typeof sdk.ModifySecurityGroupRulesCommand>[0];

async function createPath(ends: Ends): Promise<sdk.NetworkInsightsPath> {
  const created = await ec2.send(
    new sdk.CreateNetworkInsightsPathCommand({ ...ends, ClientToken: crypto.randomUUID() }),
  );
  return created.NetworkInsightsPath ?? {};
}

async function analyse({ NetworkInsightsPathId }: sdk.NetworkInsightsPath): Promise<sdk.NetworkInsightsAnalysis> {
  const started = await ec2.send(
    new sdk.StartNetworkInsightsAnalysisCommand({ NetworkInsightsPathId, ClientToken: crypto.randomUUID() }),
  );
  await sandbox.activity.idle(120_000);
  const ids = [started.NetworkInsightsAnalysis?.NetworkInsightsAnalysisId ?? ''];
  const { NetworkInsightsAnalyses } = await ec2.send(
    new sdk.DescribeNetworkInsightsAnalysesCommand({ NetworkInsightsAnalysisIds: ids }),
  );
  const [analysis] = NetworkInsightsAnalyses ?? [];
  expect(analysis?.Status).toBe('succeeded');
  return analysis ?? {};
}

/** What distinguishes two states of a path. */
function stateOf({ NetworkPathFound, Explanations = [] }: sdk.NetworkInsightsAnalysis): string {
  return [NetworkPathFound ? 'open' : 'closed', ...Explanations.map(({ ExplanationCode }) => ExplanationCode)].join(
    ' ',
  );
}

/** Makes the change and returns its event, without the events of calls about analyses. */
async function recordOf(command: Call): Promise<JsonObject> {
  const before = sandbox.timeline.entries.length;
  await ec2.send(command as never);
  await sandbox.activity.idle(120_000);
  const events = sandbox.timeline.entries
    .slice(before)
    .flatMap(({ type, event }) => (type === 'event' ? [event as { detail: { eventName: string } }] : []))
    .filter(({ detail }) => !detail.eventName.includes('NetworkInsights'));
  expect(events).toHaveLength(1);
  return events[0] as unknown as JsonObject;
}

/** The alert about the path after the change. */
function alertOf(
  path: sdk.NetworkInsightsPath,
  details: sdk.NetworkInsightsAnalysis,
  expect: Expectation,
  event: JsonObject,
) {
  const change = readChange(event, 'unknown');
  const analysis = toAnalysis(details);
  if (!analysis) throw new Error('not an analysis');
  return toMessage(
    {
      notice: 'alert',
      outcome: 'broken',
      occasion: { kind: 'change', eventId: change.eventId, change },
      path: { id: path.NetworkInsightsPathId ?? '', name: 'path', expect, details: path },
      analysis,
      changes: [change],
    },
    ENVIRONMENT,
  ).Message as string;
}

function commandsIn(message: string): string[] {
  return message
    .split('\n')
    .filter((line) => line.startsWith('  aws ec2 '))
    .map((line) => line.trim());
}

const tcp = (port: number) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port });
const WEB_TO_INTERNET: Ends = { Source: NET.web, Destination: NET.gateway, Protocol: 'tcp', DestinationPort: 443 };
const WEB_TO_DB: Ends = { Source: NET.web, Destination: NET.db, Protocol: 'tcp', DestinationPort: 5432 };
const WEB_TO_POOL: Ends = { ...WEB_TO_DB, DestinationPort: 6432 };
const DB_TO_INTERNET: Ends = { Source: NET.db, Destination: NET.gateway, Protocol: 'tcp', DestinationPort: 443 };
const EDGE_TO_DB: Ends = { Source: NET.edge, Destination: NET.db, Protocol: 'tcp', DestinationPort: 5432 };
const INTERNET_TO_WEB: Ends = { Source: NET.gateway, Destination: NET.web, Protocol: 'tcp', DestinationPort: 22 };
const WEB_TO_OFFICE: Ends = {
  Source: NET.web,
  Protocol: 'tcp',
  FilterAtSource: { DestinationAddress: '198.51.100.20', DestinationPortRange: { FromPort: 8443, ToPort: 8443 } },
};
const WEB_TO_HOME: Ends = {
  ...WEB_TO_OFFICE,
  FilterAtSource: { DestinationAddress: '192.0.2.20', DestinationPortRange: { FromPort: 8443, ToPort: 8443 } },
};
const SPOOFED: Ends = {
  Source: NET.web,
  Destination: NET.db,
  Protocol: 'tcp',
  FilterAtSource: { SourceAddress: '10.0.1.99', DestinationPortRange: { FromPort: 5432, ToPort: 5432 } },
};
const QUIET_TO_INTERNET: Ends = {
  Source: NET.quiet,
  Destination: NET.quietGateway,
  Protocol: 'tcp',
  DestinationPort: 443,
};

async function ruleIds(groupId: string, isEgress: boolean, port: number): Promise<string[]> {
  const Filters = [{ Name: 'group-id', Values: [groupId] }];
  const { SecurityGroupRules = [] } = await ec2.send(new sdk.DescribeSecurityGroupRulesCommand({ Filters }));
  const rules = SecurityGroupRules.filter((rule) => rule.IsEgress === isEgress && rule.FromPort === port);
  return rules.map((rule) => rule.SecurityGroupRuleId ?? '');
}

type Case = readonly [name: string, expect: Expectation, path: Ends, change: () => Call | Promise<Call>];

const UNDONE: readonly Case[] = [
  [
    'RevokeSecurityGroupEgress',
    'reachable',
    WEB_TO_INTERNET,
    () =>
      new sdk.RevokeSecurityGroupEgressCommand({
        GroupId: NET.webGroup,
        IpPermissions: [{ ...tcp(443), IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      }),
  ],
  [
    'RevokeSecurityGroupEgress by rule ids',
    'reachable',
    WEB_TO_DB,
    async () =>
      new sdk.RevokeSecurityGroupEgressCommand({
        GroupId: NET.webGroup,
        SecurityGroupRuleIds: await ruleIds(NET.webGroup, true, 5432),
      }),
  ],
  [
    'RevokeSecurityGroupEgress of a prefix list',
    'reachable',
    WEB_TO_OFFICE,
    () =>
      new sdk.RevokeSecurityGroupEgressCommand({
        GroupId: NET.webGroup,
        IpPermissions: [{ ...tcp(8443), PrefixListIds: [{ PrefixListId: NET.list }] }],
      }),
  ],
  [
    'RevokeSecurityGroupIngress of a group',
    'reachable',
    WEB_TO_DB,
    () =>
      new sdk.RevokeSecurityGroupIngressCommand({
        GroupId: NET.dbGroup,
        IpPermissions: [{ ...tcp(5432), UserIdGroupPairs: [{ GroupId: NET.webGroup }] }],
      }),
  ],
  [
    'AuthorizeSecurityGroupIngress',
    'unreachable',
    INTERNET_TO_WEB,
    () =>
      new sdk.AuthorizeSecurityGroupIngressCommand({
        GroupId: NET.webGroup,
        IpPermissions: [{ ...tcp(22), IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'just for now' }] }],
      }),
  ],
  [
    'AuthorizeSecurityGroupIngress in the flat form',
    'unreachable',
    INTERNET_TO_WEB,
    () => new sdk.AuthorizeSecurityGroupIngressCommand({ GroupId: NET.webGroup, ...tcp(22), CidrIp: '0.0.0.0/0' }),
  ],
  [
    'AuthorizeSecurityGroupEgress',
    'unreachable',
    WEB_TO_POOL,
    () =>
      new sdk.AuthorizeSecurityGroupEgressCommand({
        GroupId: NET.webGroup,
        IpPermissions: [{ ...tcp(6432), UserIdGroupPairs: [{ GroupId: NET.dbGroup }] }],
      }),
  ],
  [
    'CreateRoute',
    'unreachable',
    { ...WEB_TO_INTERNET, Source: NET.isolated },
    () =>
      new sdk.CreateRouteCommand({
        RouteTableId: NET.localTable,
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: NET.gateway,
      }),
  ],
  [
    'AssociateRouteTable',
    'reachable',
    DB_TO_INTERNET,
    () => new sdk.AssociateRouteTableCommand({ RouteTableId: NET.localTable, SubnetId: NET.edgeSubnet }),
  ],
  [
    'CreateNetworkAclEntry, inbound',
    'reachable',
    WEB_TO_DB,
    () =>
      new sdk.CreateNetworkAclEntryCommand({
        NetworkAclId: NET.acl,
        RuleNumber: 10,
        Egress: false,
        RuleAction: 'deny',
        Protocol: '6',
        PortRange: { From: 5432, To: 5432 },
        CidrBlock: '0.0.0.0/0',
      }),
  ],
  [
    'CreateNetworkAclEntry, outbound',
    'reachable',
    WEB_TO_INTERNET,
    () =>
      new sdk.CreateNetworkAclEntryCommand({
        NetworkAclId: NET.acl,
        RuleNumber: 10,
        Egress: true,
        RuleAction: 'deny',
        Protocol: '-1',
        CidrBlock: '0.0.0.0/0',
      }),
  ],
  [
    'AssociateAddress',
    'unreachable',
    DB_TO_INTERNET,
    () => new sdk.AssociateAddressCommand({ AllocationId: NET.spareAddress, NetworkInterfaceId: NET.dbInterface }),
  ],
  [
    'ModifyManagedPrefixList that adds',
    'unreachable',
    WEB_TO_HOME,
    () =>
      new sdk.ModifyManagedPrefixListCommand({
        PrefixListId: NET.list,
        CurrentVersion: 1,
        AddEntries: [{ Cidr: '192.0.2.0/24', Description: 'home' }],
      }),
  ],
  [
    'ModifyManagedPrefixList that removes and adds',
    'reachable',
    WEB_TO_OFFICE,
    () =>
      new sdk.ModifyManagedPrefixListCommand({
        PrefixListId: NET.list,
        CurrentVersion: 1,
        RemoveEntries: [{ Cidr: '198.51.100.0/24' }],
        AddEntries: [{ Cidr: '192.0.2.0/24' }, { Cidr: '192.0.3.0/24' }],
      }),
  ],
  [
    'ModifyNetworkInterfaceAttribute of the source/destination check',
    'unreachable',
    SPOOFED,
    () =>
      new sdk.ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: NET.webInterface,
        SourceDestCheck: { Value: false },
      }),
  ],
  [
    'ModifyInstanceAttribute of the source/destination check',
    'unreachable',
    SPOOFED,
    () => new sdk.ModifyInstanceAttributeCommand({ InstanceId: NET.web, SourceDestCheck: { Value: false } }),
  ],
  [
    'DetachInternetGateway',
    'reachable',
    QUIET_TO_INTERNET,
    () => new sdk.DetachInternetGatewayCommand({ InternetGatewayId: NET.quietGateway, VpcId: NET.quietVpc }),
  ],
];

describe('the commands of an alert restore the path after', () => {
  it.each(UNDONE)('%s', async (_, promise, ends, change) => {
    const path = await createPath(ends);
    const before = stateOf(await analyse(path));
    const event = await recordOf(await change());
    const after = await analyse(path);
    expect(stateOf(after)).not.toBe(before);

    const commands = commandsIn(alertOf(path, after, promise, event));
    expect(commands.length).toBeGreaterThan(0);
    for (const words of shellWords(commands)) await runEc2(ec2, words);

    expect(stateOf(await analyse(path))).toBe(before);
  });

  it('AttachInternetGateway, which no path shows: the VPC has no gateway again', async () => {
    const gateway = async () => {
      const ids = { InternetGatewayIds: [NET.spareGateway] };
      const { InternetGateways } = await ec2.send(new sdk.DescribeInternetGatewaysCommand(ids));
      return InternetGateways?.[0]?.Attachments ?? [];
    };
    const path = await createPath(WEB_TO_INTERNET);
    const event = await recordOf(
      new sdk.AttachInternetGatewayCommand({ InternetGatewayId: NET.spareGateway, VpcId: NET.closedVpc }),
    );
    expect(await gateway()).toHaveLength(1);
    const commands = commandsIn(alertOf(path, await analyse(path), 'reachable', event));
    for (const words of shellWords(commands)) await runEc2(ec2, words);
    expect(await gateway()).toEqual([]);
  });

  it('RevokeSecurityGroupEgress, with the description of the rule', async () => {
    const path = await createPath(WEB_TO_INTERNET);
    const IpPermissions = [{ ...tcp(443), IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    const event = await recordOf(new sdk.RevokeSecurityGroupEgressCommand({ GroupId: NET.webGroup, IpPermissions }));
    const commands = commandsIn(alertOf(path, await analyse(path), 'reachable', event));
    for (const words of shellWords(commands)) await runEc2(ec2, words);
    const { SecurityGroups } = await ec2.send(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [NET.webGroup] }));
    const ranges = SecurityGroups?.[0]?.IpPermissionsEgress?.flatMap(({ IpRanges = [] }) => IpRanges);
    expect(ranges).toContainEqual({ CidrIp: '0.0.0.0/0', Description: "the web's own" });
  });
});

const NOT_UNDONE: readonly Case[] = [
  [
    'ModifySecurityGroupRules',
    'reachable',
    WEB_TO_INTERNET,
    async () => {
      const [SecurityGroupRuleId = ''] = await ruleIds(NET.webGroup, true, 443);
      const SecurityGroupRule = { ...tcp(444), CidrIpv4: '0.0.0.0/0' };
      const input: ModifyRules = {
        GroupId: NET.webGroup,
        SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
      };
      return new sdk.ModifySecurityGroupRulesCommand(input);
    },
  ],
  [
    'ModifyNetworkInterfaceAttribute of the groups',
    'reachable',
    WEB_TO_DB,
    () =>
      new sdk.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: NET.webInterface, Groups: [NET.dbGroup] }),
  ],
  [
    'ModifyInstanceAttribute of the groups',
    'reachable',
    WEB_TO_DB,
    () => new sdk.ModifyInstanceAttributeCommand({ InstanceId: NET.web, Groups: [NET.dbGroup] }),
  ],
  [
    'ReplaceRoute',
    'reachable',
    WEB_TO_INTERNET,
    () =>
      new sdk.ReplaceRouteCommand({
        RouteTableId: NET.publicTable,
        DestinationCidrBlock: '0.0.0.0/0',
        VpcPeeringConnectionId: NET.peering,
      }),
  ],
  [
    'DeleteRoute',
    'reachable',
    WEB_TO_INTERNET,
    () => new sdk.DeleteRouteCommand({ RouteTableId: NET.publicTable, DestinationCidrBlock: '0.0.0.0/0' }),
  ],
  [
    'DeleteNetworkAclEntry',
    'reachable',
    WEB_TO_DB,
    () => new sdk.DeleteNetworkAclEntryCommand({ NetworkAclId: NET.acl, RuleNumber: 100, Egress: false }),
  ],
  [
    'ReplaceNetworkAclEntry',
    'reachable',
    WEB_TO_DB,
    () =>
      new sdk.ReplaceNetworkAclEntryCommand({
        NetworkAclId: NET.acl,
        RuleNumber: 100,
        Egress: false,
        RuleAction: 'deny',
        Protocol: '-1',
        CidrBlock: '0.0.0.0/0',
      }),
  ],
  [
    'ReplaceRouteTableAssociation',
    'reachable',
    WEB_TO_INTERNET,
    () =>
      new sdk.ReplaceRouteTableAssociationCommand({
        AssociationId: 'rtbassoc-0aa00000000000002',
        RouteTableId: NET.localTable,
      }),
  ],
  ['TerminateInstances', 'reachable', EDGE_TO_DB, () => new sdk.TerminateInstancesCommand({ InstanceIds: [NET.db] })],
];

describe('the alert says that the record does not contain the earlier state', () => {
  it.each(NOT_UNDONE)('%s', async (_, promise, ends, change) => {
    const path = await createPath(ends);
    const before = stateOf(await analyse(path));
    const event = await recordOf(await change());
    const after = await analyse(path);
    expect(stateOf(after)).not.toBe(before);

    const message = alertOf(path, after, promise, event);
    expect(commandsIn(message)).toEqual([]);
    expect(message).toMatch(/^The CloudTrail record (of \w+ )?does not contain the earlier state( of sgr-\w+)?\.$/m);
    expect(message).toMatch(/^ {2}aws configservice get-resource-config-history .*--limit 1$/m);
  });
});
