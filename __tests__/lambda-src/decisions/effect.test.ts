import { effectOf } from '../../../lambda-src/decisions/effect';
import { readChange } from '../../../lambda-src/events/change';
import { cloudTrailEvent, GROUP, HTTPS, HTTPS_RULE, revokeEgress } from '../../../testing/simulation/events';

const PEER = { ...HTTPS, ipRanges: {}, groups: { items: [{ groupId: 'sg-0bbbbbbbbbbbbbbbb' }] } };

const ANYTHING = { canOpen: true, canClose: true };

const IPV6 = { ...HTTPS, ipRanges: {}, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } };
const IPV6_RULE = { ...HTTPS_RULE, cidrIpv4: undefined, cidrIpv6: '::/0' };
const IPV6_ONLY = [
  cloudTrailEvent('AuthorizeSecurityGroupIngress', {
    requestParameters: { groupId: GROUP, ipPermissions: { items: [IPV6] } },
  }),
  cloudTrailEvent('AuthorizeSecurityGroupEgress', {
    responseElements: { securityGroupRuleSet: { items: [IPV6_RULE] } },
  }),
  cloudTrailEvent('RevokeSecurityGroupIngress', {
    responseElements: { revokedSecurityGroupRuleSet: { items: [IPV6_RULE] } },
  }),
  cloudTrailEvent('ModifySecurityGroupRules', {
    requestParameters: {
      ModifySecurityGroupRulesRequest: {
        GroupId: GROUP,
        SecurityGroupRule: {
          SecurityGroupRuleId: 'sgr-0123456789abcdef0',
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv6: '::/0' },
        },
      },
    },
  }),
];

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
  // The shape of a real record: requestParameters.instancesSet.items[].instanceId, and the same in
  // the response with the states.
  [
    'terminated instances',
    cloudTrailEvent('TerminateInstances', {
      requestParameters: { instancesSet: { items: [{ instanceId: 'i-0a1b2c3d' }, { instanceId: 'i-0b1b2c3d' }] } },
    }),
    { canOpen: false, canClose: true, instances: ['i-0a1b2c3d', 'i-0b1b2c3d'] },
  ],
  [
    'stopped instances',
    cloudTrailEvent('StopInstances', {
      requestParameters: { instancesSet: { items: [{ instanceId: 'i-0a1b2c3d' }] }, force: false },
    }),
    { canOpen: false, canClose: true, instances: ['i-0a1b2c3d'] },
  ],
  ['terminated instances that the record leaves out', cloudTrailEvent('TerminateInstances'), ANYTHING],
  [
    'so many instances that the record may name more than was read',
    cloudTrailEvent('TerminateInstances', {
      requestParameters: {
        instancesSet: {
          items: Array.from({ length: 1_200 }, (_, n) => ({ instanceId: `i-${String(n).padStart(17, '0')}` })),
        },
      },
    }),
    ANYTHING,
  ],
  ['started instances', cloudTrailEvent('StartInstances'), { canOpen: true, canClose: false }],
  ...IPV6_ONLY.map((event): [string, typeof event, object] => [
    `${event.detail.eventName} of IPv6 rules only`,
    event,
    { canOpen: false, canClose: false },
  ]),
  [
    'an authorisation of IPv4 and IPv6',
    cloudTrailEvent('AuthorizeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [{ ...HTTPS, ipv6Ranges: IPV6.ipv6Ranges }] } },
    }),
    { canOpen: true, canClose: false, group: GROUP },
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
  ['an unknown call', cloudTrailEvent('constructor'), { canOpen: true, canClose: true }],
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
