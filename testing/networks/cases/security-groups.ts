import { pair } from './base-networks';
import { ask, blocked, type Case, reachable } from './case';
import * as source from './sources';

const PATH = ask('eni-client', 'eni-server');

/** The server's group lets nothing in that the client sends. */
const REFUSED = blocked({
  code: 'ENI_SG_RULES_MISMATCH',
  Direction: 'ingress',
  SecurityGroups: ['sg-server'],
  NetworkInterface: 'eni-server',
  Subnet: 'subnet-2',
  Vpc: 'vpc-1',
});

/** The server's group has these inbound rules. */
const serverAdmits = (...rules: string[]) => pair().group('sg-server', { in: rules });

export const SECURITY_GROUP_CASES: readonly Case[] = [
  {
    name: 'a rule for the block of the VPC admits',
    network: pair(),
    path: PATH,
    expected: reachable([
      { Component: 'sg-client', SecurityGroupRule: { Cidr: '0.0.0.0/0', Direction: 'egress', Protocol: 'all' } },
      {
        Component: 'sg-server',
        SecurityGroupRule: { Cidr: '10.0.0.0/16', Direction: 'ingress', PortRange: { From: 443, To: 443 } },
      },
    ]),
    because: 'A rule admits traffic from its source on its protocol and ports.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a rule for another block does not',
    network: serverAdmits('tcp 443 10.0.2.0/24'),
    path: PATH,
    expected: REFUSED,
    because: 'The group has rules, but none that apply.',
    source: source.CODES,
  },
  {
    name: 'a rule for another port does not',
    network: serverAdmits('tcp 80 10.0.0.0/16'),
    path: PATH,
    expected: REFUSED,
    because: 'As in the analysis in the CLI reference: the group has no inbound rule for the port.',
    source: source.CLI_EXAMPLE,
  },
  {
    name: 'the first port of a range is in it',
    network: serverAdmits('tcp 443-500 10.0.0.0/16'),
    path: PATH,
    expected: reachable(),
    because: 'The ports are a range of numbers, such as 7000-8000.',
    source: source.GROUP_RULES,
  },
  {
    name: 'the last port of a range is in it',
    network: serverAdmits('tcp 400-443 10.0.0.0/16'),
    path: PATH,
    expected: reachable(),
    because: 'The ports are a range of numbers, such as 7000-8000.',
    source: source.GROUP_RULES,
  },
  {
    name: 'the port before a range is not in it',
    network: serverAdmits('tcp 444-500 10.0.0.0/16'),
    path: PATH,
    expected: REFUSED,
    because: 'The ports are a range of numbers, such as 7000-8000.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a rule for UDP does not admit TCP',
    network: serverAdmits('udp 443 10.0.0.0/16'),
    path: PATH,
    expected: REFUSED,
    because: 'A rule is for one protocol.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a rule for all protocols does, whatever ports it has',
    network: serverAdmits('all 22 10.0.0.0/16'),
    path: PATH,
    expected: reachable(),
    because: 'The protocol -1 allows traffic on all ports, regardless of the port range of the rule.',
    source: source.IP_PERMISSION,
  },
  {
    name: 'a path without a port is open if any port is',
    network: serverAdmits('tcp 22 10.0.0.0/16'),
    path: ask('eni-client', 'eni-server', { DestinationPort: undefined }),
    expected: reachable(),
    because: 'By default, the analysis considers all combinations of addresses and ports.',
    source: source.GETTING_STARTED,
  },
  {
    name: 'a rule for IPv6 does not admit IPv4',
    network: serverAdmits('tcp 443 ::/0'),
    path: PATH,
    expected: REFUSED,
    because: 'Rules for IPv4 and IPv6 are apart, and the analyzer considers IPv4.',
    source: source.HOW_IT_WORKS,
  },
  {
    name: 'a group with outbound rules only lets nothing in',
    network: pair().group('sg-server', { out: ['all 0.0.0.0/0'] }),
    path: PATH,
    expected: REFUSED,
    because: 'Without inbound rules, no inbound traffic is allowed; the group does have rules.',
    source: source.CODES,
  },
  {
    name: 'a group without any rule is named as such',
    network: serverAdmits(),
    path: PATH,
    expected: blocked({
      code: 'SG_HAS_NO_RULES',
      Direction: 'ingress',
      SecurityGroup: 'sg-server',
      NetworkInterface: 'eni-server',
    }),
    because: 'The group has no inbound or outbound rules.',
    source: source.CODES,
  },
  {
    name: 'a group with inbound rules only lets nothing out',
    network: pair().group('sg-client', { in: ['all 0.0.0.0/0'] }),
    path: PATH,
    expected: blocked({
      code: 'ENI_SG_RULES_MISMATCH',
      Direction: 'egress',
      SecurityGroups: ['sg-client'],
      NetworkInterface: 'eni-client',
      Subnet: 'subnet-1',
    }),
    because: 'If a group has no outbound rules, no outbound traffic is allowed.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a group without any rule lets nothing out either',
    network: pair().group('sg-client', {}),
    path: PATH,
    expected: blocked({ code: 'SG_HAS_NO_RULES', Direction: 'egress', SecurityGroup: 'sg-client' }),
    because: 'The group has no inbound or outbound rules.',
    source: source.CODES,
  },
  {
    name: 'both ends may be blocked',
    network: serverAdmits('tcp 80 10.0.0.0/16').group('sg-client', { out: ['tcp 80 0.0.0.0/0'] }),
    path: PATH,
    expected: blocked(
      { code: 'ENI_SG_RULES_MISMATCH', Direction: 'egress', NetworkInterface: 'eni-client' },
      { code: 'ENI_SG_RULES_MISMATCH', Direction: 'ingress', NetworkInterface: 'eni-server' },
    ),
    because: 'The analyzer shows the component or the combination of components that blocks the path.',
    source: source.HOW_IT_WORKS,
  },
  {
    name: 'one of two groups that admits is enough',
    network: serverAdmits()
      .group('sg-https', { in: ['tcp 443 0.0.0.0/0'] })
      .change('eni-server', { Groups: [{ GroupId: 'sg-server' }, { GroupId: 'sg-https' }] }),
    path: PATH,
    expected: reachable([{ Component: 'sg-https', SecurityGroupRule: { Cidr: '0.0.0.0/0' } }]),
    because: 'The rules of all groups of a resource are one set.',
    source: source.GROUP_RULES,
  },
  {
    name: 'the block of one rule and the port of another do not add up',
    network: serverAdmits('tcp 80 10.0.0.0/16')
      .group('sg-far', { in: ['tcp 443 10.9.0.0/16'] })
      .change('eni-server', { Groups: [{ GroupId: 'sg-server' }, { GroupId: 'sg-far' }] }),
    path: PATH,
    expected: blocked({
      code: 'ENI_SG_RULES_MISMATCH',
      Direction: 'ingress',
      SecurityGroups: ['sg-server', 'sg-far'],
    }),
    because: 'Traffic must match one rule in every part.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a single address is a block of its own',
    network: serverAdmits('tcp 443 10.0.1.10/32'),
    path: PATH,
    expected: reachable([{ Component: 'sg-server', SecurityGroupRule: { Cidr: '10.0.1.10/32' } }]),
    because: 'A single IPv4 address has the prefix length /32.',
    source: source.GROUP_RULES,
  },
  {
    name: 'a single address does not admit its neighbour',
    network: serverAdmits('tcp 443 10.0.1.11/32'),
    path: PATH,
    expected: REFUSED,
    because: 'A single IPv4 address has the prefix length /32.',
    source: source.GROUP_RULES,
  },
  {
    name: 'groups decide within one subnet, too',
    network: pair()
      .interface('eni-near', '10.0.2.11', ['sg-client'])
      .group('sg-server', { in: ['tcp 80 0.0.0.0/0'] }),
    path: ask('eni-near', 'eni-server'),
    expected: REFUSED,
    because: 'A group controls the traffic of the resources that it is associated with.',
    source: source.GROUPS,
  },
  {
    name: 'an interface with two addresses may use either',
    network: serverAdmits('tcp 443 10.0.1.20/32').change('eni-client', {
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.10', Primary: true }, { PrivateIpAddress: '10.0.1.20' }],
    }),
    path: PATH,
    expected: reachable(),
    because: 'By default, the analysis considers all combinations of addresses and ports.',
    source: source.GETTING_STARTED,
  },
];
