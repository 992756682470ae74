import { OPEN_ACL, peeredVpcs } from './base-networks';
import { ask, askAddress, blocked, type Case, reachable } from './case';
import * as source from './sources';

const PATH = ask('eni-client', 'eni-server');

/** A third VPC with the same addresses as the second, which only the first is peered with. */
const twins = (routes: string[]) =>
  peeredVpcs()
    .vpc('vpc-3', '172.31.0.0/16')
    .table('rtb-3', { routes: ['10.0.0.0/16 pcx-13'] })
    .acl('acl-3', OPEN_ACL)
    .group('sg-twin', { in: ['tcp 443 10.0.0.0/16'] })
    .subnet('subnet-3', '172.31.2.0/24')
    .interface('eni-twin', '172.31.2.10', ['sg-twin'])
    .peering('pcx-13', 'vpc-1', 'vpc-3')
    .vpc('vpc-1', '10.0.0.0/16')
    .table('rtb-1', { routes });

export const PEERING_CASES: readonly Case[] = [
  {
    name: 'with a route on either side',
    network: peeredVpcs(),
    path: PATH,
    expected: reachable(
      [
        { Component: 'rtb-1', RouteTableRoute: { DestinationCidr: '172.31.0.0/16', VpcPeeringConnectionId: 'pcx-12' } },
        { Component: 'pcx-12' },
        { Component: 'sg-server', SecurityGroupRule: { Cidr: '10.0.0.0/16' } },
      ],
      [{ Component: 'rtb-2', RouteTableRoute: { VpcPeeringConnectionId: 'pcx-12' } }],
    ),
    because: 'Each side has a route to the block of the other that points to the connection.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'in the other direction as well',
    network: peeredVpcs()
      .group('sg-server', { out: ['all 0.0.0.0/0'] })
      .vpc('vpc-1', '10.0.0.0/16')
      .group('sg-client', { in: ['tcp 443 172.31.0.0/16'] }),
    path: ask('eni-server', 'eni-client'),
    expected: reachable([{ Component: 'pcx-12' }]),
    because: 'Instances in either VPC can communicate as if they were in one network.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'by the private address',
    network: peeredVpcs(),
    path: askAddress('eni-client', '172.31.1.10'),
    expected: reachable([{ Component: 'pcx-12' }]),
    because: 'Traffic between peered VPCs uses private addresses.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'without a route there',
    network: peeredVpcs().vpc('vpc-1', '10.0.0.0/16').table('rtb-1', {}),
    path: PATH,
    expected: blocked({
      code: 'NO_ROUTE_TO_DESTINATION',
      RouteTable: 'rtb-1',
      Destination: 'eni-server',
      Vpc: 'vpc-1',
    }),
    because: 'You must add a route to the table of the subnet that points to the connection.',
    source: source.PEERING_ROUTES,
  },
  {
    name: 'without a route back',
    network: peeredVpcs().table('rtb-2', {}),
    path: PATH,
    expected: blocked({
      code: 'NO_ROUTE_TO_DESTINATION',
      RouteTable: 'rtb-2',
      Destination: 'eni-client',
      Vpc: 'vpc-2',
    }),
    because: 'The owner of the other VPC must add a route back.',
    source: source.PEERING_ROUTES,
  },
  {
    name: 'with routes to a part of the peer',
    network: peeredVpcs()
      .vpc('vpc-1', '10.0.0.0/16')
      .table('rtb-1', { routes: ['172.31.1.0/24 pcx-12'] }),
    path: PATH,
    expected: reachable([{ Component: 'rtb-1', RouteTableRoute: { DestinationCidr: '172.31.1.0/24' } }]),
    because: 'The route gives access to all or a part of the block of the peer.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'with routes to another part of the peer',
    network: peeredVpcs()
      .vpc('vpc-1', '10.0.0.0/16')
      .table('rtb-1', { routes: ['172.31.9.0/24 pcx-12'] }),
    path: PATH,
    expected: blocked({ code: 'NO_ROUTE_TO_DESTINATION', RouteTable: 'rtb-1' }),
    because: 'The route gives access to all or a part of the block of the peer.',
    source: source.ROUTE_OPTIONS,
  },
  {
    name: 'with a connection that nobody accepted',
    network: peeredVpcs().peering('pcx-12', 'vpc-1', 'vpc-2', 'pending-acceptance'),
    path: PATH,
    expected: blocked({ code: 'BAD_STATE', VpcPeeringConnection: 'pcx-12', State: 'pending-acceptance' }),
    because: 'The owner of the accepter VPC must accept the request to activate the connection.',
    source: source.PEERING_BASICS,
  },
  {
    name: 'without a connection',
    network: peeredVpcs()
      .part('VpcPeeringConnections', [])
      .table('rtb-2', {})
      .vpc('vpc-1', '10.0.0.0/16')
      .table('rtb-1', {}),
    path: PATH,
    expected: blocked({ code: 'DISCONNECTED_VPCS', SourceVpc: 'vpc-1', DestinationVpc: 'vpc-2' }),
    because: 'The ends are in separate VPCs that no supported resource connects.',
    source: source.CODES,
  },
  {
    name: 'not through a third VPC',
    network: peeredVpcs()
      .vpc('vpc-3', '192.168.0.0/16')
      .table('rtb-3', { routes: ['10.0.0.0/16 pcx-23'] })
      .acl('acl-3', OPEN_ACL)
      .group('sg-third', { in: ['all 0.0.0.0/0'] })
      .subnet('subnet-3', '192.168.1.0/24')
      .interface('eni-third', '192.168.1.10', ['sg-third'])
      .peering('pcx-23', 'vpc-2', 'vpc-3')
      .vpc('vpc-1', '10.0.0.0/16')
      .table('rtb-1', { routes: ['172.31.0.0/16 pcx-12', '192.168.0.0/16 pcx-12'] }),
    path: ask('eni-client', 'eni-third'),
    expected: blocked(),
    because: 'Peering is not transitive.',
    source: source.PEERING_BASICS,
  },
  {
    name: 'a group of the peer may be referenced',
    network: peeredVpcs().group('sg-server', { in: ['tcp 443 sg-client'] }),
    path: PATH,
    expected: reachable([{ Component: 'sg-server', SecurityGroupRule: { SecurityGroupId: 'sg-client' } }]),
    because: 'Rules may reference groups of a peered VPC.',
    source: source.PEERING_GROUPS,
  },
  {
    name: 'a group of the peer counts only while the connection is active',
    network: peeredVpcs()
      .peering('pcx-12', 'vpc-1', 'vpc-2', 'pending-acceptance')
      .group('sg-server', { in: ['tcp 443 sg-client'] }),
    path: PATH,
    expected: blocked(
      { code: 'BAD_STATE', VpcPeeringConnection: 'pcx-12' },
      { code: 'ENI_SG_RULES_MISMATCH', Direction: 'ingress', NetworkInterface: 'eni-server' },
    ),
    because: 'To reference a group of a peer, the connection must be active.',
    source: source.PEERING_GROUPS,
  },
  {
    name: 'the network ACL of the peer decides what enters',
    network: peeredVpcs().acl('acl-2', {
      ...OPEN_ACL,
      in: ['100 deny tcp 443 10.0.1.0/24', '110 allow all 0.0.0.0/0'],
    }),
    path: PATH,
    expected: blocked({ code: 'SUBNET_ACL_RESTRICTION', Acl: 'acl-2', Direction: 'ingress', Subnet: 'subnet-2' }),
    because: 'Network ACLs decide what enters a subnet, also from a peered VPC.',
    source: source.ACLS,
  },
  {
    name: 'the network ACL at home decides which reply enters',
    network: peeredVpcs()
      .vpc('vpc-1', '10.0.0.0/16')
      .acl('acl-1', { ...OPEN_ACL, in: ['100 deny all 172.31.0.0/16'] }),
    path: PATH,
    expected: blocked({ code: 'SUBNET_ACL_RESTRICTION', Acl: 'acl-1', Direction: 'ingress', Subnet: 'subnet-1' }),
    because: 'Network ACLs are stateless: responses are subject to the rules of their direction.',
    source: source.ACLS,
  },
  {
    name: 'of two peers with the same addresses, the longer prefix leads to one',
    network: twins(['172.31.0.0/16 pcx-12', '172.31.2.0/24 pcx-13']),
    path: ask('eni-client', 'eni-twin'),
    expected: reachable([{ Component: 'pcx-13' }]),
    because: 'A VPC reaches two VPCs with overlapping blocks by the longest prefix match.',
    source: source.PEERING_PARTS,
  },
  {
    name: 'and the shorter one to the other',
    network: twins(['172.31.0.0/16 pcx-12', '172.31.2.0/24 pcx-13']),
    path: PATH,
    expected: reachable([{ Component: 'pcx-12' }]),
    because: 'A VPC reaches two VPCs with overlapping blocks by the longest prefix match.',
    source: source.PEERING_PARTS,
  },
];
