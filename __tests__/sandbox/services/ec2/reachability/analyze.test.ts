import { codesOf, ec2With, HTTPS_OUT, kindsOf, type TestEc2, TO_INTERNET, WEB, webNetworkFile } from '../web-network';

const LOWEST = 1;
const everything = { Protocol: '-1', CidrBlock: '0.0.0.0/0' };
const entry = (egress: boolean, action: string, changes: object) => ({
  NetworkAclId: WEB.acl,
  RuleNumber: LOWEST,
  Egress: egress,
  RuleAction: action,
  ...everything,
  ...changes,
});

describe('an open path', () => {
  test('from an instance to the internet shows six components each way, with the rules that admit it', async () => {
    const result = await ec2With().analyze(TO_INTERNET);
    expect(result).toMatchObject({ Status: 'succeeded', NetworkPathFound: true });
    expect(kindsOf(result.ForwardPathComponents)).toBe('i eni sg acl rtb igw');
    expect(kindsOf(result.ReturnPathComponents)).toBe('igw rtb acl sg eni i');
    const [, networkInterface, group, acl, table] = result.ForwardPathComponents ?? [];
    expect(networkInterface).toMatchObject({ AttachedTo: { Id: WEB.webServer }, Subnet: { Id: WEB.publicSubnet } });
    expect(group?.SecurityGroupRule).toMatchObject({ Cidr: '0.0.0.0/0', Direction: 'egress', Protocol: 'tcp' });
    expect(acl?.AclRule).toMatchObject({ RuleNumber: 100, Egress: true, RuleAction: 'allow' });
    expect(table?.RouteTableRoute).toMatchObject({ DestinationCidr: '0.0.0.0/0', GatewayId: WEB.igw, State: 'active' });
    expect(result.ForwardPathComponents?.[0]?.OutboundHeader).toMatchObject({
      Protocol: '6',
      SourceAddresses: ['10.0.1.10/32'],
      DestinationPortRanges: [{ From: 443, To: 443 }],
    });
    expect(result.Explanations).toBeUndefined();
  });

  test.each([
    [
      'from the internet to the web server',
      { Source: WEB.igw, Destination: WEB.webServer, DestinationPort: 80 },
      'igw rtb acl sg eni i',
    ],
    ['from an interface to the internet', { ...TO_INTERNET, Source: WEB.webInterface }, 'i eni sg acl rtb igw'],
    [
      'to the database in another subnet',
      { Source: WEB.webServer, Destination: WEB.database, DestinationPort: 5432 },
      'i eni sg acl rtb acl sg eni i',
    ],
    [
      'over udp',
      { Source: WEB.webServer, Destination: WEB.igw, DestinationPort: 53, Protocol: 'udp' },
      'i eni sg acl rtb igw',
    ],
    [
      'to an address on the internet',
      {
        Source: WEB.webServer,
        FilterAtSource: { DestinationAddress: '192.0.2.1', DestinationPortRange: { FromPort: 443, ToPort: 443 } },
      },
      'i eni sg acl rtb igw',
    ],
    [
      'to a private address',
      {
        Source: WEB.webServer,
        FilterAtSource: { DestinationAddress: '10.0.2.20', DestinationPortRange: { FromPort: 5432, ToPort: 5432 } },
      },
      'i eni sg acl rtb acl sg eni i',
    ],
    [
      'to the public address of an instance',
      {
        Source: WEB.igw,
        FilterAtSource: { DestinationAddress: '203.0.113.10', DestinationPortRange: { FromPort: 443, ToPort: 443 } },
      },
      'igw rtb acl sg eni i',
    ],
  ])('%s', async (_, path, kinds) => {
    const result = await ec2With().analyze({ Protocol: 'tcp', ...path });
    expect(result).toMatchObject({ Status: 'succeeded', NetworkPathFound: true });
    expect(kindsOf(result.ForwardPathComponents)).toBe(kinds);
  });
});

describe('a blocked path says what blocks it', () => {
  const stories: [string, (ec2: TestEc2) => void, string[]][] = [
    [
      'no rule of the group',
      ({ call }) => call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] }),
      ['ENI_SG_RULES_MISMATCH'],
    ],
    [
      'a rule for too small a port range',
      ({ call }) => {
        call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
        call('AuthorizeSecurityGroupEgress', {
          GroupId: WEB.webGroup,
          IpPermissions: [{ ...HTTPS_OUT, FromPort: 444, ToPort: 500 }],
        });
      },
      ['ENI_SG_RULES_MISMATCH'],
    ],
    [
      'a group without rules',
      ({ call }) =>
        call('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: WEB.webInterface, Groups: [WEB.databaseGroup] }),
      ['SG_HAS_NO_RULES'],
    ],
    [
      'an ACL on the way out',
      ({ call }) => call('CreateNetworkAclEntry', entry(true, 'deny', {})),
      ['SUBNET_ACL_RESTRICTION'],
    ],
    [
      'an ACL that lets the request out but not the answer in',
      ({ call }) =>
        call('CreateNetworkAclEntry', entry(false, 'deny', { Protocol: '6', PortRange: { From: 1024, To: 65535 } })),
      ['SUBNET_ACL_RESTRICTION'],
    ],
    [
      'no route',
      ({ call }) => call('DeleteRoute', { RouteTableId: WEB.publicTable, DestinationCidrBlock: '0.0.0.0/0' }),
      ['NO_ROUTE_TO_DESTINATION'],
    ],
    [
      'another route table',
      ({ call }) => call('DisassociateRouteTable', { AssociationId: 'rtbassoc-0f2693782dd514456' }),
      ['NO_ROUTE_TO_DESTINATION'],
    ],
    [
      'a terminated instance',
      ({ call }) => call('TerminateInstances', { InstanceIds: [WEB.webServer] }),
      ['UNASSOCIATED_COMPONENT'],
    ],
  ];

  test.each(stories)('%s', async (_, change, codes) => {
    const ec2 = ec2With();
    change(ec2);
    const result = await ec2.analyze(TO_INTERNET);
    expect(result).toMatchObject({ Status: 'succeeded', NetworkPathFound: false });
    expect(codesOf(result.Explanations)).toEqual(codes);
  });

  test('all obstacles on the way are named, with where they are', async () => {
    const { call, analyze } = ec2With();
    call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
    call('CreateNetworkAclEntry', entry(true, 'deny', {}));
    call('DeleteRoute', { RouteTableId: WEB.publicTable, DestinationCidrBlock: '0.0.0.0/0' });
    const { Explanations, ForwardPathComponents } = await analyze(TO_INTERNET);
    const where = { Subnet: { Id: WEB.publicSubnet }, Vpc: { Id: WEB.vpc } };
    expect(Explanations).toMatchObject([
      {
        ExplanationCode: 'ENI_SG_RULES_MISMATCH',
        Direction: 'egress',
        NetworkInterface: { Id: WEB.webInterface },
        SecurityGroups: [{ Id: WEB.webGroup }],
        ...where,
      },
      { ExplanationCode: 'SUBNET_ACL_RESTRICTION', Direction: 'egress', Acl: { Id: WEB.acl }, ...where },
      {
        ExplanationCode: 'NO_ROUTE_TO_DESTINATION',
        RouteTable: { Id: WEB.publicTable },
        Destination: { Id: WEB.igw },
        Vpc: { Id: WEB.vpc },
      },
    ]);
    expect(ForwardPathComponents).toBeUndefined();
  });

  test('when only the answer is cut off, the way there is shown', async () => {
    const { call, analyze } = ec2With();
    call('CreateNetworkAclEntry', entry(false, 'deny', {}));
    const result = await analyze(TO_INTERNET);
    expect(result.NetworkPathFound).toBe(false);
    expect(kindsOf(result.ForwardPathComponents)).toBe('i eni sg acl rtb igw');
    expect(result.ReturnPathComponents).toBeUndefined();
    expect(result.Explanations).toMatchObject([{ ExplanationCode: 'SUBNET_ACL_RESTRICTION', Direction: 'ingress' }]);
  });

  test('an instance without a public address', async () => {
    const result = await ec2With().analyze({ ...TO_INTERNET, Source: WEB.database });
    expect(codesOf(result.Explanations)).toEqual([
      'SG_HAS_NO_RULES',
      'NO_ROUTE_TO_DESTINATION',
      'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    ]);
  });

  test('the internet to a private instance', async () => {
    const result = await ec2With().analyze({
      Source: WEB.igw,
      Destination: WEB.database,
      Protocol: 'tcp',
      DestinationPort: 5432,
    });
    expect(result.NetworkPathFound).toBe(false);
    expect(codesOf(result.Explanations)).toContain('IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS');
  });

  test('a detached gateway leaves a blackhole behind', async () => {
    const { call, analyze } = ec2With(withoutPublicAddresses());
    call('DetachInternetGateway', { InternetGatewayId: WEB.igw, VpcId: WEB.vpc });
    const byGateway = await analyze(TO_INTERNET);
    expect(codesOf(byGateway.Explanations)).toEqual(['UNASSOCIATED_COMPONENT']);
    const [, internet] = call('DescribeRouteTables', { RouteTableIds: [WEB.publicTable] }).RouteTables[0].Routes;
    expect(internet).toMatchObject({ GatewayId: WEB.igw, State: 'blackhole' });
  });

  test('an address of the VPC that nothing has', async () => {
    const FilterAtSource = { DestinationAddress: '10.0.2.99', DestinationPortRange: { FromPort: 443, ToPort: 443 } };
    const result = await ec2With().analyze({ Source: WEB.webServer, Protocol: 'tcp', FilterAtSource });
    expect(codesOf(result.Explanations)).toEqual(['NO_POSSIBLE_DESTINATION']);
  });

  test('a private address outside the VPC is refused by the gateway', async () => {
    const FilterAtSource = { DestinationAddress: '192.168.7.7', DestinationPortRange: { FromPort: 443, ToPort: 443 } };
    const result = await ec2With().analyze({ Source: WEB.webServer, Protocol: 'tcp', FilterAtSource });
    expect(codesOf(result.Explanations)).toEqual(['IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS']);
  });

  test('a source address that is not the interface’s', async () => {
    const result = await ec2With().analyze({ ...TO_INTERNET, SourceIp: '10.0.1.11' });
    expect(codesOf(result.Explanations)).toEqual([
      'ENI_SOURCE_DEST_CHECK_RESTRICTION',
      'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    ]);
  });

  test('a filter at the destination', async () => {
    const FilterAtDestination = { SourceAddress: '10.0.1.11' };
    const path = {
      Source: WEB.webServer,
      Destination: WEB.database,
      Protocol: 'tcp',
      DestinationPort: 5432,
      FilterAtDestination,
    };
    expect(codesOf((await ec2With().analyze(path)).Explanations)).toEqual(['FILTER_AT_DESTINATION_SOURCE_ADDRESS']);
  });
});

describe('rules in detail', () => {
  test('a group reference follows membership', async () => {
    const path = { Source: WEB.batch, Destination: WEB.database, Protocol: 'tcp', DestinationPort: 5432 };
    const { call, analyze } = ec2With();
    expect(await analyze(path)).toMatchObject({ NetworkPathFound: false, Explanations: [{ Direction: 'ingress' }] });
    call('ModifyInstanceAttribute', { InstanceId: WEB.batch, Groups: [WEB.webGroup, WEB.batchGroup] });
    expect(await analyze(path)).toMatchObject({ NetworkPathFound: true });
  });

  test('the ACL entry with the lowest number decides', async () => {
    const { call, analyze } = ec2With();
    call('CreateNetworkAclEntry', { ...entry(true, 'deny', {}), RuleNumber: 50 });
    expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(false);
    call('CreateNetworkAclEntry', entry(true, 'allow', { Protocol: '6', PortRange: { From: 443, To: 443 } }));
    const result = await analyze(TO_INTERNET);
    expect(result.NetworkPathFound).toBe(true);
    expect(result.ForwardPathComponents?.[3]?.AclRule).toMatchObject({ RuleNumber: LOWEST });
  });

  test('the more specific route decides', async () => {
    const path = {
      Source: WEB.webServer,
      Protocol: 'tcp',
      FilterAtSource: { DestinationAddress: '192.0.2.1', DestinationPortRange: { FromPort: 443, ToPort: 443 } },
    };
    const { call, analyze } = ec2With();
    call('CreateRoute', { RouteTableId: WEB.publicTable, DestinationCidrBlock: '192.0.2.0/24', InstanceId: WEB.batch });
    call('TerminateInstances', { InstanceIds: [WEB.batch] });
    const result = await analyze(path);
    expect(result.NetworkPathFound).toBe(false);
    expect(codesOf(result.Explanations)).toEqual(['BAD_STATE_ROUTE', 'MORE_SPECIFIC_ROUTE']);
    expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(true);
  });

  test('one rule in two halves is as good as a whole', async () => {
    const { call, analyze } = ec2With();
    call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
    const halves = [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }];
    call('AuthorizeSecurityGroupEgress', {
      GroupId: WEB.webGroup,
      IpPermissions: [{ ...HTTPS_OUT, IpRanges: halves }],
    });
    // The lower half cannot leave, so that the packet that shows the way must be from the upper one.
    call('CreateNetworkAclEntry', entry(true, 'deny', { CidrBlock: '0.0.0.0/1' }));
    const result = await analyze(TO_INTERNET);
    expect(result.ForwardPathComponents?.[2]?.SecurityGroupRule).toMatchObject({ Cidr: '128.0.0.0/1' });
  });

  test('a prefix list stands for its entries', async () => {
    const list = {
      PrefixListId: 'pl-0123456789abcdef0',
      PrefixListName: 'partners',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Version: 1,
    };
    const file = { ...webNetworkFile(), ManagedPrefixLists: [{ ...list, Entries: [{ Cidr: '192.0.2.0/24' }] }] };
    const { call, analyze } = ec2With(file);
    call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
    const permission = {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      PrefixListIds: [{ PrefixListId: list.PrefixListId }],
    };
    call('AuthorizeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [permission] });
    expect((await analyze(TO_INTERNET)).ForwardPathComponents?.[2]?.SecurityGroupRule).toMatchObject({
      PrefixListId: list.PrefixListId,
    });
    call('ModifyManagedPrefixList', {
      PrefixListId: list.PrefixListId,
      CurrentVersion: 1,
      RemoveEntries: [{ Cidr: '192.0.2.0/24' }],
    });
    expect(codesOf((await analyze(TO_INTERNET)).Explanations)).toEqual(['ENI_SG_RULES_MISMATCH']);
  });

  test('within one subnet neither ACL nor route counts', async () => {
    const { call, analyze } = ec2With();
    call('AuthorizeSecurityGroupIngress', { GroupId: WEB.batchGroup, IpPermissions: [HTTPS_OUT] });
    call('CreateNetworkAclEntry', entry(true, 'deny', {}));
    const result = await analyze({
      Source: WEB.webServer,
      Destination: WEB.batch,
      Protocol: 'tcp',
      DestinationPort: 443,
    });
    expect(kindsOf(result.ForwardPathComponents)).toBe('i eni sg sg eni i');
  });

  test('what lies behind an appliance is not judged', async () => {
    const { call, analyze } = ec2With();
    call('ReplaceRoute', { RouteTableId: WEB.publicTable, DestinationCidrBlock: '0.0.0.0/0', InstanceId: WEB.batch });
    const result = await analyze(TO_INTERNET);
    expect(result).toMatchObject({ Status: 'failed', StatusMessage: 'The network configuration is not supported' });
    expect(result.NetworkPathFound).toBeUndefined();
    expect(codesOf(result.Explanations)).toEqual(['UNSUPPORTED_COMPONENT']);
  });
});

describe('beyond one VPC', () => {
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
    expect(kindsOf(result.ReturnPathComponents)).toBe('igw rtb acl nat acl rtb acl sg eni i');
    expect(result.ReturnPathComponents?.[0]?.OutboundHeader?.DestinationAddresses).toEqual(['10.0.1.40/32']);
  });

  test('the obstacle on the way to a NAT gateway is the one that is named', async () => {
    const { call, analyze } = behindNat();
    call('RevokeSecurityGroupEgress', { GroupId: WEB.databaseGroup, IpPermissions: [HTTPS_OUT] });
    expect(codesOf((await analyze({ ...TO_INTERNET, Source: WEB.database })).Explanations)).toEqual([
      'SG_HAS_NO_RULES',
    ]);
  });

  test('peered VPCs are connected by routes on both sides', async () => {
    const { call, analyze } = ec2With(withPeer());
    const path = { Source: WEB.webServer, Destination: PEER.interface, Protocol: 'tcp', DestinationPort: 443 };
    expect(codesOf((await analyze(path)).Explanations)).toEqual(['NO_ROUTE_TO_DESTINATION', 'NO_ROUTE_TO_DESTINATION']);
    const VpcPeeringConnectionId = PEER.connection;
    call('CreateRoute', { RouteTableId: WEB.publicTable, DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId });
    expect(codesOf((await analyze(path)).Explanations)).toEqual(['NO_ROUTE_TO_DESTINATION']);
    call('CreateRoute', { RouteTableId: PEER.table, DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId });
    expect(kindsOf((await analyze(path)).ForwardPathComponents)).toBe('i eni sg acl rtb pcx acl sg eni');
  });

  test('VPCs without a connection', async () => {
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

/** With a second VPC and one interface in it, written as sparsely as a person would. */
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

function withoutPublicAddresses() {
  const file = webNetworkFile();
  const NetworkInterfaces = file.NetworkInterfaces?.map(({ Association: _, ...it }) => ({
    ...it,
    PrivateIpAddresses: it.PrivateIpAddresses.map(
      ({ Association: __, ...address }: { Association: unknown }) => address,
    ),
  }));
  return { ...file, NetworkInterfaces };
}
