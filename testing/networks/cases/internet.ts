import { natVpc, OPEN_ACL, pair, publicVpc } from './base-networks';
import { ask, askAddress, blocked, type Case, reachable } from './case';
import * as source from './sources';

const OUT = ask('eni-web', 'igw-1');
const IN = ask('igw-1', 'eni-web');

const atGateway = (code: string) => blocked({ code, InternetGateway: 'igw-1', Vpc: 'vpc-1' });
const NO_PUBLIC_ADDRESS = atGateway('IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
const NOT_PUBLIC = atGateway('IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS');

const withoutPublicAddress = () => publicVpc().change('eni-web', { Association: undefined });
const to = (DestinationIp: string) => ask('eni-web', 'igw-1', { DestinationIp });
const from = (SourceIp: string) => ask('igw-1', 'eni-web', { SourceIp });

export const INTERNET_CASES: readonly Case[] = [
  {
    name: 'out, with a route and a public address',
    network: publicVpc(),
    path: OUT,
    expected: reachable([
      { Component: 'rtb-1', RouteTableRoute: { GatewayId: 'igw-1' } },
      { Component: 'igw-1', OutboundHeader: { SourceAddresses: ['203.0.113.10/32'] } },
    ]),
    because: 'The gateway sets the source of what leaves to the public address of the instance.',
    source: source.INTERNET_GATEWAY,
  },
  {
    name: 'in, with a route for the reply and a public address',
    network: publicVpc(),
    path: IN,
    expected: reachable([
      {
        Component: 'igw-1',
        InboundHeader: { DestinationAddresses: ['203.0.113.10/32'], SourcePortRanges: [{ From: 0, To: 65535 }] },
        OutboundHeader: { DestinationAddresses: ['10.0.1.10/32'] },
      },
    ]),
    because: 'As in the example of the guide: the public address before the gateway, the private behind.',
    source: source.GETTING_STARTED_CLI,
  },
  {
    name: 'out without a public address',
    network: withoutPublicAddress(),
    path: OUT,
    expected: NO_PUBLIC_ADDRESS,
    because: 'The source address is not paired with a public one.',
    source: source.CODES,
  },
  {
    name: 'in without a public address',
    network: withoutPublicAddress(),
    path: IN,
    expected: NOT_PUBLIC,
    because: 'The destination is not the public address of an interface in the VPC.',
    source: source.CODES,
  },
  {
    name: 'an Elastic IP address is a public address',
    network: withoutPublicAddress().part('Addresses', [
      {
        AllocationId: 'eipalloc-1',
        PublicIp: '203.0.113.77',
        NetworkInterfaceId: 'eni-web',
        PrivateIpAddress: '10.0.1.10',
      },
    ]),
    path: OUT,
    expected: reachable([{ Component: 'igw-1', OutboundHeader: { SourceAddresses: ['203.0.113.77/32'] } }]),
    because: 'The public address may be an Elastic IP address.',
    source: source.INTERNET_GATEWAY,
  },
  {
    name: 'out by an interface whose attachment is not available',
    network: publicVpc().change('eni-web', { Attachment: { Status: 'attaching' } }),
    path: OUT,
    expected: NO_PUBLIC_ADDRESS,
    because: 'The source must belong to an interface with an available attachment.',
    source: source.CODES,
  },
  {
    name: 'in to an interface whose attachment is not available',
    network: publicVpc().change('eni-web', { Attachment: { Status: 'detaching' } }),
    path: IN,
    expected: NOT_PUBLIC,
    because: 'The destination must belong to an interface with an available attachment.',
    source: source.CODES,
  },
  {
    name: 'a public address in a private subnet is no way out',
    network: publicVpc().table('rtb-1', {}),
    path: OUT,
    expected: blocked({ code: 'NO_ROUTE_TO_DESTINATION', RouteTable: 'rtb-1', Destination: 'igw-1' }),
    because: 'In a private subnet, instances cannot use the gateway, even with public addresses.',
    source: source.INTERNET_GATEWAY,
  },
  {
    name: 'a public address in a private subnet is no way in',
    network: publicVpc().table('rtb-1', {}),
    path: IN,
    expected: blocked({ code: 'NO_ROUTE_TO_DESTINATION', RouteTable: 'rtb-1' }),
    because: 'In a private subnet, instances cannot use the gateway, even with public addresses.',
    source: source.INTERNET_GATEWAY,
  },
  ...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.7.7'].map(
    (address): Case => ({
      name: `the gateway sends nothing to ${address}`,
      network: publicVpc(),
      path: to(address),
      expected: atGateway('IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS'),
      because: 'Internet gateways reject outbound traffic to private addresses (RFC 1918).',
      source: source.CODES,
    }),
  ),
  ...['100.64.0.1', '100.127.255.255'].map(
    (address): Case => ({
      name: `the gateway sends nothing to ${address}`,
      network: publicVpc(),
      path: to(address),
      expected: atGateway('IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS'),
      because: 'Internet gateways reject outbound traffic to shared addresses (RFC 6598).',
      source: source.CODES,
    }),
  ),
  ...['11.0.0.0', '172.15.255.255', '172.32.0.0', '192.167.0.1', '100.63.255.255', '100.128.0.0'].map(
    (address): Case => ({
      name: `the gateway sends to ${address}`,
      network: publicVpc(),
      path: to(address),
      expected: reachable(),
      because: 'The address is next to a private or shared block, but not in it (RFC 1918, RFC 6598).',
      source: source.CODES,
    }),
  ),
  {
    name: 'the gateway takes nothing from private addresses',
    network: publicVpc(),
    path: from('192.168.7.7'),
    expected: atGateway('IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS'),
    because: 'Internet gateways reject inbound traffic from private addresses (RFC 1918).',
    source: source.CODES,
  },
  {
    name: 'the gateway takes nothing from shared addresses',
    network: publicVpc(),
    path: from('100.100.0.1'),
    expected: atGateway('IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS'),
    because: 'Internet gateways reject inbound traffic from shared addresses (RFC 6598).',
    source: source.CODES,
  },
  {
    name: 'the gateway takes traffic for the public address',
    network: publicVpc(),
    path: ask('igw-1', 'eni-web', { DestinationIp: '203.0.113.10' }),
    expected: reachable(),
    because: 'On the side of the internet, the instance has its public address.',
    source: source.INTERNET_GATEWAY,
  },
  {
    name: 'the gateway does not know private addresses outside',
    network: publicVpc(),
    path: ask('igw-1', 'eni-web', { DestinationIp: '10.0.1.10' }),
    expected: atGateway('IGW_EXPECTS_PUBLIC_ADDRESS'),
    because: 'At an internet gateway, the addresses of the path must be public.',
    source: source.CODES,
  },
  {
    name: 'the gateway takes nothing for an address that nobody has',
    network: publicVpc(),
    path: ask('igw-1', 'eni-web', { DestinationIp: '203.0.113.99' }),
    expected: NOT_PUBLIC,
    because: 'The destination is not the public address of an interface in the VPC.',
    source: source.CODES,
  },
  {
    name: 'a group that names a group does not admit its members from outside',
    network: publicVpc().group('sg-web', { in: ['all sg-web'], out: ['all 0.0.0.0/0'] }),
    path: IN,
    expected: blocked({ code: 'ENI_SG_RULES_MISMATCH', Direction: 'ingress', NetworkInterface: 'eni-web' }),
    because: 'A reference stands for the private addresses of the members.',
    source: source.GROUP_RULES,
  },
  {
    name: 'out and in again by one gateway is not followed',
    network: natVpc(),
    path: askAddress('eni-app', '203.0.113.10'),
    expected: blocked({ code: 'IGW_NAT_REFLECTION', InternetGateway: 'igw-1', Vpc: 'vpc-1' }),
    because: 'The gateway would be an intermediate component, which the analyzer does not support.',
    source: source.CODES,
  },
  {
    name: 'a detached gateway is in no VPC',
    network: publicVpc().internetGateway('igw-1'),
    path: OUT,
    expected: blocked({ code: 'UNASSOCIATED_COMPONENT', Component: 'igw-1' }),
    because: 'The component is not in a VPC of the account.',
    source: source.CODES,
  },
  {
    name: 'the gateway of another VPC is out of reach',
    network: pair()
      .vpc('vpc-2', '10.2.0.0/16')
      .table('rtb-2', {})
      .acl('acl-2', OPEN_ACL)
      .internetGateway('igw-2', 'vpc-2'),
    path: ask('eni-client', 'igw-2'),
    expected: blocked({ code: 'DISCONNECTED_VPCS', SourceVpc: 'vpc-1', DestinationVpc: 'vpc-2' }),
    because: 'The ends are in separate VPCs that no supported resource connects.',
    source: source.CODES,
  },
];
