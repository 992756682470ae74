import { SmallNetwork } from '../small-network';

export const OPEN_ACL = { in: ['100 allow all 0.0.0.0/0'], out: ['100 allow all 0.0.0.0/0'] };

/** A client and a server in two subnets. The server's group admits HTTPS from the VPC. */
export function pair(): SmallNetwork {
  return new SmallNetwork()
    .vpc('vpc-1', '10.0.0.0/16')
    .table('rtb-1', {})
    .acl('acl-1', OPEN_ACL)
    .group('sg-client', { out: ['all 0.0.0.0/0'] })
    .group('sg-server', { in: ['tcp 443 10.0.0.0/16'] })
    .subnet('subnet-1', '10.0.1.0/24')
    .interface('eni-client', '10.0.1.10', ['sg-client'])
    .subnet('subnet-2', '10.0.2.0/24')
    .interface('eni-server', '10.0.2.10', ['sg-server']);
}

/** The same, with each subnet's own network ACL. */
export function pairWithAcls(client: Partial<typeof OPEN_ACL>, server: Partial<typeof OPEN_ACL>): SmallNetwork {
  return pair()
    .acl('acl-client', { ...OPEN_ACL, ...client, subnets: ['subnet-1'] })
    .acl('acl-server', { ...OPEN_ACL, ...server, subnets: ['subnet-2'] });
}

/** A web server with a public address in a public subnet. Its group is open. */
export function publicVpc(): SmallNetwork {
  return new SmallNetwork()
    .vpc('vpc-1', '10.0.0.0/16')
    .table('rtb-1', { routes: ['0.0.0.0/0 igw-1'] })
    .acl('acl-1', OPEN_ACL)
    .group('sg-web', { in: ['all 0.0.0.0/0'], out: ['all 0.0.0.0/0'] })
    .internetGateway('igw-1', 'vpc-1')
    .subnet('subnet-1', '10.0.1.0/24')
    .interface('eni-web', '10.0.1.10', ['sg-web'], { Association: { PublicIp: '203.0.113.10' } });
}

/** The same, and an instance in a private subnet, which has a NAT gateway in the public one. */
export function natVpc(): SmallNetwork {
  return publicVpc()
    .natGateway('nat-1', '10.0.1.40', '203.0.113.40')
    .table('rtb-2', { of: ['subnet-2'], routes: ['0.0.0.0/0 nat-1'] })
    .subnet('subnet-2', '10.0.2.0/24')
    .interface('eni-app', '10.0.2.10', ['sg-web']);
}

/** A client and a server in two VPCs with a peering connection, and routes to each other. */
export function peeredVpcs(): SmallNetwork {
  return new SmallNetwork()
    .vpc('vpc-1', '10.0.0.0/16')
    .table('rtb-1', { routes: ['172.31.0.0/16 pcx-12'] })
    .acl('acl-1', OPEN_ACL)
    .group('sg-client', { out: ['all 0.0.0.0/0'] })
    .subnet('subnet-1', '10.0.1.0/24')
    .interface('eni-client', '10.0.1.10', ['sg-client'])
    .vpc('vpc-2', '172.31.0.0/16')
    .table('rtb-2', { routes: ['10.0.0.0/16 pcx-12'] })
    .acl('acl-2', OPEN_ACL)
    .group('sg-server', { in: ['tcp 443 10.0.0.0/16'] })
    .subnet('subnet-2', '172.31.1.0/24')
    .interface('eni-server', '172.31.1.10', ['sg-server'])
    .peering('pcx-12', 'vpc-1', 'vpc-2');
}
