import { OPEN_ACL, pair, publicVpc } from './base-networks';
import { ask, askAddress, blocked, type Case, reachable } from './case';
import * as source from './sources';

const OUT = ask('eni-web', 'igw-1');
const SOMEWHERE = '198.51.100.7';

/** The only routes of the public subnet, besides the local one. */
const routed = (...routes: string[]) => publicVpc().table('rtb-1', { routes });

export const ROUTE_TABLE_CASES: readonly Case[] = [
  {
    name: 'the local route leads to every subnet of the VPC',
    network: pair(),
    path: ask('eni-client', 'eni-server'),
    expected: reachable([
      { Component: 'rtb-1', RouteTableRoute: { DestinationCidr: '10.0.0.0/16', GatewayId: 'local', State: 'active' } },
    ]),
    because: 'Every route table has a local route for communication within the VPC.',
    source: source.SUBNET_TABLES,
  },
  {
    name: 'there is a local route for every block of the VPC',
    network: pair()
      .change('vpc-1', { CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16' }, { CidrBlock: '10.9.0.0/16' }] })
      .subnet('subnet-9', '10.9.1.0/24')
      .interface('eni-far', '10.9.1.10', ['sg-server'])
      .group('sg-server', { in: ['tcp 443 0.0.0.0/0'] }),
    path: ask('eni-client', 'eni-far'),
    expected: reachable([
      { Component: 'rtb-1', RouteTableRoute: { DestinationCidr: '10.9.0.0/16', GatewayId: 'local' } },
    ]),
    because: 'With more than one block, a table has a local route for each.',
    source: source.SUBNET_TABLES,
  },
  {
    name: 'a subnet that no table names follows the main one',
    network: routed('0.0.0.0/0 igw-1')
      .table('rtb-2', { of: ['subnet-9'] })
      .subnet('subnet-9', '10.0.9.0/24'),
    path: OUT,
    expected: reachable([
      { Component: 'rtb-1', RouteTableRoute: { DestinationCidr: '0.0.0.0/0', GatewayId: 'igw-1' } },
    ]),
    because: 'Without an explicit association, the main route table is used.',
    source: source.SUBNET_TABLES,
  },
  {
    name: 'a subnet with a table of its own does not',
    network: routed('0.0.0.0/0 igw-1').table('rtb-2', { of: ['subnet-1'] }),
    path: OUT,
    expected: blocked({
      code: 'NO_ROUTE_TO_DESTINATION',
      RouteTable: 'rtb-2',
      Destination: 'igw-1',
      Vpc: 'vpc-1',
    }),
    because: 'An explicit association replaces that with the main table.',
    source: source.SUBNET_TABLES,
  },
  {
    name: 'without a route there is no way to the internet',
    network: routed(),
    path: OUT,
    expected: blocked({ code: 'NO_ROUTE_TO_DESTINATION', RouteTable: 'rtb-1', Destination: 'igw-1' }),
    because: 'The route table has no applicable route to the destination.',
    source: source.CODES,
  },
  {
    name: 'a route for IPv6 does not route IPv4',
    network: routed('::/0 igw-1'),
    path: OUT,
    expected: blocked({ code: 'NO_ROUTE_TO_DESTINATION', RouteTable: 'rtb-1' }),
    because: 'Blocks for IPv4 and IPv6 are treated separately.',
    source: source.SUBNET_TABLES,
  },
  {
    name: 'a narrow route leads to its block',
    network: routed('198.51.100.0/24 igw-1'),
    path: askAddress('eni-web', SOMEWHERE),
    expected: reachable([{ Component: 'rtb-1', RouteTableRoute: { DestinationCidr: '198.51.100.0/24' } }]),
    because: 'The route to the gateway may have a narrower range of addresses.',
    source: source.INTERNET_GATEWAY,
  },
  {
    name: 'a narrow route leads nowhere else',
    network: routed('198.51.100.0/24 igw-1'),
    path: askAddress('eni-web', '192.0.2.7'),
    expected: blocked({ code: 'NO_ROUTE_TO_DESTINATION', RouteTable: 'rtb-1' }),
    because: 'The route to the gateway may have a narrower range of addresses.',
    source: source.INTERNET_GATEWAY,
  },
  {
    name: 'a narrow route is enough for a path to the gateway',
    network: routed('198.51.100.0/24 igw-1'),
    path: OUT,
    expected: reachable(),
    because: 'By default, the analysis considers all combinations of addresses and ports.',
    source: source.GETTING_STARTED,
  },
  {
    name: 'a route whose target is gone leads nowhere',
    network: routed('0.0.0.0/0 igw-1 blackhole'),
    path: OUT,
    expected: blocked({
      code: 'BAD_STATE_ROUTE',
      RouteTable: 'rtb-1',
      State: 'blackhole',
      RouteTableRoute: { DestinationCidr: '0.0.0.0/0', GatewayId: 'igw-1', State: 'blackhole' },
    }),
    because: 'The route is not in a functional state.',
    source: source.CODES,
  },
  {
    name: 'the more specific route decides, even if it leads nowhere',
    network: routed('0.0.0.0/0 igw-1', '198.51.100.0/24 eni-gone blackhole'),
    path: askAddress('eni-web', SOMEWHERE),
    expected: blocked(
      {
        code: 'BAD_STATE_ROUTE',
        RouteTableRoute: { DestinationCidr: '198.51.100.0/24', NetworkInterfaceId: 'eni-gone' },
      },
      { code: 'MORE_SPECIFIC_ROUTE', RouteTableRoute: { DestinationCidr: '0.0.0.0/0', GatewayId: 'igw-1' } },
    ),
    because: 'Traffic follows the most specific route that matches it.',
    source: source.ROUTE_PRIORITY,
  },
  {
    name: 'the more specific route does not concern other addresses',
    network: routed('0.0.0.0/0 igw-1', '198.51.100.0/24 eni-gone blackhole'),
    path: askAddress('eni-web', '198.51.101.7'),
    expected: reachable([{ Component: 'rtb-1', RouteTableRoute: { DestinationCidr: '0.0.0.0/0' } }]),
    because: 'Traffic follows the most specific route that matches it.',
    source: source.ROUTE_PRIORITY,
  },
  {
    name: 'a route to a prefix list leads to its entries',
    network: routed('pl-1 igw-1').prefixList('pl-1', ['192.0.2.0/24', '198.51.100.0/24']),
    path: askAddress('eni-web', SOMEWHERE),
    expected: reachable([{ Component: 'rtb-1', RouteTableRoute: { DestinationPrefixListId: 'pl-1' } }]),
    because: 'A prefix list can be the destination of a route.',
    source: source.PREFIX_LISTS,
  },
  {
    name: 'a route to a prefix list leads nowhere else',
    network: routed('pl-1 igw-1').prefixList('pl-1', ['192.0.2.0/24']),
    path: askAddress('eni-web', SOMEWHERE),
    expected: blocked({ code: 'NO_ROUTE_TO_DESTINATION', RouteTable: 'rtb-1' }),
    because: 'A prefix list can be the destination of a route.',
    source: source.PREFIX_LISTS,
  },
  {
    name: 'of equal destinations, a static route goes before a propagated one',
    network: routed('198.51.100.0/24 vgw-1 propagated', '198.51.100.0/24 igw-1'),
    path: askAddress('eni-web', SOMEWHERE),
    expected: reachable([{ Component: 'rtb-1', RouteTableRoute: { GatewayId: 'igw-1', Origin: 'createroute' } }]),
    because: 'If the destinations are identical, the static route to an internet gateway has priority.',
    source: source.ROUTE_PRIORITY,
  },
  {
    name: 'of equal destinations, a prefix list goes before a propagated route',
    network: routed('198.51.100.0/24 vgw-1 propagated', 'pl-1 igw-1').prefixList('pl-1', ['198.51.100.0/24']),
    path: askAddress('eni-web', SOMEWHERE),
    expected: reachable([{ Component: 'rtb-1', RouteTableRoute: { DestinationPrefixListId: 'pl-1' } }]),
    because: 'A route that references a prefix list has priority over a propagated one that matches.',
    source: source.ROUTE_PRIORITY,
  },
  {
    name: 'of equal destinations, a static block goes before a prefix list',
    network: routed('pl-1 igw-1', '198.51.100.0/24 eni-gone blackhole').prefixList('pl-1', ['198.51.100.0/24']),
    path: askAddress('eni-web', SOMEWHERE),
    expected: blocked(
      { code: 'BAD_STATE_ROUTE', RouteTableRoute: { DestinationCidr: '198.51.100.0/24' } },
      { code: 'HIGHER_PRIORITY_ROUTE', RouteTableRoute: { DestinationPrefixListId: 'pl-1' } },
    ),
    because: 'A static route with a block has priority; a route with the same destination is not used.',
    source: source.CODES,
  },
  {
    name: 'a more specific entry of a prefix list goes before a block',
    network: routed('pl-1 igw-1', '198.51.100.0/24 eni-gone blackhole').prefixList('pl-1', ['198.51.100.0/25']),
    path: askAddress('eni-web', SOMEWHERE),
    expected: reachable([{ Component: 'rtb-1', RouteTableRoute: { DestinationPrefixListId: 'pl-1' } }]),
    because: 'More specific routes always have priority, whatever their kind.',
    source: source.ROUTE_PRIORITY,
  },
  {
    name: 'the local route goes before a propagated route, even a more specific one',
    network: pair().table('rtb-1', { routes: ['10.0.2.0/24 vgw-1 propagated'] }),
    path: ask('eni-client', 'eni-server'),
    expected: reachable([{ Component: 'rtb-1', RouteTableRoute: { GatewayId: 'local' } }]),
    because: 'If propagated routes overlap with the local route, the local route is preferred.',
    source: source.VPN_PRIORITY,
  },
  {
    name: 'a static route more specific than the local one takes its traffic',
    network: pair().table('rtb-1', { routes: ['10.0.2.0/24 eni-gone blackhole'] }),
    path: ask('eni-client', 'eni-server'),
    expected: blocked(
      { code: 'BAD_STATE_ROUTE', RouteTableRoute: { DestinationCidr: '10.0.2.0/24' } },
      { code: 'MORE_SPECIFIC_ROUTE', RouteTableRoute: { GatewayId: 'local' } },
    ),
    because: 'A route may be more specific than the local one, if it is for a whole subnet.',
    source: source.SUBNET_TABLES,
  },
  {
    name: 'the table of the destination routes the reply',
    network: pair().table('rtb-2', { of: ['subnet-2'], routes: ['10.0.1.0/24 eni-gone blackhole'] }),
    path: ask('eni-client', 'eni-server'),
    expected: blocked(
      { code: 'BAD_STATE_ROUTE', RouteTable: 'rtb-2', RouteTableRoute: { DestinationCidr: '10.0.1.0/24' } },
      { code: 'MORE_SPECIFIC_ROUTE', RouteTable: 'rtb-2', RouteTableRoute: { GatewayId: 'local' } },
    ),
    because: 'Route table rules apply to all traffic that leaves a subnet, and so to the reply.',
    source: source.GATEWAY_TABLES,
  },
  {
    name: 'within one subnet, routes do not count',
    network: pair()
      .table('rtb-2', { of: ['subnet-2'], routes: ['10.0.2.0/24 eni-gone blackhole'] })
      .interface('eni-near', '10.0.2.11', ['sg-client']),
    path: ask('eni-near', 'eni-server'),
    expected: reachable(),
    because: 'Traffic for an interface in the subnet does not leave it, so the rules do not apply.',
    source: source.GATEWAY_TABLES,
  },
  {
    name: 'no route leads to link-local addresses of AWS',
    network: routed('0.0.0.0/0 igw-1'),
    path: askAddress('eni-web', '169.254.169.254'),
    expected: blocked({ code: 'NO_PATH' }),
    because: 'Packets for addresses in 169.254.168.0/22 are not forwarded, whatever route covers them.',
    source: source.SUBNET_TABLES,
  },
  {
    name: 'the routes of a subnet do not count for what enters it',
    network: routed('0.0.0.0/0 igw-1', '10.0.1.0/24 eni-gone blackhole'),
    path: ask('igw-1', 'eni-web'),
    expected: reachable(),
    because: 'Route table rules apply to traffic that leaves a subnet.',
    source: source.GATEWAY_TABLES,
  },
  {
    name: 'those of the gateway do',
    network: publicVpc().table('rtb-gateway', { of: ['igw-1'], routes: ['10.0.1.0/24 eni-gone blackhole'] }),
    path: ask('igw-1', 'eni-web'),
    expected: blocked(
      { code: 'BAD_STATE_ROUTE', RouteTable: 'rtb-gateway', RouteTableRoute: { NetworkInterfaceId: 'eni-gone' } },
      { code: 'MORE_SPECIFIC_ROUTE', RouteTable: 'rtb-gateway', RouteTableRoute: { GatewayId: 'local' } },
    ),
    because: 'A gateway route table controls the routing of traffic that enters the VPC.',
    source: source.GATEWAY_TABLES,
  },
  {
    name: 'a route of the gateway concerns its subnet only',
    network: publicVpc()
      .table('rtb-gateway', { of: ['igw-1'], routes: ['10.0.9.0/24 eni-gone blackhole'] })
      .subnet('subnet-9', '10.0.9.0/24'),
    path: ask('igw-1', 'eni-web'),
    expected: reachable([{ Component: 'rtb-gateway', RouteTableRoute: { GatewayId: 'local' } }]),
    because: 'Traffic for all other subnets uses the local route.',
    source: source.GATEWAY_TABLES,
  },
  {
    name: 'a default route to the internet does not lead to the VPC next door',
    network: publicVpc()
      .vpc('vpc-2', '10.2.0.0/16')
      .table('rtb-2', {})
      .acl('acl-2', OPEN_ACL)
      .group('sg-other', { in: ['all 0.0.0.0/0'] })
      .subnet('subnet-2', '10.2.1.0/24')
      .interface('eni-other', '10.2.1.10', ['sg-other']),
    path: ask('eni-web', 'eni-other'),
    expected: blocked({ code: 'DISCONNECTED_VPCS', SourceVpc: 'vpc-1', DestinationVpc: 'vpc-2' }),
    because: 'The ends are in separate VPCs that no supported resource connects.',
    source: source.CODES,
  },
];
