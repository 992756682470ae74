import { addRoutes, type File, item, openNetwork, PEERING, verdictOf } from '../../../testing/networks/open-network';
import {
  codesOf,
  ec2With,
  HTTPS_OUT,
  kindsOf,
  type TestEc2,
  TO_INTERNET,
  WEB,
  webNetworkFile,
} from '../../../testing/networks/web-network';

describe('ways beyond one VPC', () => {
  const nat = {
    NatGatewayId: 'nat-0123456789abcdef0',
    VpcId: WEB.vpc,
    SubnetId: WEB.publicSubnet,
    State: 'available',
    ConnectivityType: 'public',
    NatGatewayAddresses: [
      { PrivateIp: '10.0.1.40', PublicIp: '203.0.113.40', NetworkInterfaceId: 'eni-0c0ffee0c0ffee0c0' },
    ],
  };

  function behindNat(): TestEc2 {
    const ec2 = ec2With({ ...webNetworkFile(), NatGateways: [nat] });
    const route = { RouteTableId: WEB.mainTable, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: nat.NatGatewayId };
    ec2.call('CreateRoute', route);
    ec2.call('AuthorizeSecurityGroupEgress', { GroupId: WEB.databaseGroup, IpPermissions: [HTTPS_OUT] });
    return ec2;
  }

  test('a private instance reaches the internet through a NAT gateway', async () => {
    const result = await behindNat().analyze({ ...TO_INTERNET, Source: WEB.database });
    expect(result.NetworkPathFound).toBe(true);
    expect(kindsOf(result.ForwardPathComponents)).toBe('i eni sg acl rtb acl nat acl rtb igw');
    expect(kindsOf(result.ReturnPathComponents)).toBe('igw acl nat acl rtb acl sg eni i');
    expect(result.ReturnPathComponents?.[0]).toMatchObject({
      InboundHeader: { DestinationAddresses: ['203.0.113.40/32'], DestinationPortRanges: [{ From: 1024, To: 65535 }] },
      OutboundHeader: { DestinationAddresses: ['10.0.1.40/32'] },
    });
  });

  test('a deleted NAT gateway whose subnet is gone leads nowhere', async () => {
    const gone = { ...nat, State: 'deleted', SubnetId: 'subnet-0gone' };
    const file: ReturnType<typeof webNetworkFile> = { ...webNetworkFile(), NatGateways: [gone] };
    const table = file.RouteTables?.find((table) => table.RouteTableId === WEB.mainTable);
    table.Routes.push({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: nat.NatGatewayId, State: 'blackhole' });
    const result = await ec2With(file).analyze({ ...TO_INTERNET, Source: WEB.database });
    expect(codesOf(result.Explanations)).toContain('BAD_STATE_ROUTE');
  });

  test('an obstacle in front of a NAT gateway is the one that is named', async () => {
    const { call, analyze } = behindNat();
    call('RevokeSecurityGroupEgress', { GroupId: WEB.databaseGroup, IpPermissions: [HTTPS_OUT] });
    expect(codesOf((await analyze({ ...TO_INTERNET, Source: WEB.database })).Explanations)).toEqual([
      'ENI_SG_RULES_MISMATCH',
    ]);
  });

  test('peered VPCs are connected by routes on both sides', async () => {
    const { call, analyze } = ec2With(withPeer());
    const path = { Source: WEB.webServer, Destination: PEER.interface, Protocol: 'tcp', DestinationPort: 443 };
    expect(codesOf((await analyze(path)).Explanations)).toEqual(['NO_ROUTE_TO_DESTINATION']);
    const VpcPeeringConnectionId = PEER.connection;
    call('CreateRoute', { RouteTableId: WEB.publicTable, DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId });
    expect(codesOf((await analyze(path)).Explanations)).toEqual(['NO_ROUTE_TO_DESTINATION']);
    call('CreateRoute', { RouteTableId: PEER.table, DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId });
    expect(kindsOf((await analyze(path)).ForwardPathComponents)).toBe('i eni sg acl rtb pcx acl sg eni');
  });

  test('VPCs without a peering connection are disconnected', async () => {
    const { VpcPeeringConnections: _, ...apart } = withPeer();
    const path = { Source: WEB.webServer, Destination: PEER.interface, Protocol: 'tcp', DestinationPort: 443 };
    expect(codesOf((await ec2With(apart).analyze(path)).Explanations)).toEqual(['DISCONNECTED_VPCS']);
  });
});

/**
 * A NAT gateway may be the target of a route that is more specific than the local route. What its
 * own subnet's route table says comes next, whatever that is:
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
describe('ways through NAT gateways may have any length', () => {
  const to = (Destination: string) => ({ Source: 'eni-private', Destination, Protocol: 'tcp', DestinationPort: 443 });

  /** Packets go on from nat-a to nat-c, whose subnet has these routes. */
  function twoInARow(...routes: object[]): File {
    const file = openNetwork();
    item(file, 'RouteTables', 'rtb-public').Routes = [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-c' }];
    const NatGatewayAddresses = [{ PrivateIp: '10.0.3.40', PublicIp: '203.0.113.41' }];
    file.NatGateways?.push({
      ...file.NatGateways[0],
      NatGatewayId: 'nat-c',
      SubnetId: 'subnet-c',
      NatGatewayAddresses,
    });
    file.Subnets?.push({ SubnetId: 'subnet-c', VpcId: 'vpc-a', CidrBlock: '10.0.3.0/24' });
    const table = { RouteTableId: 'rtb-c', VpcId: 'vpc-a', Associations: [{ SubnetId: 'subnet-c' }] };
    file.RouteTables?.push({ ...table, Routes: routes });
    return file;
  }

  test('two in a row, to the internet', async () => {
    const file = twoInARow({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-a' });
    const { ForwardPathComponents, ReturnPathComponents } = await ec2With(file).analyze(to('igw-a'));
    expect(kindsOf(ForwardPathComponents)).toBe('eni sg acl rtb acl nat acl rtb acl nat acl rtb igw');
    expect(kindsOf(ReturnPathComponents)).toBe('igw acl nat acl rtb acl nat acl rtb acl sg eni');
    expect(ForwardPathComponents?.at(-1)?.OutboundHeader?.SourceAddresses).toEqual(['203.0.113.41/32']);
  });

  test('two that lead to each other lead nowhere else', async () => {
    const file = twoInARow({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-a' });
    expect(await verdictOf(file, to('igw-a'))).toBe('blocked: NO_ROUTE_TO_DESTINATION');
  });

  test('a NAT gateway and then a peering connection', async () => {
    const file = openNetwork();
    file.VpcPeeringConnections = [PEERING];
    const peer = { VpcPeeringConnectionId: 'pcx-ab' };
    addRoutes(file, 'rtb-public', { DestinationCidrBlock: '10.1.0.0/16', ...peer });
    // Replies go to the gateway's subnet. There is no way back to that of the source.
    addRoutes(file, 'rtb-b', { DestinationCidrBlock: '10.0.1.0/24', ...peer });
    const shown = await ec2With(file).analyze(to('eni-b'));
    expect(kindsOf(shown.ForwardPathComponents)).toBe('eni sg acl rtb acl nat acl rtb pcx acl sg eni');
    expect(kindsOf(shown.ReturnPathComponents)).toBe('eni sg acl rtb pcx acl nat acl rtb acl sg eni');
    item(file, 'RouteTables', 'rtb-b').Routes = [{ DestinationCidrBlock: '10.0.2.0/24', ...peer }];
    expect(await verdictOf(file, to('eni-b'))).toBe('blocked: NO_ROUTE_TO_DESTINATION');
  });

  /** Gives the subnet a network ACL that lets in only what comes from `CidrBlock`. */
  function admitOnly(file: File, SubnetId: string, CidrBlock: string): void {
    const everything = { Egress: true, RuleNumber: 10, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' };
    const Entries = [everything, ...inboundFrom(CidrBlock)];
    file.NetworkAcls?.push({
      NetworkAclId: `acl-${SubnetId}`,
      VpcId: 'vpc-a',
      Associations: [{ SubnetId }],
      Entries,
    });
  }

  test('replies must pass on both sides of the gateway', async () => {
    const file = openNetwork();
    // Replies from the internet still have its addresses behind the gateway. The other block is for
    // requests.
    item(file, 'NetworkAcls', 'acl-a').Entries.splice(1, 1, ...inboundFrom('8.0.0.0/8', '10.0.0.0/16'));
    admitOnly(file, 'subnet-private', '8.8.0.0/16');
    expect(await verdictOf(file, to('igw-a'))).toBe('open');
    const apart = openNetwork();
    item(apart, 'NetworkAcls', 'acl-a').Entries.splice(1, 1, ...inboundFrom('8.0.0.0/8', '10.0.0.0/16'));
    admitOnly(apart, 'subnet-private', '9.0.0.0/8');
    expect(await verdictOf(apart, to('igw-a'))).toBe('blocked: SUBNET_ACL_RESTRICTION');
  });

  test('a longer way counts if no reply returns on the shorter one', async () => {
    const file = openNetwork();
    item(file, 'RouteTables', 'rtb-private').Routes = [
      { DestinationCidrBlock: '0.0.0.0/1', GatewayId: 'igw-a' },
      { DestinationCidrBlock: '128.0.0.0/1', NatGatewayId: 'nat-a' },
    ];
    item(file, 'NetworkInterfaces', 'eni-private').Association = { PublicIp: '203.0.113.11' };
    const kindsThere = async () => kindsOf((await ec2With(file).analyze(to('igw-a'))).ForwardPathComponents);
    expect(await kindsThere()).toBe('eni sg acl rtb igw');
    admitOnly(file, 'subnet-private', '128.0.0.0/1');
    expect(await kindsThere()).toBe('eni sg acl rtb acl nat acl rtb igw');
    expect(await verdictOf(file, to('igw-a'))).toBe('open');
  });

  test('to a subnet of the same VPC', async () => {
    const file = openNetwork();
    addRoutes(file, 'rtb-private', { DestinationCidrBlock: '10.0.3.0/24', NatGatewayId: 'nat-a' });
    file.Subnets?.push({ SubnetId: 'subnet-c', VpcId: 'vpc-a', CidrBlock: '10.0.3.0/24' });
    const table = { RouteTableId: 'rtb-c', VpcId: 'vpc-a', Associations: [{ SubnetId: 'subnet-c' }] };
    file.RouteTables?.push({ ...table, Routes: [] });
    file.NetworkInterfaces?.push({
      ...item(file, 'NetworkInterfaces', 'eni-private'),
      NetworkInterfaceId: 'eni-c',
      SubnetId: 'subnet-c',
      PrivateIpAddress: '10.0.3.10',
    });
    const shown = await ec2With(file).analyze(to('eni-c'));
    expect(kindsOf(shown.ForwardPathComponents)).toBe('eni sg acl rtb acl nat acl rtb acl sg eni');
    expect(kindsOf(shown.ReturnPathComponents)).toBe('eni sg acl rtb acl nat acl rtb acl sg eni');
    expect(shown.ForwardPathComponents?.at(-1)?.InboundHeader?.SourceAddresses).toEqual(['10.0.1.40/32']);
    // The destination sees only the gateway, so that its group must admit that.
    const group = { GroupId: 'sg-c', GroupName: 'c', VpcId: 'vpc-a' };
    const from = (CidrIp: string) => [{ IpProtocol: '-1', IpRanges: [{ CidrIp }] }];
    file.SecurityGroups?.push({ ...group, IpPermissions: from('10.0.1.40/32') });
    item(file, 'NetworkInterfaces', 'eni-c').Groups = [{ GroupId: 'sg-c' }];
    expect(await verdictOf(file, to('eni-c'))).toBe('open');
    item(file, 'SecurityGroups', 'sg-c').IpPermissions = from('10.0.2.10/32');
    // The way around the gateway has no more obstacles than the one through it, and is shorter.
    expect(await verdictOf(file, to('eni-c'))).toBe('blocked: MORE_SPECIFIC_ROUTE');
  });
});

function inboundFrom(...blocks: string[]): object[] {
  const allow = { Egress: false, RuleAction: 'allow', Protocol: '-1' };
  return blocks.map((CidrBlock, index) => ({ ...allow, RuleNumber: 10 + index, CidrBlock }));
}

const PEER = {
  vpc: 'vpc-0900000000000000a',
  subnet: 'subnet-0900000000000000a',
  table: 'rtb-0900000000000000a',
  interface: 'eni-0900000000000000a',
  connection: 'pcx-0900000000000000a',
};

/** The web network with a second VPC and one interface in it, with as few fields as possible. */
function withPeer() {
  const file = webNetworkFile();
  const { vpc: VpcId } = PEER;
  const group = {
    GroupId: 'sg-0900000000000000a',
    GroupName: 'peer',
    VpcId,
    IpPermissions: [HTTPS_OUT],
    IpPermissionsEgress: [],
  };
  const allow = { RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0' };
  return {
    ...file,
    Vpcs: [...(file.Vpcs ?? []), { VpcId, CidrBlock: '10.9.0.0/16' }],
    Subnets: [...(file.Subnets ?? []), { SubnetId: PEER.subnet, VpcId, CidrBlock: '10.9.1.0/24' }],
    RouteTables: [...(file.RouteTables ?? []), { RouteTableId: PEER.table, VpcId, Associations: [{ Main: true }] }],
    NetworkAcls: [
      ...(file.NetworkAcls ?? []),
      {
        NetworkAclId: 'acl-0900000000000000a',
        VpcId,
        IsDefault: true,
        Entries: [
          { ...allow, Egress: true },
          { ...allow, Egress: false },
        ],
      },
    ],
    SecurityGroups: [...(file.SecurityGroups ?? []), group],
    NetworkInterfaces: [
      ...(file.NetworkInterfaces ?? []),
      {
        NetworkInterfaceId: PEER.interface,
        SubnetId: PEER.subnet,
        PrivateIpAddress: '10.9.1.5',
        Groups: [{ GroupId: group.GroupId }],
      },
    ],
    VpcPeeringConnections: [
      {
        VpcPeeringConnectionId: PEER.connection,
        RequesterVpcInfo: { VpcId: WEB.vpc, CidrBlock: '10.0.0.0/16' },
        AccepterVpcInfo: { VpcId, CidrBlock: '10.9.0.0/16' },
        Status: { Code: 'active' },
      },
    ],
  };
}
