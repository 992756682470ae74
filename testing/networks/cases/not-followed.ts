import { natVpc, OPEN_ACL, pair, peeredVpcs, publicVpc } from './base-networks';
import { ask, askAddress, type Case, unsupported } from './case';
import * as source from './sources';

const ON_PREMISES = '172.16.5.9';
const CORE_NETWORK = 'arn:aws:networkmanager::123456789012:core-network/core-network-1';

/** The client's subnet has these routes besides the local one. */
const clientRoutes = (...routes: string[]) => pair().table('rtb-client', { of: ['subnet-1'], routes });

/** A second VPC, in which the server of these cases is. */
const apart = (...routes: string[]) =>
  clientRoutes(...routes)
    .vpc('vpc-2', '172.31.0.0/16')
    .table('rtb-2', { routes: ['10.0.0.0/16 tgw-1'] })
    .acl('acl-2', OPEN_ACL)
    .group('sg-far', { in: ['all 0.0.0.0/0'] })
    .subnet('subnet-3', '172.31.1.0/24')
    .interface('eni-far', '172.31.1.10', ['sg-far']);

const balancer = (description: string, type: string, groups: string[]) =>
  publicVpc()
    .interface('eni-lb', '10.0.1.20', groups, {
      Association: { PublicIp: '203.0.113.20' },
      Description: description,
      InterfaceType: type,
      RequesterId: 'amazon-elb',
    })
    .change('eni-web', { Association: undefined });

/**
 * Components that the engine does not follow. What it says there must be neither "reachable" nor
 * "blocked": each page shows that packets may get further.
 */
export const NOT_FOLLOWED_CASES: readonly Case[] = [
  {
    name: 'a transit gateway to another VPC',
    network: apart('172.31.0.0/16 tgw-1'),
    path: ask('eni-client', 'eni-far'),
    expected: unsupported('tgw-1'),
    because: 'A transit gateway routes traffic between the VPCs that are attached to it.',
    source: source.TRANSIT_GATEWAY,
  },
  {
    name: 'a transit gateway to an address',
    network: clientRoutes('0.0.0.0/0 tgw-1'),
    path: askAddress('eni-client', ON_PREMISES),
    expected: unsupported('tgw-1'),
    because: 'A transit gateway routes traffic to VPCs and networks on premises.',
    source: source.TRANSIT_GATEWAY,
  },
  {
    name: 'a transit gateway behind a NAT gateway',
    network: natVpc().table('rtb-nat', { of: ['subnet-1'], routes: ['0.0.0.0/0 tgw-1'] }),
    path: askAddress('eni-app', ON_PREMISES),
    expected: unsupported('tgw-1'),
    because: 'Traffic can go from a NAT gateway through a transit gateway to other networks.',
    source: source.NAT_GATEWAY,
  },
  {
    name: 'a transit gateway on the way back',
    network: peeredVpcs().table('rtb-2', { routes: ['10.0.0.0/16 tgw-1'] }),
    path: ask('eni-client', 'eni-server'),
    expected: unsupported('tgw-1'),
    because: 'A transit gateway routes traffic between the VPCs that are attached to it.',
    source: source.TRANSIT_GATEWAY,
  },
  {
    name: 'a virtual private gateway',
    network: clientRoutes('172.16.0.0/12 vgw-1'),
    path: askAddress('eni-client', ON_PREMISES),
    expected: unsupported('vgw-1'),
    because: 'A virtual private gateway leads to the network at the other end of a VPN connection.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'a propagated route that is more specific than a static one',
    network: publicVpc().table('rtb-1', { routes: ['198.51.100.0/24 igw-1', '198.51.100.0/25 vgw-1 propagated'] }),
    path: askAddress('eni-web', '198.51.100.7'),
    expected: unsupported('vgw-1'),
    because: 'More specific routes always have priority, whether they are propagated or static.',
    source: source.ROUTE_PRIORITY,
  },
  {
    name: 'a local gateway',
    network: clientRoutes('192.168.10.0/24 lgw-1'),
    path: askAddress('eni-client', '192.168.10.5'),
    expected: unsupported('lgw-1'),
    because: 'A local gateway of an Outpost routes traffic to the customer network.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'a core network',
    network: apart(`172.31.0.0/16 ${CORE_NETWORK}`),
    path: ask('eni-client', 'eni-far'),
    expected: unsupported(CORE_NETWORK),
    because: 'A route may have a core network of Cloud WAN as its target.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'a gateway endpoint',
    network: clientRoutes('pl-s3 vpce-s3').prefixList('pl-s3', ['52.219.72.0/22'], 'com.amazonaws.eu-central-1.s3'),
    path: askAddress('eni-client', '52.219.72.10'),
    expected: unsupported('vpce-s3'),
    because: 'Traffic for the prefix list of the service goes to the endpoint.',
    source: source.GATEWAY_ENDPOINT,
  },
  {
    name: 'a firewall endpoint between two subnets',
    network: clientRoutes('10.0.2.0/24 vpce-firewall'),
    path: ask('eni-client', 'eni-server'),
    expected: unsupported('vpce-firewall'),
    because: 'Traffic between two subnets can be directed to a firewall endpoint.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'a firewall endpoint on the way back',
    network: pair().table('rtb-server', { of: ['subnet-2'], routes: ['10.0.1.0/24 vpce-firewall'] }),
    path: ask('eni-client', 'eni-server'),
    expected: unsupported('vpce-firewall'),
    because: 'Traffic between two subnets can be directed to a firewall endpoint.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'a firewall endpoint behind the internet gateway',
    network: publicVpc().table('rtb-gateway', { of: ['igw-1'], routes: ['10.0.1.0/24 vpce-firewall'] }),
    path: ask('igw-1', 'eni-web'),
    expected: unsupported('vpce-firewall'),
    because: 'The table of an internet gateway can have an endpoint as a target.',
    source: source.GATEWAY_TABLES,
  },
  {
    name: 'a firewall endpoint in front of the internet gateway',
    network: publicVpc().table('rtb-1', { routes: ['0.0.0.0/0 vpce-firewall'] }),
    path: ask('eni-web', 'igw-1'),
    expected: unsupported('vpce-firewall'),
    because: 'The subnet sends its traffic to the firewall endpoint, which sends it to the gateway.',
    source: source.FIREWALL,
  },
  {
    name: 'a middlebox between two subnets',
    network: clientRoutes('10.0.2.0/24 eni-box')
      .subnet('subnet-3', '10.0.3.0/24')
      .interface('eni-box', '10.0.3.10', ['sg-client'], { SourceDestCheck: false }),
    path: ask('eni-client', 'eni-server'),
    expected: unsupported('eni-box'),
    because: 'A middlebox passes traffic on if its source/destination check is off.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'a NAT instance',
    network: natVpc()
      .instance('i-nat', 'running')
      .interface('eni-nat', '10.0.2.40', ['sg-web'], {
        Attachment: { InstanceId: 'i-nat', Status: 'attached' },
        SourceDestCheck: false,
      })
      .table('rtb-2', { of: ['subnet-2'], routes: ['0.0.0.0/0 i-nat'] }),
    path: ask('eni-app', 'igw-1'),
    expected: unsupported('i-nat'),
    because: 'The private subnet sends its internet traffic to the NAT device.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'an application load balancer in front of the destination',
    network: balancer('ELB app/shop/0123456789abcdef', 'interface', ['sg-web']),
    path: ask('igw-1', 'eni-web'),
    expected: unsupported('eni-lb'),
    because: 'Load balancers are intermediate components.',
    source: source.HOW_IT_WORKS,
  },
  {
    name: 'a network load balancer without groups in front of the destination',
    network: balancer('ELB net/shop/0123456789abcdef', 'network_load_balancer', []),
    path: ask('igw-1', 'eni-web'),
    expected: unsupported('eni-lb'),
    because: 'A Network Load Balancer may be without security groups.',
    source: source.BALANCER_GROUPS,
  },
  {
    name: 'the address of a load balancer',
    network: balancer('ELB app/shop/0123456789abcdef', 'interface', ['sg-web']),
    path: askAddress('igw-1', '203.0.113.20'),
    expected: unsupported('eni-lb'),
    because: 'Load balancers are intermediate components.',
    source: source.HOW_IT_WORKS,
  },
  {
    name: 'a regional NAT gateway',
    network: natVpc().change('nat-1', { SubnetId: undefined, NatGatewayAddresses: [] }),
    path: ask('eni-app', 'igw-1'),
    expected: unsupported('nat-1'),
    because: 'REGIONAL_NGW_ROUTE_AZ_RESTRICTION: the analyzer knows regional NAT gateways.',
    source: source.CODES,
  },
  {
    name: 'a peering connection to a VPC that the file does not have',
    network: clientRoutes('172.31.0.0/16 pcx-19').peering('pcx-19', 'vpc-1', 'vpc-elsewhere'),
    path: askAddress('eni-client', '172.31.1.10'),
    expected: unsupported('pcx-19'),
    because: 'The peer can be a VPC of another account.',
    source: source.PEERING_BASICS,
  },
  {
    name: 'an address of a delegated prefix',
    network: pair().change('eni-server', { Ipv4Prefixes: [{ Ipv4Prefix: '10.0.2.64/28' }] }),
    path: askAddress('eni-client', '10.0.2.70'),
    expected: unsupported('eni-server'),
    because: 'The addresses of a prefix belong to the interface that it is assigned to.',
    source: source.PREFIX_DELEGATION,
  },
  {
    name: 'an interface without groups',
    network: pair().change('eni-server', { Groups: [], InterfaceType: 'network_load_balancer' }),
    path: ask('eni-client', 'eni-server'),
    expected: unsupported('eni-server'),
    because: 'A Network Load Balancer may be without security groups.',
    source: source.BALANCER_GROUPS,
  },
  {
    name: 'an interface endpoint that starts connections',
    network: pair().change('eni-client', { InterfaceType: 'vpc_endpoint' }),
    path: ask('eni-client', 'eni-server'),
    expected: unsupported('eni-client'),
    because: 'VPCE_INTRA_VPC_TRAFFIC: how the analyzer reports it with an interface is not said.',
    source: source.CODES,
  },
];
