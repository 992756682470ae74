import { pair, pairWithAcls, publicVpc } from './base-networks';
import { ask, blocked, type Case, reachable } from './case';
import * as source from './sources';

const PATH = ask('eni-client', 'eni-server');

const refused = (Acl: string, Direction: string, Subnet: string) =>
  blocked({ code: 'SUBNET_ACL_RESTRICTION', Acl, Direction, Subnet, Vpc: 'vpc-1' });
const CLIENT_OUT = refused('acl-client', 'egress', 'subnet-1');
const CLIENT_IN = refused('acl-client', 'ingress', 'subnet-1');
const SERVER_IN = refused('acl-server', 'ingress', 'subnet-2');
const SERVER_OUT = refused('acl-server', 'egress', 'subnet-2');

const clientOut = (...out: string[]) => pairWithAcls({ out }, {});

/** The custom network ACL that the VPC guide shows and explains. */
const guideAcl = () =>
  publicVpc().acl('acl-1', {
    in: [
      '100 allow tcp 80 0.0.0.0/0',
      '110 allow tcp 443 0.0.0.0/0',
      '120 allow tcp 22 192.0.2.0/24',
      '130 allow tcp 3389 192.0.2.0/24',
      '140 allow tcp 32768-65535 0.0.0.0/0',
    ],
    out: [
      '100 allow tcp 80 0.0.0.0/0',
      '110 allow tcp 443 0.0.0.0/0',
      '120 allow tcp 1024-65535 192.0.2.0/24',
      '140 allow tcp 32768-65535 0.0.0.0/0',
    ],
  });
const fromInternet = (DestinationPort: number, SourceIp?: string) =>
  ask('igw-1', 'eni-web', { DestinationPort, SourceIp });

export const NETWORK_ACL_CASES: readonly Case[] = [
  {
    name: 'the default network ACL lets everything pass',
    network: pair(),
    path: PATH,
    expected: reachable([
      { Component: 'acl-1', AclRule: { RuleNumber: 100, Egress: true, RuleAction: 'allow', Protocol: 'all' } },
      { Component: 'acl-1', AclRule: { RuleNumber: 100, Egress: false, Cidr: '0.0.0.0/0' } },
    ]),
    because: 'A subnet that no network ACL names has the default one, which allows all traffic.',
    source: source.ACLS,
  },
  {
    name: 'what no rule matches may not leave',
    network: clientOut(),
    path: PATH,
    expected: CLIENT_OUT,
    because: 'The last rule, *, denies what no other rule matches.',
    source: source.ACL_RULES,
  },
  {
    name: 'what no rule matches may not enter',
    network: pairWithAcls({}, { in: ['100 allow tcp 443 10.0.9.0/24'] }),
    path: PATH,
    expected: SERVER_IN,
    because: 'The last rule, *, denies what no other rule matches.',
    source: source.ACL_RULES,
  },
  {
    name: 'a deny with the lower number wins',
    network: clientOut('90 deny tcp 443 0.0.0.0/0', '100 allow all 0.0.0.0/0'),
    path: PATH,
    expected: CLIENT_OUT,
    because: 'Rules are evaluated from the lowest number, and the first that matches is applied.',
    source: source.ACLS,
  },
  {
    name: 'an allow with the lower number wins',
    network: clientOut('90 allow tcp 443 0.0.0.0/0', '100 deny all 0.0.0.0/0'),
    path: PATH,
    expected: reachable([{ Component: 'acl-client', AclRule: { RuleNumber: 90, Egress: true, Protocol: 'tcp' } }]),
    because: 'Rules are evaluated from the lowest number, and the first that matches is applied.',
    source: source.ACLS,
  },
  {
    name: 'the number counts, not the place in the list',
    network: clientOut('100 allow all 0.0.0.0/0', '90 deny tcp 443 0.0.0.0/0'),
    path: PATH,
    expected: CLIENT_OUT,
    because: 'Rules are evaluated from the lowest number, and the first that matches is applied.',
    source: source.ACLS,
  },
  {
    name: 'the reply needs a rule to leave',
    network: pairWithAcls({}, { out: ['100 allow tcp 443 0.0.0.0/0'], in: ['100 allow tcp 443 0.0.0.0/0'] }),
    path: ask('eni-client', 'eni-server', { FilterAtSource: ports([1024, 65535], [443, 443]) }),
    expected: SERVER_OUT,
    because: 'Network ACLs are stateless: responses are subject to the rules of their direction.',
    source: source.ACLS,
  },
  {
    name: 'the reply needs a rule to enter',
    network: pairWithAcls({ in: [] }, {}),
    path: PATH,
    expected: CLIENT_IN,
    because: 'Network ACLs are stateless: responses are subject to the rules of their direction.',
    source: source.ACLS,
  },
  {
    name: 'a rule for ephemeral ports lets the reply pass',
    network: pairWithAcls(
      { in: ['100 allow tcp 32768-65535 0.0.0.0/0'] },
      { out: ['100 allow tcp 32768-65535 0.0.0.0/0'] },
    ),
    path: PATH,
    expected: reachable([], [{ Component: 'acl-client', AclRule: { PortRange: { From: 32768, To: 65535 } } }]),
    because: 'The analysis considers all source ports, and a reply goes to the source port.',
    source: source.GETTING_STARTED,
  },
  {
    name: 'a rule for the replies to low source ports is enough',
    network: pairWithAcls({ in: ['100 allow tcp 443 0.0.0.0/0'] }, {}),
    path: PATH,
    expected: reachable(),
    because: 'The analysis considers all source ports; the example in the guide shows 0-65535.',
    source: source.GETTING_STARTED_CLI,
  },
  {
    name: 'unless the path asks for ephemeral source ports',
    network: pairWithAcls({ in: ['100 allow tcp 443 0.0.0.0/0'] }, {}),
    path: ask('eni-client', 'eni-server', { FilterAtSource: ports([1024, 65535], [443, 443]) }),
    expected: CLIENT_IN,
    because: 'A filter at the source restricts the source ports, and the reply goes to one of them.',
    source: source.GETTING_STARTED,
  },
  {
    name: 'within one subnet, network ACLs do not count',
    network: pairWithAcls({}, { in: [], out: [] }).interface('eni-near', '10.0.2.11', ['sg-client']),
    path: ask('eni-near', 'eni-server'),
    expected: reachable(),
    because: 'Rules are evaluated when traffic enters and leaves the subnet, not within it.',
    source: source.ACLS,
  },
  {
    name: 'a rule for UDP does not admit TCP',
    network: clientOut('100 allow udp 0.0.0.0/0'),
    path: PATH,
    expected: CLIENT_OUT,
    because: 'A rule is for one protocol or for all.',
    source: source.ACL_RULES,
  },
  {
    name: 'a rule for all protocols ignores its ports',
    network: clientOut('100 allow all 22 0.0.0.0/0'),
    path: PATH,
    expected: reachable(),
    because: 'With the protocol -1, traffic on all ports is allowed, regardless of any ports of the entry.',
    source: source.CREATE_ACL_ENTRY,
  },
  {
    name: 'a rule for IPv6 does not admit IPv4',
    network: clientOut('100 allow all ::/0'),
    path: PATH,
    expected: CLIENT_OUT,
    because: 'Rules for IPv4 and IPv6 are apart.',
    source: source.CUSTOM_ACL,
  },
  {
    name: 'a deny in the middle of a wide range shuts its port',
    network: pairWithAcls({}, { in: ['90 deny tcp 443 0.0.0.0/0', '100 allow tcp 0-65535 0.0.0.0/0'] }),
    path: PATH,
    expected: SERVER_IN,
    because: 'A deny before an allow for a wide range denies certain ports within the range.',
    source: source.CUSTOM_ACL,
  },
  {
    name: 'and leaves the port next to it open',
    network: pairWithAcls({}, { in: ['90 deny tcp 443 0.0.0.0/0', '100 allow tcp 0-65535 0.0.0.0/0'] }).group(
      'sg-server',
      {
        in: ['tcp 444 0.0.0.0/0'],
      },
    ),
    path: ask('eni-client', 'eni-server', { DestinationPort: 444 }),
    expected: reachable(),
    because: 'A deny before an allow for a wide range denies certain ports within the range.',
    source: source.CUSTOM_ACL,
  },
  {
    name: 'a deny for one of two addresses leaves the other',
    network: pairWithAcls({}, { in: ['90 deny all 10.0.1.10/32', '100 allow all 0.0.0.0/0'] }).change('eni-client', {
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.10', Primary: true }, { PrivateIpAddress: '10.0.1.20' }],
    }),
    path: PATH,
    expected: reachable(),
    because: 'By default, the analysis considers all combinations of addresses and ports.',
    source: source.GETTING_STARTED,
  },
  {
    name: 'two network ACLs in the way are both named',
    network: pairWithAcls({ out: [] }, { in: [] }),
    path: PATH,
    expected: blocked(
      { code: 'SUBNET_ACL_RESTRICTION', Acl: 'acl-client', Direction: 'egress' },
      { code: 'SUBNET_ACL_RESTRICTION', Acl: 'acl-server', Direction: 'ingress' },
    ),
    because: 'The analyzer shows the component or the combination of components that blocks the path.',
    source: source.HOW_IT_WORKS,
  },
  {
    name: 'the network ACL of the guide: HTTPS enters by rule 110',
    network: guideAcl(),
    path: fromInternet(443),
    expected: reachable([{ Component: 'acl-1', AclRule: { RuleNumber: 110, Egress: false } }]),
    because: 'The packet does not match rule 100 but rule 110, and the reply leaves by rule 140.',
    source: source.CUSTOM_ACL,
  },
  {
    name: 'the network ACL of the guide: port 139 is denied',
    network: guideAcl(),
    path: fromInternet(139),
    expected: refused('acl-1', 'ingress', 'subnet-1'),
    because: 'A packet for port 139 matches no rule, and the * rule denies it.',
    source: source.CUSTOM_ACL,
  },
  {
    name: 'the network ACL of the guide: SSH from the home network enters by rule 120',
    network: guideAcl(),
    path: fromInternet(22, '192.0.2.7'),
    expected: reachable([{ Component: 'acl-1', AclRule: { RuleNumber: 120, Cidr: '192.0.2.0/24' } }]),
    because: 'Rule 120 allows SSH from the public addresses of the home network.',
    source: source.CUSTOM_ACL,
  },
  {
    name: 'the network ACL of the guide: SSH from elsewhere is denied',
    network: guideAcl(),
    path: fromInternet(22, '198.51.100.7'),
    expected: refused('acl-1', 'ingress', 'subnet-1'),
    because: 'Rule 120 allows SSH from the public addresses of the home network.',
    source: source.CUSTOM_ACL,
  },
];

function ports([FromPort, ToPort]: readonly [number, number], [from, to]: readonly [number, number]) {
  return { SourcePortRange: { FromPort, ToPort }, DestinationPortRange: { FromPort: from, ToPort: to } };
}
