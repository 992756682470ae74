import { loadNetwork } from '../../../../reachability/network/load/load-network';
import {
  ec2With,
  errorCodeOf,
  HTTPS_OUT,
  TO_INTERNET,
  WEB,
  webNetworkFile,
} from '../../../../testing/networks/web-network';

type File = ReturnType<typeof webNetworkFile>;

/** The merged output of all Describe calls, as the AWS CLI prints it. */
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

/** AWS promises no order of the lists in its responses. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inOrder(part)]));
  const text = (part: unknown) => String(JSON.stringify(part));
  return value.map(inOrder).sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

test('the output of the Describe calls can be loaded again, and gives the same output', async () => {
  const first = ec2With();
  first.call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
  first.call('AuthorizeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
  first.call('AllocateAddress');
  const second = ec2With(dump(first.call));
  expect(inOrder(dump(second.call))).toEqual(inOrder(dump(first.call)));
  expect(await second.analyze(TO_INTERNET)).toMatchObject({ NetworkPathFound: true });
});

test('rules without ids get stable ones', () => {
  const rules = () => ec2With().call('DescribeSecurityGroupRules').SecurityGroupRules;
  expect(rules()).toEqual(rules());
  expect(rules()[0].SecurityGroupRuleId).toMatch(/^sgr-[0-9a-f]{17}$/);
});

test('a protocol may be a number or in capitals', async () => {
  const file = webNetworkFile();
  const rule = { GroupId: WEB.batchGroup, FromPort: 443, ToPort: 443, CidrIpv4: '0.0.0.0/0' };
  file.SecurityGroupRules = [
    { ...rule, SecurityGroupRuleId: 'sgr-1', IsEgress: false, IpProtocol: '6' },
    { ...rule, SecurityGroupRuleId: 'sgr-2', IsEgress: true, IpProtocol: 'TCP' },
  ];
  const path = { Source: WEB.webServer, Destination: WEB.batch, Protocol: 'tcp', DestinationPort: 443 };
  expect(await ec2With(file).analyze(path)).toMatchObject({ NetworkPathFound: true });
});

test('instances may be listed without reservations, and interfaces only inside them', async () => {
  const { Reservations, NetworkInterfaces, ...file } = webNetworkFile();
  const Instances = (Reservations ?? [])
    .flatMap((reservation) => reservation.Instances)
    .map((instance) => ({
      ...instance,
      NetworkInterfaces: NetworkInterfaces?.filter(
        (networkInterface) => networkInterface.Attachment.InstanceId === instance.InstanceId,
      ),
    }));
  expect(await ec2With({ ...file, Instances }).analyze(TO_INTERNET)).toMatchObject({ NetworkPathFound: true });
});

test('fields of EC2 that the model does not use are kept', () => {
  const file = webNetworkFile();
  const fields = { BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' }, InstanceTenancy: 'dedicated' };
  Object.assign(file.Vpcs?.[0], fields);
  expect(ec2With(file).call('DescribeVpcs').Vpcs[0]).toMatchObject(fields);
});

it('a field that resembles none of EC2 is left out, and named once', () => {
  const file = webNetworkFile();
  for (const subnet of file.Subnets ?? []) Object.assign(subnet, { Region: 'eu-central-1' });
  const warnings: string[] = [];
  loadNetwork(file, '123456789012', (line) => warnings.push(line));
  expect(warnings).toEqual(["Region is not a field of EC2's Subnet and is left out."]);
});

describe('a field that misspells one of EC2 is refused with its place, its resource and the right field', () => {
  const renamed = (item: Record<string, unknown>, from: string, to: string) => {
    item[to] = item[from];
    delete item[from];
  };
  test.each<[string, (file: File) => void, string]>([
    [
      'of a resource',
      (file) => renamed(file.Subnets?.[0], 'CidrBlock', 'CidrBlok'),
      `Subnets[0].CidrBlok of ${WEB.publicSubnet} is not a field of EC2's Subnet. Did you mean CidrBlock?`,
    ],
    [
      'in other capitals',
      (file) => renamed(file.Vpcs?.[0], 'CidrBlock', 'CIDRBlock'),
      `Vpcs[0].CIDRBlock of ${WEB.vpc} is not a field of EC2's Vpc. Did you mean CidrBlock?`,
    ],
    [
      'deep inside',
      (file) => renamed(file.RouteTables?.[0].Routes[0], 'DestinationCidrBlock', 'DestinationCidr'),
      `RouteTables[0].Routes[0].DestinationCidr of ${WEB.mainTable} is not a field of EC2's Route. Did you mean DestinationCidrBlock?`,
    ],
    [
      'of an entry of a prefix list',
      (file) => Object.assign(file, { PrefixLists: [{ PrefixListId: 'pl-1', Entries: [{ Cidrs: '10.0.0.0/8' }] }] }),
      "PrefixLists[0].Entries[0].Cidrs of pl-1 is not a field of EC2's PrefixListEntry. Did you mean Cidr?",
    ],
    [
      'of a resource that the model reads only in part',
      (file) => Object.assign(file, { VpcEndpoints: [{ VpcEndpointId: 'vpce-1', VpcEndpointTyp: 'Gateway' }] }),
      "VpcEndpoints[0].VpcEndpointTyp is not a field of EC2's VpcEndpoint. Did you mean VpcEndpointType?",
    ],
  ])('%s', (_, change, message) => {
    const file = webNetworkFile();
    change(file);
    expect(() => ec2With(file)).toThrow(message);
  });
});

describe('an invalid network is refused with the reason', () => {
  const file = webNetworkFile();
  const without = (key: string) => ({ ...file, [key]: [] });
  const changed = (key: string, change: object) => ({
    ...file,
    [key]: [{ ...file[key]?.[0], ...change }, ...(file[key]?.slice(1) ?? [])],
  });

  test.each([
    ['no object', [], 'must be one JSON object'],
    ['no list', { Vpcs: {} }, 'Vpcs must be a list'],
    [
      'a misspelt key',
      { securityGroup: [] },
      'securityGroup is not a key of any Describe response; it is spelled SecurityGroups',
    ],
    ['a missing VPC', without('Vpcs'), `${WEB.publicSubnet} refers to ${WEB.vpc} as its VpcId`],
    ['a missing subnet', without('Subnets'), 'refers to subnet-'],
    ['a missing group', without('SecurityGroups'), 'but the network has no such security group'],
    ['a missing instance', without('Reservations'), 'as its InstanceId'],
    ['no route table', without('RouteTables'), `${WEB.publicSubnet} has no route table`],
    ['no ACL', without('NetworkAcls'), `${WEB.publicSubnet} has no network ACL`],
    [
      'an incomplete entry of a network ACL',
      changed('NetworkAcls', { Entries: [{ RuleNumber: 1 }] }),
      `${WEB.acl} has an entry without`,
    ],
    ['a bad block', changed('Subnets', { CidrBlock: '10.0.0.0' }), `${WEB.publicSubnet} has the CidrBlock "10.0.0.0"`],
    [
      'a wrong type',
      changed('Subnets', { MapPublicIpOnLaunch: 'yes' }),
      `Subnets[0].MapPublicIpOnLaunch of ${WEB.publicSubnet} is "yes", but must be true or false`,
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
      `Attachment.AttachTime of ${WEB.webInterface} is "soon", but must be a date`,
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

/** Each would open or close paths, as if it were missing. */
describe('a value that EC2 never shows is refused with its place, its field and what would be right', () => {
  const BLOCK = 'an IPv4 block such as 10.0.0.0/16';
  const acl = (change: object) => (file: File) => {
    file.NetworkAcls?.[0].Entries.unshift({
      ...{ CidrBlock: '0.0.0.0/0', Egress: true, Protocol: '-1', RuleAction: 'deny', RuleNumber: 7 },
      ...change,
    });
  };
  const rule = (change: object) => (file: File) => {
    file.SecurityGroups?.[0].IpPermissions.unshift({
      ...{ IpProtocol: 'tcp', FromPort: 1, ToPort: 2, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
      ...change,
    });
  };
  const route = (change: object) => (file: File) => {
    file.RouteTables?.find((table) => table.RouteTableId === WEB.publicTable).Routes.push(change);
  };
  const networkInterface = (change: object) => (file: File) => {
    Object.assign(
      file.NetworkInterfaces?.find((networkInterface) => networkInterface.NetworkInterfaceId === WEB.webInterface),
      change,
    );
  };
  const entry = `Entry 7 of ${WEB.acl} has the`;
  const ports = 'from a lower to a higher port, within 0-65535';
  const outside = 'in the block 10.0.1.0/24 of its subnet';

  test.each<[string, (file: File) => void, string]>([
    ['an entry’s block', acl({ CidrBlock: '0.0.0.0/99' }), `${entry} CidrBlock "0.0.0.0/99", but it must be ${BLOCK}`],
    ['an entry’s protocol', acl({ Protocol: 'tcp?' }), `${entry} Protocol "tcp?", but it must be tcp, udp`],
    ['an entry’s action', acl({ RuleAction: 'maybe' }), `${entry} RuleAction "maybe", but it must be allow or deny`],
    ['an entry’s ports', acl({ PortRange: { From: 9, To: 8 } }), `${entry} PortRange "9-8", but it must be ${ports}`],
    [
      'an entry without ports',
      acl({ Protocol: '6' }),
      `${entry} PortRange "undefined-undefined", but it must be ${ports}`,
    ],
    ['an entry without protocol', acl({ Protocol: undefined }), `${entry} Protocol undefined, but it must be tcp, udp`],
    [
      'a permission without protocol',
      rule({ IpProtocol: undefined }),
      `${WEB.webGroup} has a permission without IpProtocol`,
    ],
    [
      'a rule without ports',
      rule({ FromPort: undefined }),
      `has the FromPort and ToPort "-1-2", but it must be ${ports}`,
    ],
    [
      'a subnet’s block',
      (file) => Object.assign(file.Subnets?.[0], { CidrBlock: '10.1.0.0/24' }),
      `${WEB.publicSubnet} has the CidrBlock "10.1.0.0/24", but it must be in a block of ${WEB.vpc}`,
    ],
    ['no block', acl({ CidrBlock: undefined }), `Entry 7 of ${WEB.acl} has neither CidrBlock nor Ipv6CidrBlock`],
    ['a rule’s block', rule({ IpRanges: [{ CidrIp: '10.0.0.0/99' }] }), `has the CidrIpv4 "10.0.0.0/99", but it must`],
    [
      'a rule’s ports',
      rule({ FromPort: 500, ToPort: 443 }),
      `has the FromPort and ToPort "500-443", but it must be ${ports}`,
    ],
    ['a rule’s protocol', rule({ IpProtocol: '256' }), 'has the IpProtocol "256", but it must be tcp, udp'],
    [
      'a route’s block',
      route({ DestinationCidrBlock: '0.0.0.0', GatewayId: WEB.igw }),
      `"0.0.0.0", but it must be ${BLOCK}`,
    ],
    [
      'a route without a destination',
      route({ GatewayId: WEB.igw }),
      `${WEB.publicTable} has a route without a destination`,
    ],
    [
      'a route to a target that does not exist',
      route({ DestinationCidrBlock: '8.8.8.0/24', NatGatewayId: 'nat-1' }),
      `${WEB.publicTable} refers to nat-1 as its NatGatewayId, but the network has no such Nat Gateway`,
    ],
    [
      'a peering connection that does not exist',
      route({ DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-1' }),
      `${WEB.publicTable} refers to pcx-1 as its VpcPeeringConnectionId`,
    ],
    [
      'an address',
      networkInterface({ PrivateIpAddress: '10.0.1.999' }),
      '"10.0.1.999", but it must be an IPv4 address',
    ],
    [
      'an address outside the subnet',
      networkInterface({ PrivateIpAddress: '10.0.2.10' }),
      `"10.0.2.10", but it must be ${outside}`,
    ],
    [
      'a public address',
      networkInterface({ Association: { PublicIp: '203.0.113' } }),
      'PublicIp "203.0.113", but it must',
    ],
    [
      'two main route tables',
      (file) => {
        file.RouteTables?.[1].Associations.push({ Main: true });
      },
      `are both the main route table of ${WEB.vpc}, but there can be only one`,
    ],
    [
      'two route tables of a subnet',
      (file) => {
        file.RouteTables?.[0].Associations.push({ SubnetId: WEB.publicSubnet });
      },
      `are both the route table of ${WEB.publicSubnet}`,
    ],
    [
      'two network ACLs of a subnet',
      (file) => {
        const Associations = [{ SubnetId: WEB.publicSubnet }];
        file.NetworkAcls?.push({ NetworkAclId: 'acl-2', VpcId: WEB.vpc, Entries: [], Associations });
      },
      `are both the network ACL of ${WEB.publicSubnet}`,
    ],
  ])('%s', (_, change, message) => {
    const file = webNetworkFile();
    change(file);
    expect(() => ec2With(file)).toThrow(message);
  });

  test('the target of a blackhole and an internet gateway may be missing', () => {
    const file = webNetworkFile();
    route({ DestinationCidrBlock: '8.8.8.0/24', NatGatewayId: 'nat-1', State: 'blackhole' })(file);
    route({ DestinationCidrBlock: '8.8.4.0/24', GatewayId: 'igw-elsewhere' })(file);
    expect(() => ec2With(file)).not.toThrow();
  });
});

test('a resource that the file has but that cannot be an end of a path is refused as unsupported', () => {
  const file = {
    ...webNetworkFile(),
    VpcEndpoints: [{ VpcEndpointId: 'vpce-1' }],
    TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-1' }],
  };
  const create = (Destination: string) => () =>
    ec2With(file).call('CreateNetworkInsightsPath', { ...TO_INTERNET, Destination });
  for (const id of ['vpce-1', 'tgw-attach-1']) {
    expect(errorCodeOf(create(id))).toBe('UnsupportedOperation');
    expect(create(id)).toThrow(`The sandbox analyzes no path that begins or ends at ${id}`);
  }
  expect(errorCodeOf(create('vpce-2'))).toBe('NetworkInsightsDestination.NotFound');
});

test('resources under other keys are kept and reported', () => {
  const lines = warningsOf({
    LoadBalancers: [{ LoadBalancerName: 'web' }],
    VpcEndpoints: [],
    Account: '123456789012',
    Region: 'us-east-1',
    ExportedAt: 'today',
  });
  expect(lines).toEqual([expect.stringContaining('LoadBalancers are not modelled')]);
});

test('resources that the model leaves out are reported', () => {
  const PrefixLists = [{ PrefixListId: 'pl-1', PrefixListName: 'unused' }];
  const lines = warningsOf({ TransitGateways: [{ TransitGatewayId: 'tgw-1' }], PrefixLists });
  expect(lines.join('')).toMatch(/TransitGateways are not modelled/);
  expect(lines.join('')).toMatch(/pl-1 has no Entries and is left out/);
});

/** The warnings from loading the web network together with `more`. */
function warningsOf(more: object): string[] {
  const lines: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => Boolean(lines.push(String(line))));
  ec2With({ ...webNetworkFile(), ...more });
  write.mockRestore();
  return lines;
}
