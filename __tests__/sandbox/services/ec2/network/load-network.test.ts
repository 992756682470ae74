import { ec2With, HTTPS_OUT, TO_INTERNET, WEB, webNetworkFile } from '../web-network';

/** All Describe calls merged, as somebody would do it with the AWS CLI. */
function dump(call: ReturnType<typeof ec2With>['call']): object {
  const actions = [
    'Vpcs',
    'Subnets',
    'RouteTables',
    'NetworkAcls',
    'SecurityGroups',
    'SecurityGroupRules',
    'NetworkInterfaces',
  ];
  const more = [
    'Instances',
    'InternetGateways',
    'Addresses',
    'NatGateways',
    'VpcPeeringConnections',
    'ManagedPrefixLists',
  ];
  const outputs = [...actions, ...more].map((name) => call(`Describe${name}`));
  return JSON.parse(JSON.stringify(Object.assign({}, ...outputs)));
}

test('what the Describe calls show can be loaded again, and shows the same', async () => {
  const first = ec2With();
  first.call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
  first.call('AuthorizeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
  first.call('AllocateAddress');
  const second = ec2With(dump(first.call));
  expect(dump(second.call)).toEqual(dump(first.call));
  expect(await second.analyze(TO_INTERNET)).toMatchObject({ NetworkPathFound: true });
});

test('rules without ids get stable ones', () => {
  const rules = () => ec2With().call('DescribeSecurityGroupRules').SecurityGroupRules;
  expect(rules()).toEqual(rules());
  expect(rules()[0].SecurityGroupRuleId).toMatch(/^sgr-[0-9a-f]{17}$/);
});

test('bare instances do as well as reservations, and interfaces may be in them only', async () => {
  const { Reservations, NetworkInterfaces, ...file } = webNetworkFile();
  const Instances = (Reservations ?? [])
    .flatMap((it) => it.Instances)
    .map((instance) => ({
      ...instance,
      NetworkInterfaces: NetworkInterfaces?.filter((it) => it.Attachment.InstanceId === instance.InstanceId),
    }));
  expect(await ec2With({ ...file, Instances }).analyze(TO_INTERNET)).toMatchObject({ NetworkPathFound: true });
});

test('fields that the model does not know are kept', () => {
  const file = webNetworkFile();
  Object.assign(file.Vpcs?.[0], { BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' }, Surprise: 1 });
  expect(ec2With(file).call('DescribeVpcs').Vpcs[0]).toMatchObject({
    BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
    Surprise: 1,
  });
});

describe('a bad network is refused with what is wrong', () => {
  const file = webNetworkFile();
  const without = (key: string) => ({ ...file, [key]: [] });
  const changed = (key: string, change: object) => ({
    ...file,
    [key]: [{ ...file[key]?.[0], ...change }, ...(file[key]?.slice(1) ?? [])],
  });

  test.each([
    ['no object', [], 'must be one JSON object'],
    ['no list', { Vpcs: {} }, 'Vpcs must be a list'],
    ['a key of nothing', { SecurityGroup: [] }, 'SecurityGroup is not a key of any EC2 Describe response'],
    ['a missing VPC', without('Vpcs'), `${WEB.publicSubnet} refers to ${WEB.vpc} as its VpcId`],
    ['a missing subnet', without('Subnets'), 'refers to subnet-'],
    ['a missing group', without('SecurityGroups'), 'but the network has no such security group'],
    ['a missing instance', without('Reservations'), 'as its InstanceId'],
    ['no route table', without('RouteTables'), `${WEB.publicSubnet} has no route table`],
    ['no ACL', without('NetworkAcls'), `${WEB.publicSubnet} has no network ACL`],
    [
      'an entry of an ACL that says too little',
      changed('NetworkAcls', { Entries: [{ RuleNumber: 1 }] }),
      `${WEB.acl} has an entry without`,
    ],
    ['a bad block', changed('Subnets', { CidrBlock: '10.0.0.0' }), `${WEB.publicSubnet} has the CidrBlock "10.0.0.0"`],
    [
      'a wrong type',
      changed('Subnets', { MapPublicIpOnLaunch: 'yes' }),
      'Subnets[0].MapPublicIpOnLaunch is "yes", but must be true or false',
    ],
    [
      'an id of another kind',
      changed('Vpcs', { VpcId: 'subnet-1' }),
      'Vpcs[0] has the id "subnet-1", but an id there must start with "vpc-"',
    ],
    ['the same id twice', { ...file, Vpcs: [file.Vpcs?.[0], file.Vpcs?.[0]] }, `${WEB.vpc} appears more than once`],
    [
      'a bad date',
      changed('NetworkInterfaces', { Attachment: { AttachTime: 'soon' } }),
      'AttachTime is "soon", but must be a date',
    ],
    [
      'a prefix list without entries that a route uses',
      {
        ...changed('RouteTables', { Routes: [{ DestinationPrefixListId: 'pl-1', GatewayId: WEB.igw }] }),
        PrefixLists: [{ PrefixListId: 'pl-1' }],
      },
      'pl-1 has no Entries, but is used',
    ],
  ])('%s', (_, bad, message) => {
    expect(() => ec2With(bad)).toThrow(message);
  });
});

test('resources that EC2 has and the model does not are reported', () => {
  const lines: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => Boolean(lines.push(String(line))));
  ec2With({
    ...webNetworkFile(),
    TransitGateways: [],
    PrefixLists: [{ PrefixListId: 'pl-1', PrefixListName: 'unused' }],
  });
  write.mockRestore();
  expect(lines.join('')).toMatch(/TransitGateways are not modelled/);
  expect(lines.join('')).toMatch(/pl-1 has no Entries and is left out/);
});
