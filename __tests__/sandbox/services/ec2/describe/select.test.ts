import { ec2With, errorCodeOf, WEB } from '../../../../../testing/networks/web-network';

const names = (groups: { GroupName: string }[]) => groups.map((it) => it.GroupName);
const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });

test.each([
  [filter('group-id', WEB.webGroup, WEB.batchGroup), ['web', 'batch']],
  [filter('group-name', 'b*'), ['batch']],
  [filter('group-name', '?b'), ['db']],
  [filter('vpc-id', 'vpc-0'), []],
  [filter('tag:Name', 'db'), ['db']],
  [filter('tag-key', 'Name'), ['web', 'db', 'batch']],
  [filter('egress.ip-permission.to-port', '53'), ['web']],
  [filter('ip-permission.group-id', WEB.webGroup), ['db']],
  [{ Filters: [...filter('ip-permission.protocol', 'tcp').Filters, ...filter('tag:Name', 'web').Filters] }, ['web']],
  [{ GroupNames: ['batch'] }, ['batch']],
])('security groups %j: %j', (input, expected) => {
  expect(names(ec2With().call('DescribeSecurityGroups', input).SecurityGroups)).toEqual(expected);
});

test.each([
  ['DescribeVpcs', 'Vpcs', filter('cidr', '10.0.0.0/16'), 1],
  ['DescribeSubnets', 'Subnets', filter('vpc-id', WEB.vpc), 2],
  ['DescribeRouteTables', 'RouteTables', filter('association.main', 'true'), 1],
  ['DescribeRouteTables', 'RouteTables', filter('route.gateway-id', WEB.igw), 1],
  ['DescribeNetworkAcls', 'NetworkAcls', filter('association.subnet-id', WEB.publicSubnet), 1],
  ['DescribeNetworkInterfaces', 'NetworkInterfaces', filter('group-id', WEB.webGroup), 1],
  ['DescribeNetworkInterfaces', 'NetworkInterfaces', filter('attachment.instance-id', WEB.batch), 1],
  ['DescribeNetworkInterfaces', 'NetworkInterfaces', filter('tag:Name', 'db'), 1],
  ['DescribeInstances', 'Reservations', filter('instance.group-id', WEB.databaseGroup), 1],
  ['DescribeInstances', 'Reservations', filter('instance-state-name', 'stopped'), 0],
  ['DescribeInternetGateways', 'InternetGateways', filter('attachment.vpc-id', WEB.vpc), 1],
  ['DescribeSecurityGroupRules', 'SecurityGroupRules', filter('group-id', WEB.webGroup), 5],
])('%s %s %j: %i', (action, key, input, count) => {
  expect(ec2With().call(action, input)[key]).toHaveLength(count);
});

test('pages follow each other until the last one', () => {
  const { call } = ec2With();
  const first = call('DescribeSecurityGroupRules', { MaxResults: 5 });
  const second = call('DescribeSecurityGroupRules', { MaxResults: 5, NextToken: first.NextToken });
  expect(second.NextToken).toBeUndefined();
  expect([...first.SecurityGroupRules, ...second.SecurityGroupRules]).toEqual(
    call('DescribeSecurityGroupRules').SecurityGroupRules,
  );
});

test.each([
  [{ Filters: [{ Name: 'group-nam', Values: ['x'] }] }, 'InvalidParameterValue'],
  [{ Filters: [{ Name: 'group-name', Values: [] }] }, 'InvalidParameterValue'],
  [{ MaxResults: 4 }, 'InvalidParameterValue'],
  [{ NextToken: 'x' }, 'InvalidParameterValue'],
  [{ GroupIds: ['sg-0000000000000000f'] }, 'InvalidGroup.NotFound'],
])('%j is refused with %s', (input, code) => {
  expect(errorCodeOf(() => ec2With().call('DescribeSecurityGroups', input))).toBe(code);
});
