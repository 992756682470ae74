import type { NetworkInsightsAnalysis, Tag } from '@aws-sdk/client-ec2';
import { ec2With, errorCodeOf, type TestEc2, TO_INTERNET } from '../../../../../testing/networks/web-network';

const tagged = (ResourceType: string, ...Tags: Tag[]) => ({ TagSpecifications: [{ ResourceType, Tags }] });
const createPath = ({ call }: TestEc2, input: object = {}): string =>
  call('CreateNetworkInsightsPath', { ...TO_INTERNET, ...input }).NetworkInsightsPath.NetworkInsightsPathId;
const start = ({ call }: TestEc2, NetworkInsightsPathId: string, input: object = {}): NetworkInsightsAnalysis =>
  call('StartNetworkInsightsAnalysis', { NetworkInsightsPathId, ...input }).NetworkInsightsAnalysis;

describe('client tokens', () => {
  test('the same token with the same parameters returns the same analysis, also after it has finished', async () => {
    const ec2 = ec2With();
    const path = createPath(ec2);
    const input = { ClientToken: 'token', ...tagged('network-insights-analysis', { Key: 'Owner', Value: 'a' }) };
    const { NetworkInsightsAnalysisId } = start(ec2, path, input);
    expect(start(ec2, path, input).NetworkInsightsAnalysisId).toBe(NetworkInsightsAnalysisId);
    await ec2.world.activity.idle(5000);
    expect(start(ec2, path, input)).toMatchObject({ NetworkInsightsAnalysisId, Status: 'succeeded' });
    expect(ec2.call('DescribeNetworkInsightsAnalyses').NetworkInsightsAnalyses).toHaveLength(1);
  });

  test('the same token with other parameters is a mismatch', async () => {
    const ec2 = ec2With();
    const path = createPath(ec2);
    const owner = (Value: string) => ({
      ClientToken: 'token',
      ...tagged('network-insights-analysis', { Key: 'Owner', Value }),
    });
    start(ec2, path, owner('a'));
    expect(errorCodeOf(() => start(ec2, path, owner('b')))).toBe('IdempotentParameterMismatch');
    await ec2.world.activity.idle(5000);
  });

  test('a refused call does not use up the token', () => {
    const ec2 = ec2With();
    const create = (input: object) => ec2.call('CreateNetworkInsightsPath', { ...input, ClientToken: 'token' });
    expect(errorCodeOf(() => create({ ...TO_INTERNET, Protocol: 'icmp' }))).toBe('InvalidParameterValue');
    const { NetworkInsightsPath: path } = create(TO_INTERNET);
    expect(create(TO_INTERNET).NetworkInsightsPath).toEqual(path);
  });
});
