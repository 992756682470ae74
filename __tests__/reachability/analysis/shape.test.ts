import type { PathComponent } from '@aws-sdk/client-ec2';
import { ec2With } from '../../../testing/networks/web-network';

/**
 * The only analysis of a reachable path that AWS documents in full, with its network: Example 2 of
 * https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html
 * The example has two versions of an address and of an instance id. Here it is the version that is
 * nearer to the internet.
 */
const ID = {
  igw: 'igw-0797cccdc9d73b0e5',
  vpc: 'vpc-f1663d98ad28331c7',
  subnet: 'subnet-004ff41eccb4d1194',
  acl: 'acl-04fbcfb79260f6c5b',
  group: 'sg-02f0d35a850ba727f',
  interface: 'eni-0a25edef15a6cc08c',
  instance: 'i-0495d385ad28331c7',
  table: 'rtb-0d49a54c0a8c0bd9b',
};
const NETWORK = {
  Vpcs: [{ VpcId: ID.vpc, CidrBlock: '10.0.0.0/16' }],
  Subnets: [{ SubnetId: ID.subnet, VpcId: ID.vpc, CidrBlock: '10.0.2.0/24' }],
  InternetGateways: [{ InternetGatewayId: ID.igw, Attachments: [{ VpcId: ID.vpc, State: 'available' }] }],
  NetworkAcls: [
    {
      NetworkAclId: ID.acl,
      VpcId: ID.vpc,
      IsDefault: true,
      Entries: [true, false].map((Egress) => ({
        CidrBlock: '0.0.0.0/0',
        Egress,
        Protocol: '-1',
        RuleAction: 'allow',
        RuleNumber: 100,
      })),
    },
  ],
  RouteTables: [
    {
      RouteTableId: ID.table,
      VpcId: ID.vpc,
      Associations: [{ Main: true }],
      Routes: [
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
        { DestinationCidrBlock: '0.0.0.0/0', GatewayId: ID.igw, Origin: 'CreateRoute' },
      ],
    },
  ],
  SecurityGroups: [
    {
      GroupId: ID.group,
      GroupName: 'ssh',
      VpcId: ID.vpc,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    },
  ],
  Instances: [{ InstanceId: ID.instance, State: { Name: 'running' } }],
  NetworkInterfaces: [
    {
      NetworkInterfaceId: ID.interface,
      SubnetId: ID.subnet,
      PrivateIpAddress: '10.0.2.87',
      Association: { PublicIp: '34.230.71.227' },
      Attachment: { InstanceId: ID.instance, Status: 'attached' },
      Groups: [{ GroupId: ID.group }],
    },
  ],
};

const TYPES = {
  igw: 'internet-gateway',
  acl: 'network-acl',
  sg: 'security-group',
  eni: 'network-interface',
  i: 'instance',
};
const typeOf = (id: string) => ({ ...TYPES, rtb: 'route-table' })[id.split('-')[0] as 'igw'] ?? id.split('-')[0];
const named = (Id: string) => ({ Id, Arn: expect.stringMatching(new RegExp(`^arn:aws:ec2:.*:${typeOf(Id)}/${Id}$`)) });
const hop = (SequenceNumber: number, id: string, details: object = {}) => ({
  SequenceNumber,
  Component: named(id),
  AdditionalDetails: [],
  Explanations: [],
  ...details,
});
const port = (From: number, To = From) => [{ From, To }];
/** AWS shows the first three components. These two are always part of the path too. */
const INTERNET = expect.arrayContaining(['0.0.0.0/5', '11.0.0.0/8', '12.0.0.0/6']);
const ANY_PORT = port(0, 65_535);
const request = (destination: string) => ({
  DestinationAddresses: [destination],
  DestinationPortRanges: port(22),
  Protocol: '6',
  SourceAddresses: INTERNET,
  SourcePortRanges: ANY_PORT,
});
const answer = (source: string) => ({
  DestinationAddresses: INTERNET,
  DestinationPortRanges: ANY_PORT,
  Protocol: '6',
  SourceAddresses: [source],
  SourcePortRanges: port(22),
});
const Vpc = named(ID.vpc);
const attached = { AttachedTo: named(ID.instance), Subnet: named(ID.subnet), Vpc };
const aclRule = (Egress: boolean) => ({
  AclRule: { Cidr: '0.0.0.0/0', Egress, Protocol: 'all', RuleAction: 'allow', RuleNumber: 100 },
});

/** As a client receives it: without members that have no value. */
const onTheWire = (components: PathComponent[] | undefined) => JSON.parse(JSON.stringify(components));

test('a reachable path has the shape that AWS shows', async () => {
  const result = await ec2With(NETWORK).analyze({
    Source: ID.igw,
    Destination: ID.instance,
    Protocol: 'tcp',
    FilterAtSource: { DestinationPortRange: { FromPort: 22, ToPort: 22 } },
  });
  expect(result).toMatchObject({ Status: 'succeeded', NetworkPathFound: true });
  expect(onTheWire(result.ForwardPathComponents)).toEqual([
    hop(1, ID.igw, {
      InboundHeader: request('34.230.71.227/32'),
      OutboundHeader: { DestinationAddresses: ['10.0.2.87/32'] },
      Vpc,
    }),
    hop(2, ID.acl, aclRule(false)),
    hop(3, ID.group, {
      SecurityGroupRule: { Cidr: '0.0.0.0/0', Direction: 'ingress', PortRange: { From: 22, To: 22 }, Protocol: 'tcp' },
    }),
    hop(4, ID.interface, attached),
    hop(5, ID.instance, { InboundHeader: request('10.0.2.87/32') }),
  ]);
  expect(onTheWire(result.ReturnPathComponents)).toEqual([
    hop(1, ID.instance, { OutboundHeader: answer('10.0.2.87/32') }),
    hop(2, ID.interface, attached),
    hop(3, ID.group),
    hop(4, ID.acl, aclRule(true)),
    hop(5, ID.table, {
      RouteTableRoute: { DestinationCidr: '0.0.0.0/0', GatewayId: ID.igw, Origin: 'createroute', State: 'active' },
    }),
    hop(6, ID.igw, { OutboundHeader: answer('34.230.71.227/32'), Vpc }),
  ]);
});

test('a rule names a security group only if it refers to one', async () => {
  const [group] = NETWORK.SecurityGroups;
  const UserIdGroupPairs = [{ GroupId: ID.group }];
  const permission = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, UserIdGroupPairs };
  const [own] = NETWORK.NetworkInterfaces;
  const other = {
    NetworkInterfaceId: 'eni-2',
    SubnetId: ID.subnet,
    PrivateIpAddress: '10.0.2.88',
    Groups: own?.Groups,
  };
  const file = {
    ...NETWORK,
    SecurityGroups: [
      { ...group, IpPermissions: [permission], IpPermissionsEgress: [{ ...permission, IpProtocol: '-1' }] },
    ],
    NetworkInterfaces: [own, other],
  };
  const path = { Source: ID.interface, Destination: 'eni-2', Protocol: 'tcp', DestinationPort: 22 };
  const { ForwardPathComponents, ReturnPathComponents } = await ec2With(file).analyze(path);
  const rules = onTheWire(ForwardPathComponents).flatMap((it: PathComponent) => it.SecurityGroupRule ?? []);
  expect(rules).toEqual([
    { SecurityGroupId: ID.group, Direction: 'egress', Protocol: 'all' },
    { SecurityGroupId: ID.group, Direction: 'ingress', Protocol: 'tcp', PortRange: { From: 22, To: 22 } },
  ]);
  expect(JSON.stringify(ReturnPathComponents)).not.toContain('SecurityGroupRule');
});

test('a local route has the origin CreateRouteTable', async () => {
  const routes = ec2With(NETWORK).call('DescribeRouteTables').RouteTables[0].Routes;
  expect(routes).toMatchObject([
    { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
    { GatewayId: ID.igw, Origin: 'CreateRoute', State: 'active' },
  ]);
});

/** The paths between interfaces that AWS documents have no instances. */
test('the instance is a component only if the path names it', async () => {
  const kinds = async (path: object) => {
    const { ForwardPathComponents } = await ec2With(NETWORK).analyze({ Source: ID.igw, Protocol: 'tcp', ...path });
    return ForwardPathComponents?.map((it) => it.Component?.Id?.split('-')[0]).join(' ');
  };
  const DestinationPort = 22;
  expect(await kinds({ Destination: ID.instance, DestinationPort })).toBe('igw acl sg eni i');
  expect(await kinds({ Destination: ID.interface, DestinationPort })).toBe('igw acl sg eni');
});
