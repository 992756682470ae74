import { ec2With } from './web-network';

// Describe responses are changed freely here.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type File = Record<string, any[]>;

/** Two VPCs, with as few keys as a person would write, in which every group and network ACL is open. Tests change one thing. */
export function openNetwork(): File {
  const everything = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  const allow = { CidrBlock: '0.0.0.0/0', Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 };
  const Entries = [
    { ...allow, Egress: true },
    { ...allow, Egress: false },
  ];
  const open = { IpPermissions: everything, IpPermissionsEgress: everything };
  const at = (id: string, SubnetId: string, PrivateIpAddress: string, group: string) => ({
    NetworkInterfaceId: id,
    SubnetId,
    PrivateIpAddress,
    Attachment: { Status: 'attached' },
    Groups: [{ GroupId: group }],
  });
  return {
    Vpcs: [
      { VpcId: 'vpc-a', CidrBlock: '10.0.0.0/16' },
      { VpcId: 'vpc-b', CidrBlock: '10.1.0.0/16' },
    ],
    Subnets: [
      { SubnetId: 'subnet-public', VpcId: 'vpc-a', CidrBlock: '10.0.1.0/24' },
      { SubnetId: 'subnet-private', VpcId: 'vpc-a', CidrBlock: '10.0.2.0/24' },
      { SubnetId: 'subnet-b', VpcId: 'vpc-b', CidrBlock: '10.1.1.0/24' },
    ],
    RouteTables: [
      {
        RouteTableId: 'rtb-public',
        VpcId: 'vpc-a',
        Associations: [{ SubnetId: 'subnet-public' }],
        Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-a' }],
      },
      {
        RouteTableId: 'rtb-private',
        VpcId: 'vpc-a',
        Associations: [{ SubnetId: 'subnet-private' }],
        Routes: [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-a' }],
      },
      { RouteTableId: 'rtb-b', VpcId: 'vpc-b', Associations: [{ Main: true }], Routes: [] },
    ],
    NetworkAcls: [
      { NetworkAclId: 'acl-a', VpcId: 'vpc-a', IsDefault: true, Entries },
      { NetworkAclId: 'acl-b', VpcId: 'vpc-b', IsDefault: true, Entries },
    ],
    SecurityGroups: [
      { GroupId: 'sg-a', GroupName: 'a', VpcId: 'vpc-a', ...open },
      { GroupId: 'sg-b', GroupName: 'b', VpcId: 'vpc-b', ...open },
    ],
    NetworkInterfaces: [
      { ...at('eni-public', 'subnet-public', '10.0.1.10', 'sg-a'), Association: { PublicIp: '203.0.113.10' } },
      at('eni-private', 'subnet-private', '10.0.2.10', 'sg-a'),
      at('eni-b', 'subnet-b', '10.1.1.10', 'sg-b'),
    ],
    InternetGateways: [{ InternetGatewayId: 'igw-a', Attachments: [{ VpcId: 'vpc-a', State: 'available' }] }],
    NatGateways: [
      {
        NatGatewayId: 'nat-a',
        VpcId: 'vpc-a',
        SubnetId: 'subnet-public',
        State: 'available',
        NatGatewayAddresses: [{ PrivateIp: '10.0.1.40', PublicIp: '203.0.113.40' }],
      },
    ],
    VpcPeeringConnections: [],
  };
}

export const PEERING = {
  VpcPeeringConnectionId: 'pcx-ab',
  RequesterVpcInfo: { VpcId: 'vpc-a', CidrBlock: '10.0.0.0/16' },
  AccepterVpcInfo: { VpcId: 'vpc-b', CidrBlock: '10.1.0.0/16' },
  Status: { Code: 'active' },
};

/** The item of `key` with this id. A test may change it. */
export function item(file: File, key: string, id: string) {
  return file[key]?.find((it) => Object.values(it).includes(id));
}

export function addRoutes(file: File, tableId: string, ...routes: object[]): void {
  item(file, 'RouteTables', tableId).Routes.push(...routes);
}

/** Such as `open`, `blocked: NO_ROUTE_TO_DESTINATION`, `unsupported: tgw-1`. */
export async function verdictOf(file: File, path: object): Promise<string> {
  const result = await ec2With(file).analyze({ Protocol: 'tcp', ...path });
  const explanations = result.Explanations ?? [];
  if (result.Status === 'failed') return `unsupported: ${explanations.map((it) => it.Component?.Id).join(' ')}`;
  if (result.NetworkPathFound) return 'open';
  return `blocked: ${explanations.map((it) => it.ExplanationCode).join(' ')}`;
}

/** A path to an address without a destination, on tcp port 443. */
export function toAddress(Source: string, DestinationAddress: string) {
  return { Source, FilterAtSource: { DestinationAddress, DestinationPortRange: { FromPort: 443, ToPort: 443 } } };
}
