import { codesOf, ec2With, errorCodeOf, TO_INTERNET, WEB } from '../../../../../testing/networks/web-network';

const INTERNET = '0.0.0.0/0';
const entry = {
  NetworkAclId: WEB.acl,
  RuleNumber: 5,
  Egress: true,
  RuleAction: 'deny',
  Protocol: 'tcp',
  CidrBlock: INTERNET,
  PortRange: { From: 443, To: 443 },
};

test('a network ACL entry is created, replaced and deleted', async () => {
  const { call, analyze } = ec2With();
  call('CreateNetworkAclEntry', entry);
  expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(false);
  call('ReplaceNetworkAclEntry', { ...entry, RuleAction: 'allow' });
  expect((await analyze(TO_INTERNET)).ForwardPathComponents?.[3]?.AclRule).toMatchObject({
    RuleNumber: 5,
    Protocol: 'tcp',
  });
  call('DeleteNetworkAclEntry', entry);
  expect((await analyze(TO_INTERNET)).ForwardPathComponents?.[3]?.AclRule).toMatchObject({ RuleNumber: 100 });
});

test('a subnet that moves to a new network ACL is closed', async () => {
  const { call, analyze } = ec2With();
  const { NetworkAclId } = call('CreateNetworkAcl', { VpcId: WEB.vpc }).NetworkAcl;
  const [{ NetworkAclAssociationId: AssociationId }] = call('DescribeNetworkAcls').NetworkAcls[0].Associations;
  const { NewAssociationId } = call('ReplaceNetworkAclAssociation', { AssociationId, NetworkAclId });
  expect(codesOf((await analyze(TO_INTERNET)).Explanations)).toEqual(['SUBNET_ACL_RESTRICTION']);
  call('ReplaceNetworkAclAssociation', { AssociationId: NewAssociationId, NetworkAclId: WEB.acl });
  call('DeleteNetworkAcl', { NetworkAclId });
  expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(true);
});

test('a route is created, replaced and deleted', () => {
  const { call } = ec2With();
  const route = { RouteTableId: WEB.mainTable, DestinationCidrBlock: INTERNET };
  const routes = () => call('DescribeRouteTables', { RouteTableIds: [WEB.mainTable] }).RouteTables[0].Routes;
  call('CreateRoute', { ...route, GatewayId: WEB.igw });
  expect(routes()).toMatchObject([
    { GatewayId: 'local' },
    { GatewayId: WEB.igw, Origin: 'CreateRoute', State: 'active' },
  ]);
  call('ReplaceRoute', { ...route, NetworkInterfaceId: WEB.webInterface });
  expect(routes()[1]).toMatchObject({ NetworkInterfaceId: WEB.webInterface, InstanceId: WEB.webServer });
  call('DeleteRoute', route);
  expect(routes()).toHaveLength(1);
});

test('a route table serves a subnet, or a whole VPC as its main one', async () => {
  const { call, analyze } = ec2With();
  const tableOf = (subnet: string) =>
    call('DescribeRouteTables', { Filters: [{ Name: 'association.subnet-id', Values: [subnet] }] }).RouteTables;
  const { RouteTableId } = call('CreateRouteTable', { VpcId: WEB.vpc }).RouteTable;
  const { AssociationId } = call('AssociateRouteTable', { RouteTableId, SubnetId: WEB.privateSubnet });
  expect(tableOf(WEB.privateSubnet)).toMatchObject([{ RouteTableId }]);
  expect(errorCodeOf(() => call('DeleteRouteTable', { RouteTableId }))).toBe('DependencyViolation');
  call('DisassociateRouteTable', { AssociationId });
  expect(tableOf(WEB.privateSubnet)).toEqual([]);
  call('DisassociateRouteTable', { AssociationId: 'rtbassoc-0f2693782dd514456' });
  expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(false);
  call('ReplaceRouteTableAssociation', { AssociationId: 'rtbassoc-0e1582671cc403345', RouteTableId: WEB.publicTable });
  expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(true);
});

test('an instance has a public address while an Elastic IP address is associated', () => {
  const { call } = ec2With();
  const address = () =>
    call('DescribeInstances', { InstanceIds: [WEB.database] }).Reservations[0].Instances[0].PublicIpAddress;
  const { AllocationId, PublicIp } = call('AllocateAddress', {});
  const { AssociationId } = call('AssociateAddress', { AllocationId, InstanceId: WEB.database });
  expect(address()).toBe(PublicIp);
  expect(call('DescribeAddresses').Addresses).toMatchObject([{ AssociationId, InstanceId: WEB.database }]);
  expect(errorCodeOf(() => call('ReleaseAddress', { AllocationId }))).toBe('InvalidIPAddress.InUse');
  call('DisassociateAddress', { AssociationId });
  expect(address()).toBeUndefined();
  call('ReleaseAddress', { AllocationId });
  expect(call('DescribeAddresses').Addresses).toEqual([]);
});

test('without its public address an instance does not reach the internet', async () => {
  const { call, analyze } = ec2With();
  const { AllocationId } = call('AllocateAddress', {});
  const { AssociationId } = call('AssociateAddress', { AllocationId, NetworkInterfaceId: WEB.webInterface });
  expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(true);
  call('DisassociateAddress', { AssociationId });
  expect(codesOf((await analyze(TO_INTERNET)).Explanations)).toEqual(['IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS']);
});

test('a terminated instance stays visible, without interfaces', () => {
  const { call } = ec2With();
  const { TerminatingInstances } = call('TerminateInstances', { InstanceIds: [WEB.batch] });
  expect(TerminatingInstances).toMatchObject([
    { PreviousState: { Name: 'running' }, CurrentState: { Name: 'shutting-down' } },
  ]);
  const [instance] = call('DescribeInstances', { InstanceIds: [WEB.batch] }).Reservations[0].Instances;
  expect(instance).toMatchObject({ State: { Name: 'terminated' }, NetworkInterfaces: [] });
});

test('tags are set, replaced and removed on any resource', () => {
  const { call } = ec2With();
  const tags = (id: string) =>
    call('DescribeTags', { Filters: [{ Name: 'resource-id', Values: [id] }] }).Tags.map(
      (it: { Key: string; Value: string }) => [it.Key, it.Value],
    );
  const Resources = [WEB.vpc, WEB.webInterface];
  call('CreateTags', {
    Resources,
    Tags: [
      { Key: 'Team', Value: 'net' },
      { Key: 'Name', Value: 'renamed' },
    ],
  });
  expect([tags(WEB.vpc), tags(WEB.webInterface)]).toEqual(
    Array(2).fill([
      ['Name', 'renamed'],
      ['Team', 'net'],
    ]),
  );
  call('DeleteTags', { Resources, Tags: [{ Key: 'Team', Value: 'other' }, { Key: 'Name' }] });
  expect(tags(WEB.vpc)).toEqual([['Team', 'net']]);
});

describe('what AWS refuses', () => {
  const route = { RouteTableId: WEB.publicTable, DestinationCidrBlock: INTERNET };
  test.each([
    ['CreateNetworkAclEntry', { ...entry, RuleNumber: 100 }, 'NetworkAclEntryAlreadyExists'],
    ['CreateNetworkAclEntry', { ...entry, RuleNumber: 40_000 }, 'InvalidParameterValue'],
    ['CreateNetworkAclEntry', { ...entry, PortRange: undefined }, 'MissingParameter'],
    ['CreateNetworkAclEntry', { ...entry, PortRange: { From: 9, To: 8 } }, 'InvalidParameterValue'],
    ['CreateNetworkAclEntry', { ...entry, CidrBlock: undefined }, 'MissingParameter'],
    ['ReplaceNetworkAclEntry', entry, 'InvalidNetworkAclEntry.NotFound'],
    ['DeleteNetworkAclEntry', entry, 'InvalidNetworkAclEntry.NotFound'],
    ['DeleteNetworkAcl', { NetworkAclId: WEB.acl }, 'InvalidParameterValue'],
    [
      'ReplaceNetworkAclAssociation',
      { AssociationId: 'aclassoc-1', NetworkAclId: WEB.acl },
      'InvalidAssociationID.NotFound',
    ],
    ['CreateRoute', { ...route, GatewayId: WEB.igw }, 'RouteAlreadyExists'],
    ['CreateRoute', { RouteTableId: WEB.publicTable, GatewayId: WEB.igw }, 'MissingParameter'],
    ['CreateRoute', { ...route, DestinationCidrBlock: '192.0.2.0/24' }, 'MissingParameter'],
    [
      'CreateRoute',
      { ...route, DestinationCidrBlock: '192.0.2.0/24', GatewayId: WEB.igw, InstanceId: WEB.batch },
      'InvalidParameterCombination',
    ],
    [
      'CreateRoute',
      { ...route, DestinationCidrBlock: '192.0.2.0/24', TransitGatewayId: 'tgw-1' },
      'UnsupportedOperation',
    ],
    ['DeleteRoute', { ...route, DestinationCidrBlock: '192.0.2.0/24' }, 'InvalidRoute.NotFound'],
    ['DeleteRoute', { ...route, DestinationCidrBlock: '10.0.0.0/16' }, 'InvalidParameterValue'],
    ['AssociateRouteTable', { RouteTableId: WEB.mainTable, SubnetId: WEB.publicSubnet }, 'Resource.AlreadyAssociated'],
    ['DisassociateRouteTable', { AssociationId: 'rtbassoc-0e1582671cc403345' }, 'InvalidParameterValue'],
    ['AttachInternetGateway', { InternetGatewayId: WEB.igw, VpcId: WEB.vpc }, 'Resource.AlreadyAssociated'],
    ['DetachInternetGateway', { InternetGatewayId: WEB.igw, VpcId: WEB.vpc }, 'DependencyViolation'],
    ['DeleteInternetGateway', { InternetGatewayId: WEB.igw }, 'DependencyViolation'],
    ['DisassociateAddress', { AssociationId: 'eipassoc-1' }, 'InvalidAssociationID.NotFound'],
    ['TerminateInstances', { InstanceIds: ['i-0000000000000000f'] }, 'InvalidInstanceID.NotFound'],
    ['CreateTags', { Resources: ['thing'], Tags: [{ Key: 'a' }] }, 'InvalidID'],
    ['CreateTags', { Resources: [WEB.vpc], Tags: [{ Key: 'aws:a' }] }, 'InvalidParameterValue'],
    [
      'CreateTags',
      { Resources: [WEB.vpc], Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `${n}` })) },
      'TagLimitExceeded',
    ],
  ])('%s %j: %s', (action, input, code) => {
    const { call } = ec2With();
    const state = () =>
      ['RouteTables', 'NetworkAcls', 'InternetGateways', 'Tags'].map((name) => call(`Describe${name}`));
    const before = state();
    expect(errorCodeOf(() => call(action, input))).toBe(code);
    expect(state()).toEqual(before);
  });
});
