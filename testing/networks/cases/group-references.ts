import { OPEN_ACL, pair } from './base-networks';
import { ask, blocked, type Case, reachable } from './case';
import * as source from './sources';

const PATH = ask('eni-client', 'eni-server');
const REFUSED = blocked({ code: 'ENI_SG_RULES_MISMATCH', Direction: 'ingress', NetworkInterface: 'eni-server' });

const serverAdmits = (...rules: string[]) => pair().group('sg-server', { in: rules });

/** References to groups, prefix lists, and what a stateful group need not admit. */
export const GROUP_REFERENCE_CASES: readonly Case[] = [
  {
    name: 'a reference admits the members of the group',
    network: serverAdmits('tcp 443 sg-client'),
    path: PATH,
    expected: reachable([{ Component: 'sg-server', SecurityGroupRule: { SecurityGroupId: 'sg-client' } }]),
    because: 'Members of the referenced group can send from their private addresses.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a reference does not admit others',
    network: serverAdmits('tcp 443 sg-partner').group('sg-partner', {}),
    path: PATH,
    expected: REFUSED,
    because: 'Only members of the referenced group can send.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a reference does not take over the rules of the group',
    network: serverAdmits('tcp 443 sg-partner').group('sg-partner', { in: ['all 0.0.0.0/0'], out: ['all 0.0.0.0/0'] }),
    path: PATH,
    expected: REFUSED,
    because: 'No rules of the referenced group are added to the group that references it.',
    source: source.GROUP_RULES,
  },
  {
    name: 'the default group lets its members talk to each other',
    network: serverAdmits('all sg-server')
      .group('sg-server', { in: ['all sg-server'], out: ['all 0.0.0.0/0'] })
      .change('eni-client', { Groups: [{ GroupId: 'sg-server' }] }),
    path: PATH,
    expected: reachable(),
    because: 'The default rule allows inbound traffic from all resources of the group itself.',
    source: source.DEFAULT_GROUP,
  },
  {
    name: 'the default group lets nobody else in',
    network: serverAdmits('all sg-server'),
    path: PATH,
    expected: REFUSED,
    because: 'The source of the default rule is the group itself.',
    source: source.DEFAULT_GROUP,
  },
  {
    name: 'an outbound reference admits traffic to members',
    network: pair().group('sg-client', { out: ['tcp 443 sg-server'] }),
    path: PATH,
    expected: reachable([
      { Component: 'sg-client', SecurityGroupRule: { SecurityGroupId: 'sg-server', Direction: 'egress' } },
    ]),
    because: 'The instances can send to the private addresses of members of the referenced group.',
    source: source.GROUP_RULES,
  },
  {
    name: 'an outbound reference does not admit traffic to others',
    network: pair().group('sg-client', { out: ['tcp 443 sg-client'] }),
    path: PATH,
    expected: blocked({ code: 'ENI_SG_RULES_MISMATCH', Direction: 'egress', NetworkInterface: 'eni-client' }),
    because: 'The instances can send to the private addresses of members of the referenced group.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a member in a VPC without a peering connection is nobody',
    network: serverAdmits('tcp 443 sg-stale')
      .vpc('vpc-2', '10.0.0.0/16')
      .table('rtb-2', {})
      .acl('acl-2', OPEN_ACL)
      .group('sg-stale', {})
      .subnet('subnet-3', '10.0.1.0/24')
      .interface('eni-double', '10.0.1.10', ['sg-stale']),
    path: PATH,
    expected: REFUSED,
    because: 'Both groups must be in one VPC or in peered ones; otherwise the rule is stale.',
    source: source.STALE_GROUPS,
  },
  {
    name: 'the reply leaves without an outbound rule',
    network: pair().group('sg-server', { in: ['tcp 443 0.0.0.0/0'] }),
    path: PATH,
    expected: reachable([], [{ Component: 'sg-server' }, { Component: 'sg-client' }]),
    because: 'Responses to allowed inbound traffic may leave, regardless of outbound rules.',
    source: source.GROUPS,
  },
  {
    name: 'the reply arrives without an inbound rule',
    network: pair().group('sg-client', { out: ['tcp 443 10.0.2.0/24'] }),
    path: PATH,
    expected: reachable(),
    because: 'The response to a request may reach the instance, regardless of inbound rules.',
    source: source.GROUPS,
  },
  {
    name: 'the same holds for UDP',
    network: pair()
      .group('sg-server', { in: ['udp 53 10.0.0.0/16'] })
      .group('sg-client', { out: ['udp 53 0.0.0.0/0'] }),
    path: ask('eni-client', 'eni-server', { Protocol: 'udp', DestinationPort: 53 }),
    expected: reachable(),
    because: 'Security groups are stateful, whatever the protocol.',
    source: source.GROUPS,
  },
  {
    name: 'being allowed to answer is not being allowed to ask',
    network: pair(),
    path: ask('eni-server', 'eni-client'),
    expected: blocked(
      { code: 'ENI_SG_RULES_MISMATCH', Direction: 'egress', NetworkInterface: 'eni-server' },
      { code: 'ENI_SG_RULES_MISMATCH', Direction: 'ingress', NetworkInterface: 'eni-client' },
    ),
    because: 'Only responses pass without a rule.',
    source: source.GROUPS,
  },
  {
    name: 'a prefix list admits the blocks of its entries',
    network: pair()
      .prefixList('pl-1', ['192.0.2.0/24', '10.0.1.0/24'])
      .group('sg-server', { in: ['tcp 443 pl-1'] }),
    path: PATH,
    expected: reachable([{ Component: 'sg-server', SecurityGroupRule: { PrefixListId: 'pl-1' } }]),
    because: 'A prefix list is a set of CIDR blocks that rules can name.',
    source: source.PREFIX_LISTS,
  },
  {
    name: 'a prefix list does not admit other blocks',
    network: pair()
      .prefixList('pl-1', ['192.0.2.0/24', '10.0.2.0/24'])
      .group('sg-server', { in: ['tcp 443 pl-1'] }),
    path: PATH,
    expected: REFUSED,
    because: 'A prefix list is a set of CIDR blocks that rules can name.',
    source: source.PREFIX_LISTS,
  },
  {
    name: 'an empty prefix list admits nothing',
    network: pair()
      .prefixList('pl-1', [])
      .group('sg-client', { out: ['tcp 443 pl-1'] }),
    path: PATH,
    expected: blocked({ code: 'ENI_SG_RULES_MISMATCH', Direction: 'egress', NetworkInterface: 'eni-client' }),
    because: 'A prefix list is a set of CIDR blocks that rules can name.',
    source: source.PREFIX_LISTS,
  },
];
