import { natVpc, OPEN_ACL } from './base-networks';
import { ask, askAddress, blocked, type Case, reachable } from './case';
import * as source from './sources';

const PATH = ask('eni-app', 'igw-1');

/** The network ACL of the NAT gateway's subnet. */
const withAcl = (rules: Partial<typeof OPEN_ACL>) =>
  natVpc().acl('acl-nat', { ...OPEN_ACL, ...rules, subnets: ['subnet-1'] });

export const NAT_GATEWAY_CASES: readonly Case[] = [
  {
    name: 'a private instance reaches the internet through a NAT gateway',
    network: natVpc(),
    path: PATH,
    expected: reachable([
      { Component: 'rtb-2', RouteTableRoute: { DestinationCidr: '0.0.0.0/0', NatGatewayId: 'nat-1' } },
      { Component: 'nat-1' },
      { Component: 'rtb-1', RouteTableRoute: { GatewayId: 'igw-1' } },
      { Component: 'igw-1', OutboundHeader: { SourceAddresses: ['203.0.113.40/32'] } },
    ]),
    because: 'Traffic goes to the NAT gateway, and from there to the internet gateway.',
    source: source.NAT_GATEWAY,
  },
  {
    name: 'the same by address',
    network: natVpc(),
    path: askAddress('eni-app', '198.51.100.7'),
    expected: reachable([{ Component: 'nat-1' }]),
    because: 'Instances in a private subnet can connect to services outside the VPC.',
    source: source.NAT_GATEWAY,
  },
  {
    name: 'and over UDP',
    network: natVpc(),
    path: ask('eni-app', 'igw-1', { Protocol: 'udp', DestinationPort: 53 }),
    expected: reachable(),
    because: 'A NAT gateway supports TCP, UDP and ICMP.',
    source: source.NAT_BASICS,
  },
  {
    name: 'the internet cannot start connections through it',
    network: natVpc(),
    path: ask('igw-1', 'eni-app'),
    expected: blocked({ code: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS', InternetGateway: 'igw-1' }),
    because: 'External services cannot initiate a connection with the instances.',
    source: source.NAT_GATEWAY,
  },
  {
    name: 'a NAT gateway that failed passes nothing on',
    network: natVpc().subnet('subnet-1', '10.0.1.0/24').natGateway('nat-1', '10.0.1.40', '203.0.113.40', 'failed'),
    path: PATH,
    expected: blocked(),
    because: 'A component that is not in a functional state (BAD_STATE) blocks the path.',
    source: source.CODES,
  },
  {
    name: 'a NAT gateway needs a route to the internet',
    network: natVpc().table('rtb-nat', { of: ['subnet-1'] }),
    path: PATH,
    expected: blocked({ code: 'NO_ROUTE_TO_DESTINATION', RouteTable: 'rtb-nat', Destination: 'igw-1' }),
    because: 'You route traffic from the NAT gateway to the internet gateway of the VPC.',
    source: source.NAT_GATEWAY,
  },
  {
    name: 'a private NAT gateway does not reach the internet',
    network: natVpc().subnet('subnet-1', '10.0.1.0/24').natGateway('nat-1', '10.0.1.40', undefined),
    path: PATH,
    expected: blocked({ code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', InternetGateway: 'igw-1' }),
    because: 'The internet gateway drops what a private NAT gateway sends.',
    source: source.NAT_GATEWAY,
  },
  {
    name: 'the groups of the instance decide',
    network: natVpc().group('sg-web', { out: ['tcp 80 0.0.0.0/0'] }),
    path: PATH,
    expected: blocked({ code: 'ENI_SG_RULES_MISMATCH', Direction: 'egress', NetworkInterface: 'eni-app' }),
    because: 'A NAT gateway has no security groups; those of the instances control the traffic.',
    source: source.NAT_BASICS,
  },
  {
    name: 'the network ACL of its subnet decides what enters',
    network: withAcl({ in: ['100 deny all 10.0.2.0/24', '110 allow all 0.0.0.0/0'] }),
    path: PATH,
    expected: blocked({ code: 'SUBNET_ACL_RESTRICTION', Acl: 'acl-nat', Direction: 'ingress', Subnet: 'subnet-1' }),
    because: 'A network ACL controls the traffic to and from the subnet of the NAT gateway.',
    source: source.NAT_BASICS,
  },
  {
    name: 'the network ACL of its subnet decides what leaves',
    network: withAcl({ out: ['100 allow all 10.0.0.0/16'] }),
    path: PATH,
    expected: blocked({ code: 'SUBNET_ACL_RESTRICTION', Acl: 'acl-nat', Direction: 'egress', Subnet: 'subnet-1' }),
    because: 'A network ACL controls the traffic to and from the subnet of the NAT gateway.',
    source: source.NAT_BASICS,
  },
  {
    name: 'replies to its ports 1024-65535 are enough',
    network: withAcl({ in: ['100 allow all 10.0.0.0/16', '110 allow tcp 1024-65535 0.0.0.0/0'] }),
    path: PATH,
    expected: reachable(),
    because: 'NAT gateways use the ports 1024-65535.',
    source: source.NAT_BASICS,
  },
  {
    name: 'replies to lower ports are of no use',
    network: withAcl({ in: ['100 allow all 10.0.0.0/16', '110 allow tcp 0-1023 0.0.0.0/0'] }),
    path: PATH,
    expected: blocked({ code: 'SUBNET_ACL_RESTRICTION', Acl: 'acl-nat', Direction: 'ingress' }),
    because: 'NAT gateways use the ports 1024-65535.',
    source: source.NAT_BASICS,
  },
  {
    name: 'the destination sees the address of the NAT gateway',
    network: natVpc(),
    path: ask('eni-app', 'igw-1', { FilterAtDestination: { SourceAddress: '203.0.113.40' } }),
    expected: reachable(),
    because: 'NAT gateways set the source of outbound traffic to their own address.',
    source: source.CODES,
  },
  {
    name: 'the destination does not see the address of the instance',
    network: natVpc(),
    path: ask('eni-app', 'igw-1', { FilterAtDestination: { SourceAddress: '10.0.2.10' } }),
    expected: blocked({ code: 'FILTER_AT_DESTINATION_SOURCE_ADDRESS' }),
    because: 'No path has that source address at the destination.',
    source: source.CODES,
  },
  {
    name: 'the destination sees no source port below 1024',
    network: natVpc(),
    path: ask('eni-app', 'igw-1', { FilterAtDestination: { SourcePortRange: { FromPort: 0, ToPort: 1023 } } }),
    expected: blocked({ code: 'FILTER_AT_DESTINATION_SOURCE_PORT_RANGE' }),
    because: 'NAT gateways map the source port to one in 1024-65535.',
    source: source.CODES,
  },
  {
    name: 'an instance with a public address and a route to it does not need it',
    network: natVpc(),
    path: ask('eni-web', 'igw-1'),
    expected: reachable([{ Component: 'igw-1', OutboundHeader: { SourceAddresses: ['203.0.113.10/32'] } }]),
    because: 'The subnet is public: its table has a route to the internet gateway.',
    source: source.INTERNET_GATEWAY,
  },
  {
    name: 'a peered VPC cannot use it',
    network: natVpc()
      .vpc('vpc-2', '172.31.0.0/16')
      .table('rtb-3', { routes: ['0.0.0.0/0 pcx-12'] })
      .acl('acl-2', OPEN_ACL)
      .group('sg-far', { out: ['all 0.0.0.0/0'] })
      .subnet('subnet-3', '172.31.1.0/24')
      .interface('eni-far', '172.31.1.10', ['sg-far'])
      .peering('pcx-12', 'vpc-1', 'vpc-2'),
    path: ask('eni-far', 'igw-1'),
    expected: blocked(),
    because: 'You cannot route traffic to a NAT gateway or an internet gateway through peering.',
    source: source.PEERING_BASICS,
  },
];
