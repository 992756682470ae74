import {
  codesOf,
  ec2With,
  firstEntry,
  HTTPS_OUT,
  kindsOf,
  type TestEc2,
  TO_INTERNET,
  WEB,
  webNetworkFile,
} from '../../../testing/networks/web-network';

describe('a blocked path names what blocks it', () => {
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
      'a group with rules for the other direction only',
      ({ call }) =>
        call('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: WEB.webInterface, Groups: [WEB.databaseGroup] }),
      ['ENI_SG_RULES_MISMATCH'],
    ],
    [
      'a network ACL for outbound traffic',
      ({ call }) => call('CreateNetworkAclEntry', firstEntry(true, 'deny', {})),
      ['SUBNET_ACL_RESTRICTION'],
    ],
    [
      'a network ACL that lets the request out but not the reply in',
      ({ call }) =>
        call('CreateNetworkAclEntry', firstEntry(false, 'deny', { Protocol: '6', PortRange: { From: 0, To: 65535 } })),
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

  test('all obstacles are named, with their places', async () => {
    const { call, analyze } = ec2With();
    call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
    call('CreateNetworkAclEntry', firstEntry(true, 'deny', {}));
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
    const blocking = ForwardPathComponents?.filter((component) => component.Explanations?.length);
    expect(kindsOf(ForwardPathComponents)).toBe('i eni sg acl rtb igw');
    expect(kindsOf(blocking)).toBe('sg acl rtb');
    expect(blocking?.flatMap((component) => component.Explanations)).toEqual(Explanations);
  });

  test('if only the reply is blocked, both directions are shown', async () => {
    const { call, analyze } = ec2With();
    call('CreateNetworkAclEntry', firstEntry(false, 'deny', {}));
    const result = await analyze(TO_INTERNET);
    expect(result.NetworkPathFound).toBe(false);
    expect(kindsOf(result.ForwardPathComponents)).toBe('i eni sg acl rtb igw');
    expect(kindsOf(result.ReturnPathComponents)).toBe('igw acl sg eni i');
    expect(kindsOf(result.ReturnPathComponents?.filter((component) => component.Explanations?.length))).toBe('acl');
    expect(result.Explanations).toMatchObject([{ ExplanationCode: 'SUBNET_ACL_RESTRICTION', Direction: 'ingress' }]);
  });

  test('an instance without a public address', async () => {
    const result = await ec2With().analyze({ ...TO_INTERNET, Source: WEB.database });
    expect(codesOf(result.Explanations)).toEqual([
      'ENI_SG_RULES_MISMATCH',
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

  test('an address of the VPC that no interface has', async () => {
    const FilterAtSource = { DestinationAddress: '10.0.2.99', DestinationPortRange: { FromPort: 443, ToPort: 443 } };
    const result = await ec2With().analyze({ Source: WEB.webServer, Protocol: 'tcp', FilterAtSource });
    expect(codesOf(result.Explanations)).toEqual(['NO_POSSIBLE_DESTINATION']);
  });

  test('a private address outside the VPC is refused by the gateway', async () => {
    const FilterAtSource = { DestinationAddress: '192.168.7.7', DestinationPortRange: { FromPort: 443, ToPort: 443 } };
    const result = await ec2With().analyze({ Source: WEB.webServer, Protocol: 'tcp', FilterAtSource });
    expect(codesOf(result.Explanations)).toEqual(['IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS']);
  });

  test('a source address that the interface does not have', async () => {
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

function withoutPublicAddresses() {
  const file = webNetworkFile();
  const NetworkInterfaces = file.NetworkInterfaces?.map(({ Association: _, ...networkInterface }) => ({
    ...networkInterface,
    PrivateIpAddresses: networkInterface.PrivateIpAddresses.map(
      ({ Association: __, ...address }: { Association: unknown }) => address,
    ),
  }));
  return { ...file, NetworkInterfaces };
}
