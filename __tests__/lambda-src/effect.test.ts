import { readChange } from '../../lambda-src/change';
import { effectOf } from '../../lambda-src/effect';
import { cloudTrailEvent, GROUP, HTTPS, HTTPS_RULE, revokeEgress } from './support/events';

const PEER = { ...HTTPS, ipRanges: {}, groups: { items: [{ groupId: 'sg-0bbbbbbbbbbbbbbbb' }] } };

it.each<[string, Parameters<typeof readChange>[0], object]>([
  ['a revocation', revokeEgress(), { canOpen: false, canClose: true, group: GROUP }],
  [
    'a revocation by rule id',
    cloudTrailEvent('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, securityGroupRuleIds: ['sgr-0123456789abcdef0'] },
    }),
    { canOpen: false, canClose: true, group: GROUP },
  ],
  [
    'a revocation that names the group by name, and a peer by id',
    cloudTrailEvent('RevokeSecurityGroupIngress', {
      requestParameters: { groupName: 'default', ipPermissions: { items: [PEER] } },
    }),
    { canOpen: false, canClose: true },
  ],
  [
    'a revocation that names the group by name, whose answer has the id',
    cloudTrailEvent('RevokeSecurityGroupIngress', {
      requestParameters: { groupName: 'default', ipPermissions: { items: [PEER] } },
      responseElements: { revokedSecurityGroupRuleSet: { items: [HTTPS_RULE] } },
    }),
    { canOpen: false, canClose: true, group: GROUP },
  ],
  [
    'a revocation whose parameters were left out',
    cloudTrailEvent('RevokeSecurityGroupEgress'),
    { canOpen: false, canClose: true },
  ],
  ['an authorisation', cloudTrailEvent('AuthorizeSecurityGroupIngress'), { canOpen: true, canClose: false }],
  [
    'modified rules',
    cloudTrailEvent('ModifySecurityGroupRules', {
      requestParameters: {
        ModifySecurityGroupRulesRequest: {
          GroupId: GROUP,
          SecurityGroupRule: { SecurityGroupRuleId: 'sgr-0a', SecurityGroupRule: { IpProtocol: 'tcp' } },
        },
      },
    }),
    { canOpen: true, canClose: true, group: GROUP },
  ],
  [
    'user data',
    cloudTrailEvent('ModifyInstanceAttribute', {
      requestParameters: { instanceId: 'i-0a1b2c3d', userData: '<sensitiveDataRemoved>' },
    }),
    { canOpen: false, canClose: false },
  ],
  ['a description', cloudTrailEvent('UpdateSecurityGroupRuleDescriptionsEgress'), { canOpen: false, canClose: false }],
  [
    'other groups of an interface',
    cloudTrailEvent('ModifyNetworkInterfaceAttribute', {
      requestParameters: { groupSet: { items: [{ groupId: GROUP }] } },
    }),
    { canOpen: true, canClose: true },
  ],
  ['an entry of a network ACL', cloudTrailEvent('CreateNetworkAclEntry'), { canOpen: true, canClose: true }],
  ['a call that nobody knows', cloudTrailEvent('constructor'), { canOpen: true, canClose: true }],
])('%s', (_, event, effect) => {
  expect(effectOf(readChange(event, 'e1'))).toEqual(effect);
});

it.each([
  'RunInstances',
  'RunScheduledInstances',
  'StartInstances',
  'CreateFleet',
  'RequestSpotFleet',
  'RequestSpotInstances',
  'CreateNetworkInterface',
  'CreateLoadBalancer',
])('%s only adds something, and so closes no path', (call) => {
  expect(effectOf(readChange(cloudTrailEvent(call), 'id'))).toEqual({ canOpen: true, canClose: false });
});

it.each([
  'AllocateAddress',
  'CreateRouteTable',
  'DeleteManagedPrefixList',
  'CreateClientVpnRoute',
  'DescribeInstanceAttribute',
])('%s can do nothing to a path', (call) => {
  expect(effectOf(readChange(cloudTrailEvent(call), 'id'))).toEqual({ canOpen: false, canClose: false });
});

it.each([
  'StopInstances',
  'AssignPrivateIpAddresses',
  'CreateRoute',
  'DeleteInternetGateway',
  'AssociateFirewallPolicy',
])('%s may do anything to a path', (call) => {
  expect(effectOf(readChange(cloudTrailEvent(call), 'id'))).toEqual({ canOpen: true, canClose: true });
});
