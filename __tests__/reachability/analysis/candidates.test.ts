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

describe('candidates beyond one VPC', () => {
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
    const table = file.RouteTables?.find((it) => it.RouteTableId === WEB.mainTable);
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
