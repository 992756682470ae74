import type { NetworkInsightsAnalysis, Tag } from '@aws-sdk/client-ec2';
import type { Principal } from '../../../../../sandbox/service';
import { ACCOUNT, REGION } from '../../../../../testing/emulator/connected-services';
import {
  ec2With,
  errorCodeOf,
  HTTPS_OUT,
  type TestEc2,
  TO_INTERNET,
  WEB,
} from '../../../../../testing/networks/web-network';

const LAMBDA: Principal = {
  kind: 'lambda',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/monitor/session`,
  principalId: 'AROAEXAMPLE:session',
  accessKeyId: 'ASIAEXAMPLE',
  roleName: 'monitor',
};
const tagged = (ResourceType: string, ...Tags: Tag[]) => ({ TagSpecifications: [{ ResourceType, Tags }] });
const createPath = ({ call }: TestEc2, input: object = {}): string =>
  call('CreateNetworkInsightsPath', { ...TO_INTERNET, ...input }).NetworkInsightsPath.NetworkInsightsPathId;
const start = ({ call }: TestEc2, NetworkInsightsPathId: string, input: object = {}): NetworkInsightsAnalysis =>
  call('StartNetworkInsightsAnalysis', { NetworkInsightsPathId, ...input }).NetworkInsightsAnalysis;

describe('paths', () => {
  test('a path is created with ids, ARNs and tags, described and deleted', () => {
    const ec2 = ec2With();
    const input = { ...TO_INTERNET, ...tagged('network-insights-path', { Key: 'Name', Value: 'web' }) };
    const { NetworkInsightsPath: path } = ec2.call('CreateNetworkInsightsPath', input);
    expect(path).toMatchObject({
      NetworkInsightsPathId: expect.stringMatching(/^nip-[0-9a-f]{17}$/),
      NetworkInsightsPathArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:network-insights-path/${path.NetworkInsightsPathId}`,
      Source: WEB.webServer,
      SourceArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${WEB.webServer}`,
      Destination: WEB.igw,
      DestinationPort: 443,
      Tags: [{ Key: 'Name', Value: 'web' }],
    });
    const described = ec2.call('DescribeNetworkInsightsPaths', {
      NetworkInsightsPathIds: [path.NetworkInsightsPathId],
    });
    expect(described.NetworkInsightsPaths).toEqual([path]);
    ec2.call('DeleteNetworkInsightsPath', { NetworkInsightsPathId: path.NetworkInsightsPathId });
    expect(ec2.call('DescribeNetworkInsightsPaths').NetworkInsightsPaths).toEqual([]);
  });

  test('source and destination may be ARNs', async () => {
    const arn = (type: string, id: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:${type}/${id}`;
    const result = await ec2With().analyze({
      ...TO_INTERNET,
      Source: arn('network-interface', WEB.webInterface),
      Destination: arn('internet-gateway', WEB.igw),
    });
    expect(result.NetworkPathFound).toBe(true);
  });

  const { Destination: _, ...nowhere } = TO_INTERNET;
  test.each([
    ['no source', { ...TO_INTERNET, Source: undefined }, 'MissingParameter'],
    ['no protocol', { ...TO_INTERNET, Protocol: undefined }, 'MissingParameter'],
    ['a protocol that is not analysed', { ...TO_INTERNET, Protocol: 'icmp' }, 'InvalidParameterValue'],
    ['a port that does not exist', { ...TO_INTERNET, DestinationPort: 70_000 }, 'InvalidParameterValue'],
    ['an invalid address', { ...TO_INTERNET, SourceIp: '10.0.0' }, 'InvalidParameterValue'],
    ['no destination', nowhere, 'MissingParameter'],
    ['a destination address outside the filter', { ...nowhere, DestinationIp: '192.0.2.1' }, 'MissingParameter'],
    [
      'a filter and a port',
      { ...TO_INTERNET, FilterAtSource: { DestinationAddress: '192.0.2.1' } },
      'InvalidParameterCombination',
    ],
    [
      'a filter and a source address',
      { ...TO_INTERNET, DestinationPort: undefined, SourceIp: '10.0.1.10', FilterAtSource: {} },
      'InvalidParameterCombination',
    ],
    [
      'a filter at the destination and its address',
      { ...TO_INTERNET, DestinationIp: '192.0.2.1', FilterAtDestination: {} },
      'InvalidParameterCombination',
    ],
    [
      'a source that does not exist',
      { ...TO_INTERNET, Source: 'i-0000000000000000f' },
      'NetworkInsightsSource.NotFound',
    ],
    [
      'a destination that does not exist',
      { ...TO_INTERNET, Destination: 'igw-0000000000000000f' },
      'NetworkInsightsDestination.NotFound',
    ],
  ])('%s is refused', (_name, input, code) => {
    expect(errorCodeOf(() => ec2With().call('CreateNetworkInsightsPath', input))).toBe(code);
  });

  test('a path with analyses cannot be deleted', async () => {
    const ec2 = ec2With();
    const NetworkInsightsPathId = createPath(ec2);
    const { NetworkInsightsAnalysisId } = start(ec2, NetworkInsightsPathId);
    const remove = () => ec2.call('DeleteNetworkInsightsPath', { NetworkInsightsPathId });
    expect(errorCodeOf(remove)).toBe('AnalysisExistsForNetworkInsightsPath');
    await ec2.world.activity.idle(5000);
    expect(errorCodeOf(remove)).toBe('AnalysisExistsForNetworkInsightsPath');
    ec2.call('DeleteNetworkInsightsAnalysis', { NetworkInsightsAnalysisId });
    expect(remove()).toEqual({ NetworkInsightsPathId });
  });

  test('there are at most 1,000', () => {
    const ec2 = ec2With();
    for (let n = 0; n < 1000; n++) createPath(ec2);
    expect(errorCodeOf(() => createPath(ec2))).toBe('NetworkInsightsPath.LimitExceeded');
  });
});

describe('analyses', () => {
  test('an analysis runs and finishes with a result, which the timeline shows', async () => {
    const ec2 = ec2With();
    const analysis = start(ec2, createPath(ec2));
    expect(analysis).toMatchObject({ Status: 'running', StartDate: expect.any(Date), Tags: [] });
    expect(analysis.NetworkPathFound).toBeUndefined();
    expect(ec2.world.activity.inFlight).toEqual([`analysis ${analysis.NetworkInsightsAnalysisId}`]);
    await ec2.world.activity.idle(5000);
    expect(ec2.analysis(analysis.NetworkInsightsAnalysisId)).toMatchObject({
      Status: 'succeeded',
      NetworkPathFound: true,
    });
    expect(ec2.world.timeline.entries).toMatchObject([
      { type: 'analysis', analysisId: analysis.NetworkInsightsAnalysisId, status: 'succeeded', pathFound: true },
    ]);
  });

  test('an analysis uses the network as it was at its start, and a change in the meantime makes it fail', async () => {
    const ec2 = ec2With();
    const { NetworkInsightsAnalysisId: id } = start(ec2, createPath(ec2));
    ec2.call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
    await ec2.world.activity.idle(5000);
    expect(ec2.analysis(id)).toMatchObject({
      Status: 'failed',
      StatusMessage: 'The request failed due to modifications in network resources during the analysis',
    });
    expect(ec2.analysis(id).NetworkPathFound).toBe(false);
  });

  test('tags, descriptions and refused calls change nothing', async () => {
    const ec2 = ec2With();
    const { NetworkInsightsAnalysisId: id } = start(ec2, createPath(ec2));
    ec2.call('CreateTags', { Resources: [WEB.webGroup, id], Tags: [{ Key: 'A', Value: 'b' }] });
    ec2.call('UpdateSecurityGroupRuleDescriptionsEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
    expect(() =>
      ec2.call('AuthorizeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] }),
    ).toThrow();
    await ec2.world.activity.idle(5000);
    expect(ec2.analysis(id)).toMatchObject({ Status: 'succeeded', Tags: [{ Key: 'A', Value: 'b' }] });
  });

  // The first message is documented, the second recorded:
  // https://docs.aws.amazon.com/vpc/latest/reachability/reachability-analyzer-troubleshooting.html
  test.each([
    ['ec2:DescribeSubnets', 'The request failed due to insufficient permissions'],
    ['tiros:GetQueryAnswer', 'The request failed due to insufficient Tiros permissions.'],
  ])('an analysis by a function without %s fails', async (missing, StatusMessage) => {
    const ec2 = ec2With(undefined, ({ action }) => action !== missing);
    const result = await ec2.analyze(TO_INTERNET, { principal: LAMBDA });
    expect(result).toMatchObject({ Status: 'failed', StatusMessage, NetworkPathFound: false });
    expect(await ec2.analyze(TO_INTERNET)).toMatchObject({ Status: 'succeeded' });
  });

  test('the next analyses can be scripted', async () => {
    const ec2 = ec2With();
    ec2.ec2.nextAnalyses.push(
      { status: 'failed', statusMessage: 'The request failed due to throttling errors from EC2' },
      { durationMs: 1 },
    );
    expect(await ec2.analyze(TO_INTERNET)).toMatchObject({ Status: 'failed', StatusMessage: /throttling/ });
    expect(await ec2.analyze(TO_INTERNET)).toMatchObject({ Status: 'succeeded', NetworkPathFound: true });
  });

  test('an analysis that is deleted while it runs does not come back', async () => {
    const ec2 = ec2With();
    const { NetworkInsightsAnalysisId } = start(ec2, createPath(ec2));
    ec2.call('DeleteNetworkInsightsAnalysis', { NetworkInsightsAnalysisId });
    await ec2.world.activity.idle(5000);
    expect(errorCodeOf(() => ec2.analysis(NetworkInsightsAnalysisId))).toBe(
      'InvalidNetworkInsightsAnalysisId.NotFound',
    );
  });

  test('at most 100 run at once', async () => {
    const ec2 = ec2With();
    const path = createPath(ec2);
    for (let n = 0; n < 100; n++) start(ec2, path);
    expect(errorCodeOf(() => start(ec2, path))).toBe('NetworkInsightsAnalysis.LimitExceeded');
    await ec2.world.activity.idle(5000);
    expect(start(ec2, path).Status).toBe('running');
    await ec2.world.activity.idle(5000);
  });

  test.each([
    [
      'StartNetworkInsightsAnalysis',
      { NetworkInsightsPathId: 'nip-0000000000000000f' },
      'InvalidNetworkInsightsPathId.NotFound',
    ],
    ['StartNetworkInsightsAnalysis', {}, 'MissingParameter'],
    [
      'DescribeNetworkInsightsAnalyses',
      { NetworkInsightsAnalysisIds: ['nia-0000000000000000f'] },
      'InvalidNetworkInsightsAnalysisId.NotFound',
    ],
    [
      'DescribeNetworkInsightsAnalyses',
      { NetworkInsightsAnalysisIds: ['x'] },
      'InvalidNetworkInsightsAnalysisId.Malformed',
    ],
    ['DescribeNetworkInsightsAnalyses', { Filters: [{ Name: 'tag:Name', Values: ['x'] }] }, 'InvalidParameterValue'],
    ['DescribeNetworkInsightsAnalyses', { MaxResults: 101 }, 'InvalidParameterValue'],
    ['DescribeNetworkInsightsPaths', { Filters: [{ Name: 'tag:Name', Values: ['x'] }] }, 'InvalidParameterValue'],
    [
      'DeleteNetworkInsightsAnalysis',
      { NetworkInsightsAnalysisId: 'nia-0000000000000000f' },
      'InvalidNetworkInsightsAnalysisId.NotFound',
    ],
    [
      'DeleteNetworkInsightsPath',
      { NetworkInsightsPathId: 'nip-0000000000000000f' },
      'InvalidNetworkInsightsPathId.NotFound',
    ],
  ])('%s %j: %s', (action, input, code) => {
    expect(errorCodeOf(() => ec2With().call(action, input))).toBe(code);
  });
});

describe('lists of analyses', () => {
  test('by path, status, result and time', async () => {
    const ec2 = ec2With();
    const open = await ec2.analyze(TO_INTERNET);
    const closed = await ec2.analyze({ ...TO_INTERNET, DestinationPort: 25 });
    ec2.ec2.nextAnalyses.push({ status: 'failed' });
    const failed = await ec2.analyze(TO_INTERNET);
    const ids = (input: object) =>
      ec2
        .call('DescribeNetworkInsightsAnalyses', input)
        .NetworkInsightsAnalyses.map((it: NetworkInsightsAnalysis) => it.NetworkInsightsAnalysisId);
    const [a, b, c] = [open, closed, failed].map((it) => it.NetworkInsightsAnalysisId);
    const filter = (Name: string, value: string) => ({ Filters: [{ Name, Values: [value] }] });
    expect(ids({ NetworkInsightsPathId: closed.NetworkInsightsPathId })).toEqual([b]);
    expect(ids(filter('status', 'failed'))).toEqual([c]);
    expect(ids(filter('path-found', 'true'))).toEqual([a]);
    expect(ids(filter('path-found', 'false'))).toEqual([b, c]);
    const begun = closed.StartDate as Date;
    expect(ids({ AnalysisStartTime: begun, AnalysisEndTime: begun })).toContain(b);
    expect(ids({ AnalysisStartTime: new Date(Date.now() + 1000) })).toEqual([]);
    expect(ids({ AnalysisEndTime: new Date(0) })).toEqual([]);
  });

  test('pages of at most 100', async () => {
    const ec2 = ec2With();
    const path = createPath(ec2);
    for (const _ of Array(2)) {
      for (let n = 0; n < 75; n++) start(ec2, path);
      await ec2.world.activity.idle(5000);
    }
    const first = ec2.call('DescribeNetworkInsightsAnalyses', { NetworkInsightsPathId: path });
    const second = ec2.call('DescribeNetworkInsightsAnalyses', {
      NetworkInsightsPathId: path,
      NextToken: first.NextToken,
    });
    expect([first, second].map((it) => it.NetworkInsightsAnalyses.length)).toEqual([100, 50]);
    expect(second.NextToken).toBeUndefined();
  });
});

test('a reset restores the loaded network and forgets paths and analyses', async () => {
  const ec2 = ec2With();
  start(ec2, createPath(ec2));
  ec2.call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
  ec2.ec2.reset();
  await ec2.world.activity.idle(5000);
  expect(ec2.call('DescribeNetworkInsightsPaths').NetworkInsightsPaths).toEqual([]);
  expect(ec2.call('DescribeNetworkInsightsAnalyses').NetworkInsightsAnalyses).toEqual([]);
  expect(await ec2.analyze(TO_INTERNET)).toMatchObject({ NetworkPathFound: true });
});
