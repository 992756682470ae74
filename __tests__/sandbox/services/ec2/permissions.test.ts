import { ACCOUNT, callTo, REGION } from '../../../../testing/emulator/connected-services';
import { ec2With, TO_INTERNET, WEB } from '../../../../testing/networks/web-network';

const arn = (resource: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:${resource}`;
const Tags = [{ Key: 'ReachabilityMonitor', Value: 'm' }];

function asked(action: string, input: (pathId: string, analysisId: string) => object) {
  const { ec2, call } = ec2With();
  const specify = (ResourceType: string) => ({ TagSpecifications: [{ ResourceType, Tags }] });
  const path = call('CreateNetworkInsightsPath', {
    ...TO_INTERNET,
    ...specify('network-insights-path'),
  }).NetworkInsightsPath;
  const analysis = call('StartNetworkInsightsAnalysis', {
    ...path,
    ...specify('network-insights-analysis'),
  }).NetworkInsightsAnalysis;
  const ids = [path.NetworkInsightsPathId, analysis.NetworkInsightsAnalysisId] as const;
  const permissions = ec2.permissions[action]?.(input(...ids) as never, callTo('ec2', action));
  return {
    permissions,
    path: arn(`network-insights-path/${ids[0]}`),
    analysis: arn(`network-insights-analysis/${ids[1]}`),
  };
}

test('starting an analysis needs permissions on the path with its tags and the analysis, and to tag at creation', () => {
  const TagSpecifications = [{ ResourceType: 'network-insights-analysis', Tags }];
  const { permissions, path } = asked('StartNetworkInsightsAnalysis', (NetworkInsightsPathId) => ({
    NetworkInsightsPathId,
    TagSpecifications,
  }));
  const request = { 'aws:RequestTag/ReachabilityMonitor': 'm', 'aws:TagKeys': ['ReachabilityMonitor'] };
  const resource = arn('network-insights-analysis/*');
  expect(permissions).toEqual([
    { resource: path, context: { 'aws:ResourceTag/ReachabilityMonitor': 'm' } },
    { resource, context: request },
    { action: 'ec2:CreateTags', resource, context: { ...request, 'ec2:CreateAction': 'StartNetworkInsightsAnalysis' } },
  ]);
});

test('starting an analysis without tags needs no permission to tag', () => {
  const { permissions } = asked('StartNetworkInsightsAnalysis', (NetworkInsightsPathId) => ({ NetworkInsightsPathId }));
  expect(permissions).toHaveLength(2);
});

test.each(['CreateTags', 'DeleteTags'])(
  '%s needs a permission on each resource, with its tags and those of the request',
  (action) => {
    const more = [{ Key: 'chg-1', Value: 'x' }];
    const { permissions, analysis } = asked(action, (_, id) => ({ Resources: [id, WEB.vpc], Tags: more }));
    const request = { 'aws:RequestTag/chg-1': 'x', 'aws:TagKeys': ['chg-1'] };
    expect(permissions).toEqual([
      { resource: analysis, context: { 'aws:ResourceTag/ReachabilityMonitor': 'm', ...request } },
      { resource: arn(`vpc/${WEB.vpc}`), context: { 'aws:ResourceTag/Name': 'shop', ...request } },
    ]);
  },
);

test('deleting needs a permission on the resource with its tags', () => {
  const context = { 'aws:ResourceTag/ReachabilityMonitor': 'm' };
  const analysis = asked('DeleteNetworkInsightsAnalysis', (_, id) => ({ NetworkInsightsAnalysisId: id }));
  expect(analysis.permissions).toEqual([{ resource: analysis.analysis, context }]);
  const path = asked('DeleteNetworkInsightsPath', (id) => ({ NetworkInsightsPathId: id }));
  expect(path.permissions).toEqual([{ resource: path.path, context }]);
});
