import {
  ec2With,
  errorCodeOf,
  HTTPS_OUT,
  type TestEc2,
  WEB,
  webNetworkFile,
} from '../../../../../testing/networks/web-network';

const group = ({ call }: TestEc2, id: string) => call('DescribeSecurityGroups', { GroupIds: [id] }).SecurityGroups[0];
const tcp = (port: number, peer: object) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer });

test('a rule is added and revoked, in both shapes of the group', () => {
  const ec2 = ec2With();
  const permission = tcp(22, { IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'admins' }] });
  const { Return, SecurityGroupRules } = ec2.call('AuthorizeSecurityGroupIngress', {
    GroupId: WEB.batchGroup,
    IpPermissions: [permission],
  });
  expect(Return).toBe(true);
  expect(SecurityGroupRules).toMatchObject([{ IsEgress: false, CidrIpv4: '10.0.0.0/8', Description: 'admins' }]);
  expect(group(ec2, WEB.batchGroup).IpPermissions).toMatchObject([permission]);
  const revoked = ec2.call('RevokeSecurityGroupIngress', { GroupId: WEB.batchGroup, IpPermissions: [permission] });
  expect(revoked.RevokedSecurityGroupRules).toMatchObject([
    { SecurityGroupRuleId: SecurityGroupRules[0].SecurityGroupRuleId },
  ]);
  expect(group(ec2, WEB.batchGroup).IpPermissions).toEqual([]);
});

test('one call adds a rule for every peer, and the Describe call groups them again', () => {
  const ec2 = ec2With();
  const permission = tcp(8080, {
    IpRanges: [{ CidrIp: '10.1.0.0/16' }, { CidrIp: '10.2.0.0/16' }],
    Ipv6Ranges: [{ CidrIpv6: '::/0' }],
    UserIdGroupPairs: [{ GroupId: WEB.webGroup }],
  });
  const { SecurityGroupRules } = ec2.call('AuthorizeSecurityGroupIngress', {
    GroupId: WEB.batchGroup,
    IpPermissions: [permission],
  });
  expect(SecurityGroupRules).toHaveLength(4);
  expect(group(ec2, WEB.batchGroup).IpPermissions).toMatchObject([permission]);
});

test('host bits are dropped and protocol numbers become names', () => {
  const { call } = ec2With();
  const input = { GroupId: WEB.batchGroup, IpProtocol: '6', FromPort: 22, ToPort: 22, CidrIp: '10.1.2.3/8' };
  expect(call('AuthorizeSecurityGroupIngress', input).SecurityGroupRules).toMatchObject([
    { CidrIpv4: '10.0.0.0/8', IpProtocol: 'tcp' },
  ]);
});

test('rules are revoked by id', () => {
  const ec2 = ec2With();
  const [rule] = ec2.ec2.network.rulesOf(WEB.batchGroup);
  ec2.call('RevokeSecurityGroupEgress', { GroupId: WEB.batchGroup, SecurityGroupRuleIds: [rule?.SecurityGroupRuleId] });
  expect(group(ec2, WEB.batchGroup).IpPermissionsEgress).toEqual([]);
});

describe('in a default VPC', () => {
  function withDefaultVpc(): TestEc2 {
    const file = webNetworkFile();
    Object.assign(file.Vpcs?.[0], { IsDefault: true });
    return ec2With(file);
  }

  test('a group is found by name', () => {
    const { call } = withDefaultVpc();
    const { SecurityGroupRules } = call('AuthorizeSecurityGroupIngress', {
      GroupName: 'batch',
      IpPermissions: [HTTPS_OUT],
    });
    expect(SecurityGroupRules).toMatchObject([{ GroupId: WEB.batchGroup }]);
  });

  test('revoking a rule that does not exist succeeds, and the response names it', () => {
    const { call } = withDefaultVpc();
    const result = call('RevokeSecurityGroupIngress', { GroupId: WEB.batchGroup, IpPermissions: [HTTPS_OUT] });
    expect(result).toMatchObject({ Return: true, RevokedSecurityGroupRules: [], UnknownIpPermissions: [HTTPS_OUT] });
  });
});

test('a rule is modified in place', () => {
  const ec2 = ec2With();
  const [rule] = ec2.ec2.network.rulesOf(WEB.batchGroup);
  const SecurityGroupRule = {
    IpProtocol: 'tcp',
    FromPort: 443,
    ToPort: 443,
    CidrIpv4: '10.0.0.0/8',
    Description: 'less',
  };
  const update = { SecurityGroupRuleId: rule?.SecurityGroupRuleId, SecurityGroupRule };
  ec2.call('ModifySecurityGroupRules', { GroupId: WEB.batchGroup, SecurityGroupRules: [update] });
  expect(ec2.ec2.network.rulesOf(WEB.batchGroup)).toEqual([{ ...rule, ...SecurityGroupRule }]);
});

test('a new group lets everything out, and can be deleted once nothing uses it', () => {
  const ec2 = ec2With();
  const { GroupId } = ec2.call('CreateSecurityGroup', { GroupName: 'new', Description: 'a new one', VpcId: WEB.vpc });
  expect(group(ec2, GroupId)).toMatchObject({
    IpPermissions: [],
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
  ec2.call('ModifyInstanceAttribute', { InstanceId: WEB.batch, Groups: [GroupId] });
  expect(errorCodeOf(() => ec2.call('DeleteSecurityGroup', { GroupId }))).toBe('DependencyViolation');
  ec2.call('ModifyInstanceAttribute', { InstanceId: WEB.batch, Groups: [WEB.batchGroup] });
  ec2.call('DeleteSecurityGroup', { GroupId });
  expect(errorCodeOf(() => group(ec2, GroupId))).toBe('InvalidGroup.NotFound');
});

test('a description is changed without changing the rule', () => {
  const ec2 = ec2With();
  const IpPermissions = [tcp(443, { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'the web' }] })];
  const before = ec2.ec2.network.rulesOf(WEB.webGroup).length;
  ec2.call('UpdateSecurityGroupRuleDescriptionsEgress', { GroupId: WEB.webGroup, IpPermissions });
  expect(group(ec2, WEB.webGroup).IpPermissionsEgress).toMatchObject([IpPermissions[0], {}, {}]);
  expect(ec2.ec2.network.rulesOf(WEB.webGroup)).toHaveLength(before);
});

describe('what AWS refuses', () => {
  const add = (permission: object) => ({ GroupId: WEB.webGroup, IpPermissions: [permission] });
  test.each([
    ['AuthorizeSecurityGroupEgress', add(HTTPS_OUT), 'InvalidPermission.Duplicate'],
    ['AuthorizeSecurityGroupEgress', { GroupId: WEB.webGroup }, 'MissingParameter'],
    ['AuthorizeSecurityGroupEgress', { IpPermissions: [HTTPS_OUT] }, 'MissingParameter'],
    ['AuthorizeSecurityGroupEgress', { ...add(HTTPS_OUT), GroupId: 'sg-0000000000000000f' }, 'InvalidGroup.NotFound'],
    ['AuthorizeSecurityGroupEgress', { ...add(HTTPS_OUT), GroupId: 'web' }, 'InvalidGroupId.Malformed'],
    [
      'AuthorizeSecurityGroupEgress',
      add(tcp(70_000, { IpRanges: [{ CidrIp: '0.0.0.0/0' }] })),
      'InvalidParameterValue',
    ],
    [
      'AuthorizeSecurityGroupEgress',
      add({ IpProtocol: 'tcp', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }),
      'InvalidParameterValue',
    ],
    [
      'AuthorizeSecurityGroupEgress',
      add({ IpProtocol: 'tcpp', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }),
      'InvalidParameterValue',
    ],
    ['AuthorizeSecurityGroupEgress', add(tcp(1, { IpRanges: [{ CidrIp: '0.0.0.0' }] })), 'InvalidParameterValue'],
    [
      'AuthorizeSecurityGroupEgress',
      add(tcp(1, { Ipv6Ranges: [{ CidrIpv6: '10.0.0.0/8' }] })),
      'InvalidParameterValue',
    ],
    [
      'AuthorizeSecurityGroupEgress',
      add(tcp(1, { UserIdGroupPairs: [{ GroupId: 'sg-0000000000000000f' }] })),
      'InvalidGroup.NotFound',
    ],
    [
      'AuthorizeSecurityGroupEgress',
      add(tcp(1, { PrefixListIds: [{ PrefixListId: 'pl-0000000000000000f' }] })),
      'InvalidPrefixListID.NotFound',
    ],
    ['RevokeSecurityGroupIngress', add(tcp(1, { IpRanges: [{ CidrIp: '0.0.0.0/0' }] })), 'InvalidPermission.NotFound'],
    [
      'RevokeSecurityGroupIngress',
      { GroupId: WEB.webGroup, SecurityGroupRuleIds: ['sgr-0000000000000000f'] },
      'InvalidSecurityGroupRuleId.NotFound',
    ],
    ['RevokeSecurityGroupIngress', { GroupId: WEB.webGroup }, 'MissingParameter'],
    ['CreateSecurityGroup', { GroupName: 'web', Description: 'x', VpcId: WEB.vpc }, 'InvalidGroup.Duplicate'],
    ['DeleteSecurityGroup', { GroupId: 'sg-058cf9de2a3b27ab6' }, 'CannotDelete'],
    ['ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: WEB.webInterface, Groups: [] }, 'InvalidParameterValue'],
    [
      'ModifyNetworkInterfaceAttribute',
      { NetworkInterfaceId: WEB.webInterface, EnaSrdSpecification: {} },
      'UnsupportedOperation',
    ],
  ])('%s %j: %s', (action, input, code) => {
    const ec2 = ec2With();
    const before = ec2.call('DescribeSecurityGroups');
    expect(errorCodeOf(() => ec2.call(action, input))).toBe(code);
    expect(ec2.call('DescribeSecurityGroups')).toEqual(before);
  });

  test('a rule does not change its kind of peer', () => {
    const { ec2, call } = ec2With();
    const [rule] = ec2.network.rulesOf(WEB.batchGroup);
    const SecurityGroupRule = { IpProtocol: '-1', ReferencedGroupId: WEB.webGroup };
    const update = { SecurityGroupRuleId: rule?.SecurityGroupRuleId, SecurityGroupRule };
    const code = errorCodeOf(() =>
      call('ModifySecurityGroupRules', { GroupId: WEB.batchGroup, SecurityGroupRules: [update] }),
    );
    expect(code).toBe('InvalidParameterValue');
  });
});
