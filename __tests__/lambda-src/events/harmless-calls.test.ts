import { readChange } from '../../../lambda-src/events/change';
import { cloudTrailEvent, GROUP, HTTPS } from '../../../testing/simulation/events';

function read(eventName: string, detail: Readonly<Record<string, unknown>>) {
  return readChange(cloudTrailEvent(eventName, detail), 'fallback');
}

describe('a call', () => {
  it.each([
    ['UpdateSecurityGroupRuleDescriptionsIngress', { groupId: GROUP, ipPermissions: { items: [HTTPS] } }],
    ['CreateSecurityGroup', { groupName: 'web' }],
    ['DeleteRouteTable', { routeTableId: 'rtb-0a1b2c3d' }],
    ['ModifyInstanceAttribute', { instanceId: 'i-0a1b2c3d', instanceType: { value: 't3.small' } }],
    ['ModifyInstanceAttribute', { instanceId: 'i-0a1b2c3d', attribute: 'userData', value: 'x' }],
    [
      'ModifyNetworkInterfaceAttribute',
      { networkInterfaceId: 'eni-0a1b2c3d', description: { value: 'web' }, groupSet: {} },
    ],
  ])('%s is harmless', (call, requestParameters) => {
    expect(read(call, { requestParameters, responseElements: null }).isHarmless).toBe(true);
  });

  it.each([
    ['RevokeSecurityGroupEgress', { groupId: GROUP }],
    ['RevokeSecurityGroupIngress', null],
    ['DeleteNetworkAclEntry', { networkAclId: 'acl-0a1b2c3d', ruleNumber: 10, egress: true }],
    [
      'ModifyNetworkInterfaceAttribute',
      { networkInterfaceId: 'eni-0a1b2c3d', groupSet: { items: [{ groupId: GROUP }] } },
    ],
    [
      'ModifyInstanceAttribute',
      { instanceId: 'i-0a1b2c3d', groupSet: { items: [{ groupId: GROUP }] }, instanceType: { value: 't3.small' } },
    ],
    ['ModifyInstanceAttribute', { instanceId: 'i-0a1b2c3d', attribute: 'sourceDestCheck', value: 'false' }],
    ['ModifyInstanceAttribute', { instanceId: 'i-0a1b2c3d' }],
    ['SomethingNew', { groupId: GROUP }],
    ['constructor', { groupId: GROUP }],
  ])('%s of %j is not', (call, requestParameters) => {
    expect(read(call, { requestParameters, responseElements: null }).isHarmless).toBe(false);
  });

  it.each([
    ['Client.DryRunOperation', true],
    ['Server.InternalError', false],
  ])('that failed with %s: harmless is %s', (errorCode, expected) => {
    const requestParameters = { groupId: GROUP };
    expect(read('RevokeSecurityGroupEgress', { requestParameters, errorCode }).isHarmless).toBe(expected);
  });
});
