import { addRoutes, item, openNetwork, PEERING, toAddress, verdictOf } from '../../../testing/networks/open-network';

/**
 * ENI_ADDRESS_RESTRICTION:
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
describe('without the source/destination check, an interface does not own other addresses', () => {
  const between = { Source: 'eni-public', Destination: 'eni-private' };
  const unchecked = (id: string) => {
    const file = openNetwork();
    item(file, 'NetworkInterfaces', id).SourceDestCheck = false;
    return file;
  };

  test.each([
    ['another interface', '10.0.1.40'],
    ['no interface', '10.0.1.77'],
  ])('to an address of %s', async (_, DestinationIp) => {
    const file = unchecked('eni-private');
    expect(await verdictOf(file, { ...between, DestinationIp })).toBe('blocked: ENI_ADDRESS_RESTRICTION');
  });

  test('from an address of no interface', async () => {
    const file = unchecked('eni-public');
    expect(await verdictOf(file, { ...between, SourceIp: '10.0.1.77' })).toBe('blocked: ENI_ADDRESS_RESTRICTION');
  });

  test('with the check, the source refuses to send', async () => {
    const path = { ...between, SourceIp: '10.0.1.77' };
    expect(await verdictOf(openNetwork(), path)).toBe('blocked: ENI_SOURCE_DEST_CHECK_RESTRICTION');
  });

  test('but a route can lead other addresses to it', async () => {
    const file = unchecked('eni-private');
    addRoutes(file, 'rtb-public', { DestinationCidrBlock: '10.1.0.0/16', NetworkInterfaceId: 'eni-private' });
    expect(await verdictOf(file, { ...between, DestinationIp: '10.1.1.10' })).toBe('unsupported: eni-private');
  });

  test('its own subnet can be routed to it', async () => {
    const file = unchecked('eni-private');
    addRoutes(file, 'rtb-public', { DestinationCidrBlock: '10.0.2.0/24', NetworkInterfaceId: 'eni-private' });
    expect(await verdictOf(file, between)).toBe('open');
  });
});

/**
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html#vpc-peering-stale-groups
 */
test('a rule that refers to a group of another VPC applies while the VPCs are peered', async () => {
  const file = openNetwork();
  file.Vpcs?.push({ VpcId: 'vpc-c', CidrBlock: '10.0.0.0/16' });
  file.Subnets?.push({ SubnetId: 'subnet-c', VpcId: 'vpc-c', CidrBlock: '10.0.1.0/24' });
  file.RouteTables?.push({ RouteTableId: 'rtb-c', VpcId: 'vpc-c', Associations: [{ Main: true }] });
  file.NetworkAcls?.push({ NetworkAclId: 'acl-c', VpcId: 'vpc-c', IsDefault: true });
  file.SecurityGroups?.push({ GroupId: 'sg-c', GroupName: 'c', VpcId: 'vpc-c' });
  file.NetworkInterfaces?.push({
    NetworkInterfaceId: 'eni-c',
    SubnetId: 'subnet-c',
    PrivateIpAddress: '10.0.1.10',
    Groups: [{ GroupId: 'sg-c' }],
  });
  const reference = (GroupId: string) => [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }];
  const group = item(file, 'SecurityGroups', 'sg-a');
  group.IpPermissions = reference('sg-c');
  const path = { Source: 'eni-public', Destination: 'eni-private' };
  expect(await verdictOf(file, path)).toBe('blocked: ENI_SG_RULES_MISMATCH');

  file.VpcPeeringConnections = [PEERING];
  addRoutes(file, 'rtb-private', { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-ab' });
  addRoutes(file, 'rtb-b', { DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: 'pcx-ab' });
  group.IpPermissions = reference('sg-b');
  const across = { Source: 'eni-b', Destination: 'eni-private' };
  expect(await verdictOf(file, across)).toBe('open');
});

/** https://docs.aws.amazon.com/vpc/latest/peering/peering-configurations-partial-access.html */
test('an address that two peered VPCs share is searched in both', async () => {
  const file = openNetwork();
  file.Vpcs?.push({ VpcId: 'vpc-c', CidrBlock: '10.1.0.0/16' });
  file.Subnets?.push({ SubnetId: 'subnet-c', VpcId: 'vpc-c', CidrBlock: '10.1.1.0/24' });
  file.RouteTables?.push({ RouteTableId: 'rtb-c', VpcId: 'vpc-c', Associations: [{ Main: true }], Routes: [] });
  file.NetworkAcls?.push({ ...item(file, 'NetworkAcls', 'acl-b'), NetworkAclId: 'acl-c', VpcId: 'vpc-c' });
  file.SecurityGroups?.push({ ...item(file, 'SecurityGroups', 'sg-b'), GroupId: 'sg-c', VpcId: 'vpc-c' });
  const there = { NetworkInterfaceId: 'eni-c', SubnetId: 'subnet-c', Groups: [{ GroupId: 'sg-c' }] };
  file.NetworkInterfaces?.push({ ...there, PrivateIpAddress: '10.1.1.10' });
  const toC = { ...PEERING, VpcPeeringConnectionId: 'pcx-ac', AccepterVpcInfo: { VpcId: 'vpc-c' } };
  file.VpcPeeringConnections = [PEERING, toC];
  addRoutes(file, 'rtb-public', { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-ac' });
  addRoutes(file, 'rtb-c', { DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: 'pcx-ac' });
  expect(await verdictOf(file, toAddress('eni-public', '10.1.1.10'))).toBe('open');
});

/** One security group and one network ACL, each with `count` rules that all overlap. */
test.each([8, 20])('%i overlapping rules at every hop are analyzed quickly', async (count) => {
  const file = openNetwork();
  const each = Array.from({ length: count }, (_, index) => index);
  const permissions = each.map((index) => ({
    IpProtocol: 'tcp',
    FromPort: index * 5,
    ToPort: 60_000 - index * 7,
    IpRanges: [{ CidrIp: `10.0.0.0/${8 + (index % 8)}` }],
  }));
  Object.assign(item(file, 'SecurityGroups', 'sg-a'), { IpPermissions: permissions, IpPermissionsEgress: permissions });
  item(file, 'NetworkAcls', 'acl-a').Entries = [true, false].flatMap((Egress) =>
    each.map((index) => ({
      Egress,
      RuleNumber: index + 1,
      RuleAction: 'allow',
      Protocol: '6',
      CidrBlock: `10.0.0.0/${16 - (index % 8)}`,
      PortRange: { From: index * 11, To: 60_000 - index * 13 },
    })),
  );
  expect(await verdictOf(file, { Source: 'eni-public', Destination: 'eni-private' })).toBe('open');
});
