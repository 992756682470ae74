/** A network in which each kind of change closes or opens a path, in the shapes of EC2's Describe responses. */

export const NET = {
  vpc: 'vpc-0aa00000000000001',
  gateway: 'igw-0aa00000000000001',
  publicSubnet: 'subnet-0aa00000000000001',
  edgeSubnet: 'subnet-0aa00000000000002',
  /** The main table leads to the internet, so that an association can cut off a subnet. */
  mainTable: 'rtb-0aa00000000000001',
  publicTable: 'rtb-0aa00000000000002',
  localTable: 'rtb-0aa00000000000003',
  acl: 'acl-0aa00000000000001',
  webGroup: 'sg-0aa00000000000001',
  dbGroup: 'sg-0aa00000000000002',
  list: 'pl-0aa00000000000001',
  web: 'i-0aa00000000000001',
  webInterface: 'eni-0aa00000000000001',
  db: 'i-0aa00000000000002',
  dbInterface: 'eni-0aa00000000000002',
  edge: 'i-0aa00000000000003',
  edgeInterface: 'eni-0aa00000000000003',
  /** Its subnet has no route to the internet. */
  isolated: 'i-0aa00000000000004',
  isolatedSubnet: 'subnet-0aa00000000000003',
  peering: 'pcx-0aa00000000000001',
  /** Not associated with an interface. */
  spareAddress: 'eipalloc-0aa00000000000009',
  /** A VPC without a public address, whose gateway can be detached. */
  quietVpc: 'vpc-0bb00000000000001',
  quietGateway: 'igw-0bb00000000000001',
  quiet: 'i-0bb00000000000001',
  /** A VPC whose gateway exists but is not attached. */
  closedVpc: 'vpc-0cc00000000000001',
  spareGateway: 'igw-0cc00000000000001',
} as const;

const OWNER = '123456789012';

function vpc(VpcId: string, CidrBlock: string) {
  return { VpcId, CidrBlock, OwnerId: OWNER, State: 'available', IsDefault: false, InstanceTenancy: 'default' };
}

function subnet(SubnetId: string, VpcId: string, CidrBlock: string) {
  return { SubnetId, VpcId, CidrBlock, OwnerId: OWNER, AvailabilityZone: 'us-east-1a', State: 'available' };
}

function routeTable(RouteTableId: string, VpcId: string, local: string, gateway?: string, associations: object[] = []) {
  const toInternet = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway, Origin: 'CreateRoute', State: 'active' };
  return {
    RouteTableId,
    VpcId,
    OwnerId: OWNER,
    PropagatingVgws: [],
    Associations: associations.map((association) => ({
      RouteTableId,
      AssociationState: { State: 'associated' },
      ...association,
    })),
    Routes: [
      { DestinationCidrBlock: local, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
      ...(gateway ? [toInternet] : []),
    ],
  };
}

const MAIN = { Main: true };

function networkAcl(NetworkAclId: string, VpcId: string, subnets: readonly string[]) {
  const all = { CidrBlock: '0.0.0.0/0', Protocol: '-1' };
  return {
    NetworkAclId,
    VpcId,
    OwnerId: OWNER,
    IsDefault: true,
    Associations: subnets.map((SubnetId, n) => ({
      NetworkAclAssociationId: `aclassoc-0${n}${SubnetId.slice(9)}`,
      NetworkAclId,
      SubnetId,
    })),
    Entries: [true, false].flatMap((Egress) => [
      { ...all, Egress, RuleNumber: 100, RuleAction: 'allow' },
      { ...all, Egress, RuleNumber: 32767, RuleAction: 'deny' },
    ]),
  };
}

function machine(
  InstanceId: string,
  NetworkInterfaceId: string,
  SubnetId: string,
  VpcId: string,
  group: string,
  address: string,
) {
  const attachment = {
    AttachmentId: NetworkInterfaceId.replace('eni', 'eni-attach'),
    DeleteOnTermination: true,
    DeviceIndex: 0,
    Status: 'attached',
  };
  return {
    instance: { InstanceId, SubnetId, VpcId, PrivateIpAddress: address, State: { Code: 16, Name: 'running' } },
    networkInterface: {
      NetworkInterfaceId,
      SubnetId,
      VpcId,
      OwnerId: OWNER,
      InterfaceType: 'interface',
      Status: 'in-use',
      SourceDestCheck: true,
      Attachment: { ...attachment, InstanceId },
      Groups: [{ GroupId: group }],
      PrivateIpAddress: address,
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
    },
  };
}

function withPublicAddress({ instance, networkInterface }: ReturnType<typeof machine>, PublicIp: string) {
  const Association = { PublicIp, IpOwnerId: 'amazon' };
  const PrivateIpAddresses = networkInterface.PrivateIpAddresses.map((address) => ({ ...address, Association }));
  return { instance, networkInterface: { ...networkInterface, Association, PrivateIpAddresses } };
}

const OPEN = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

function group(GroupId: string, VpcId: string, more: object) {
  return {
    GroupId,
    GroupName: GroupId,
    Description: GroupId,
    VpcId,
    OwnerId: OWNER,
    IpPermissions: [],
    IpPermissionsEgress: [],
    ...more,
  };
}

export function undoNetwork() {
  const web = machine(NET.web, NET.webInterface, NET.publicSubnet, NET.vpc, NET.webGroup, '10.0.1.10');
  const db = machine(NET.db, NET.dbInterface, NET.edgeSubnet, NET.vpc, NET.dbGroup, '10.0.2.20');
  const edge = machine(NET.edge, NET.edgeInterface, NET.edgeSubnet, NET.vpc, NET.webGroup, '10.0.2.30');
  const quiet = machine(
    NET.quiet,
    'eni-0bb00000000000001',
    'subnet-0bb00000000000001',
    NET.quietVpc,
    'sg-0bb00000000000001',
    '10.1.1.10',
  );
  const isolated = machine(
    NET.isolated,
    'eni-0aa00000000000004',
    NET.isolatedSubnet,
    NET.vpc,
    NET.webGroup,
    '10.0.3.40',
  );
  const machines = [
    withPublicAddress(web, '203.0.113.10'),
    withPublicAddress(isolated, '203.0.113.40'),
    db,
    edge,
    quiet,
  ];
  return {
    Vpcs: [vpc(NET.vpc, '10.0.0.0/16'), vpc(NET.quietVpc, '10.1.0.0/16'), vpc(NET.closedVpc, '10.2.0.0/16')],
    Subnets: [
      subnet(NET.publicSubnet, NET.vpc, '10.0.1.0/24'),
      subnet(NET.edgeSubnet, NET.vpc, '10.0.2.0/24'),
      subnet(NET.isolatedSubnet, NET.vpc, '10.0.3.0/24'),
      subnet('subnet-0bb00000000000001', NET.quietVpc, '10.1.1.0/24'),
    ],
    InternetGateways: [
      { InternetGatewayId: NET.gateway, OwnerId: OWNER, Attachments: [{ VpcId: NET.vpc, State: 'available' }] },
      {
        InternetGatewayId: NET.quietGateway,
        OwnerId: OWNER,
        Attachments: [{ VpcId: NET.quietVpc, State: 'available' }],
      },
      { InternetGatewayId: NET.spareGateway, OwnerId: OWNER, Attachments: [] },
    ],
    RouteTables: [
      routeTable(NET.mainTable, NET.vpc, '10.0.0.0/16', NET.gateway, [
        { RouteTableAssociationId: 'rtbassoc-0aa00000000000001', ...MAIN },
      ]),
      routeTable(NET.publicTable, NET.vpc, '10.0.0.0/16', NET.gateway, [
        { RouteTableAssociationId: 'rtbassoc-0aa00000000000002', Main: false, SubnetId: NET.publicSubnet },
      ]),
      routeTable(NET.localTable, NET.vpc, '10.0.0.0/16', undefined, [
        { RouteTableAssociationId: 'rtbassoc-0aa00000000000003', Main: false, SubnetId: NET.isolatedSubnet },
      ]),
      routeTable('rtb-0bb00000000000001', NET.quietVpc, '10.1.0.0/16', NET.quietGateway, [
        { RouteTableAssociationId: 'rtbassoc-0bb00000000000001', ...MAIN },
      ]),
    ],
    NetworkAcls: [
      networkAcl(NET.acl, NET.vpc, [NET.publicSubnet, NET.edgeSubnet, NET.isolatedSubnet]),
      networkAcl('acl-0bb00000000000001', NET.quietVpc, ['subnet-0bb00000000000001']),
    ],
    VpcPeeringConnections: [
      {
        VpcPeeringConnectionId: NET.peering,
        Status: { Code: 'active' },
        RequesterVpcInfo: { VpcId: NET.vpc, CidrBlock: '10.0.0.0/16', OwnerId: OWNER },
        AccepterVpcInfo: { VpcId: NET.quietVpc, CidrBlock: '10.1.0.0/16', OwnerId: OWNER },
      },
    ],
    ManagedPrefixLists: [
      {
        PrefixListId: NET.list,
        PrefixListName: 'offices',
        AddressFamily: 'IPv4',
        MaxEntries: 10,
        Version: 1,
        OwnerId: OWNER,
        State: 'create-complete',
        Entries: [{ Cidr: '198.51.100.0/24', Description: 'office' }],
      },
    ],
    SecurityGroups: [
      group(NET.webGroup, NET.vpc, {
        IpPermissionsEgress: [
          {
            IpProtocol: 'tcp',
            FromPort: 443,
            ToPort: 443,
            IpRanges: [{ CidrIp: '0.0.0.0/0', Description: "the web's own" }],
          },
          { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, PrefixListIds: [{ PrefixListId: NET.list }] },
          {
            IpProtocol: 'tcp',
            FromPort: 5432,
            ToPort: 5433,
            UserIdGroupPairs: [{ GroupId: NET.dbGroup, UserId: OWNER }],
          },
        ],
      }),
      group(NET.dbGroup, NET.vpc, {
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 5432,
            ToPort: 5432,
            UserIdGroupPairs: [{ GroupId: NET.webGroup, UserId: OWNER, Description: 'web' }],
          },
          { IpProtocol: 'tcp', FromPort: 6432, ToPort: 6432, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
        ],
        IpPermissionsEgress: [OPEN],
      }),
      group('sg-0bb00000000000001', NET.quietVpc, { IpPermissions: [OPEN], IpPermissionsEgress: [OPEN] }),
    ],
    NetworkInterfaces: machines.map(({ networkInterface }) => networkInterface),
    Instances: machines.map(({ instance }) => instance),
    Addresses: [{ AllocationId: NET.spareAddress, PublicIp: '203.0.113.99', Domain: 'vpc' }],
  };
}
