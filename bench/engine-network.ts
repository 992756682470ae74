/**
 * Networks of one VPC with three tiers in three zones: web servers with public addresses, app
 * servers behind NAT gateways, and databases. The same arguments always give the same network, in
 * the shape of a network file.
 */

const ZONES = [0, 1, 2] as const;
const TIERS = ['web', 'app', 'db'] as const;
type Tier = (typeof TIERS)[number];

export const IGW = 'igw-bench';
const VPC = 'vpc-bench';

interface Rule {
  readonly from: number;
  readonly to: number;
  readonly cidr?: string;
  readonly group?: string;
}

/** The rules of groups and network ACLs. */
export interface Filters {
  readonly ingress: (tier: Tier, group: number, groups: number) => readonly Rule[];
  readonly egress: (tier: Tier, group: number, groups: number) => readonly Rule[];
  /** The entries of one direction, in order. */
  readonly entries: readonly (Rule & { readonly isDeny?: boolean })[];
}

export const interfaceId = (tier: Tier, index: number) => `eni-${tier}-${index}`;
const groupId = (tier: Tier, index: number) => `sg-${tier}-${index}`;

/** The number of groups of each tier: altogether half as many as interfaces. */
export const groupsOfTier = (interfaces: number) => Math.max(1, Math.floor(interfaces / 6));

/** @param interfaces a third of them in each tier; at most 9,000. */
export function engineNetwork(interfaces: number, filters: Filters): Record<string, unknown[]> {
  const groups = groupsOfTier(interfaces);
  return {
    Vpcs: [{ VpcId: VPC, CidrBlock: '10.0.0.0/16' }],
    Subnets: TIERS.flatMap((tier) => ZONES.map((zone) => subnet(tier, zone))),
    InternetGateways: [{ InternetGatewayId: IGW, Attachments: [{ VpcId: VPC, State: 'available' }] }],
    NatGateways: ZONES.map(natGateway),
    RouteTables: [webTable(), ...ZONES.map(privateTable)],
    NetworkAcls: [{ NetworkAclId: 'acl-bench', VpcId: VPC, IsDefault: true, Entries: entriesOf(filters) }],
    SecurityGroups: TIERS.flatMap((tier) =>
      Array.from({ length: groups }, (_, index) => securityGroup(tier, index, groups, filters)),
    ),
    NetworkInterfaces: TIERS.flatMap((tier) =>
      Array.from({ length: Math.ceil(interfaces / 3) }, (_, index) => networkInterface(tier, index, groups)),
    ),
  };
}

const subnetId = (tier: Tier, zone: number) => `subnet-${tier}-${zone}`;
/** The third byte of the first address of a subnet, which has 1,024. */
const block = (tier: Tier, zone: number) => (TIERS.indexOf(tier) * ZONES.length + zone) * 4;

function subnet(tier: Tier, zone: number) {
  return { SubnetId: subnetId(tier, zone), VpcId: VPC, CidrBlock: `10.0.${block(tier, zone)}.0/22` };
}

function natGateway(zone: number) {
  const NatGatewayAddresses = [{ PrivateIp: `10.0.${block('web', zone) + 3}.250`, PublicIp: `198.51.100.${zone + 1}` }];
  return {
    NatGatewayId: `nat-${zone}`,
    VpcId: VPC,
    SubnetId: subnetId('web', zone),
    State: 'available',
    NatGatewayAddresses,
  };
}

function webTable() {
  return {
    RouteTableId: 'rtb-web',
    VpcId: VPC,
    Associations: ZONES.map((zone) => ({ SubnetId: subnetId('web', zone) })),
    Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: IGW }],
  };
}

function privateTable(zone: number) {
  return {
    RouteTableId: `rtb-private-${zone}`,
    VpcId: VPC,
    Associations: [{ SubnetId: subnetId('app', zone) }, { SubnetId: subnetId('db', zone) }],
    Routes: [{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: `nat-${zone}` }],
  };
}

function entriesOf({ entries }: Filters) {
  return [true, false].flatMap((Egress) =>
    entries.map(({ from, to, cidr, isDeny }, index) => ({
      Egress,
      RuleNumber: index + 1,
      RuleAction: isDeny ? 'deny' : 'allow',
      Protocol: '6',
      CidrBlock: cidr,
      PortRange: { From: from, To: to },
    })),
  );
}

function securityGroup(tier: Tier, index: number, groups: number, filters: Filters) {
  return {
    GroupId: groupId(tier, index),
    GroupName: `${tier}-${index}`,
    VpcId: VPC,
    IpPermissions: filters.ingress(tier, index, groups).map(permission),
    IpPermissionsEgress: filters.egress(tier, index, groups).map(permission),
  };
}

function permission({ from, to, cidr, group }: Rule) {
  return {
    IpProtocol: 'tcp',
    FromPort: from,
    ToPort: to,
    IpRanges: cidr === undefined ? [] : [{ CidrIp: cidr }],
    UserIdGroupPairs: group === undefined ? [] : [{ GroupId: group }],
  };
}

/** Every interface has two groups of its tier. */
function networkInterface(tier: Tier, index: number, groups: number) {
  const zone = index % ZONES.length;
  const host = Math.floor(index / ZONES.length) + 10;
  const PublicIp = `203.${Math.floor(index / 65_536)}.${Math.floor(index / 256) % 256}.${index % 256}`;
  const ids = new Set([groupId(tier, index % groups), groupId(tier, (index * 7 + 3) % groups)]);
  return {
    NetworkInterfaceId: interfaceId(tier, index),
    VpcId: VPC,
    SubnetId: subnetId(tier, zone),
    PrivateIpAddress: `10.0.${block(tier, zone) + Math.floor(host / 256)}.${host % 256}`,
    Attachment: { Status: 'attached' },
    Groups: [...ids].map((GroupId) => ({ GroupId })),
    Association: tier === 'web' ? { PublicIp } : undefined,
  };
}

/** The rules that the paths need, and others: twenty a group, six ACL entries each way. */
export const USUAL: Filters = {
  ingress: (tier, group, groups) => [
    ...(tier === 'web' ? [{ from: 443, to: 443, cidr: '0.0.0.0/0' }] : []),
    ...(tier === 'app' ? [{ from: 8080, to: 8080, group: groupId('web', group) }] : []),
    ...(tier === 'db' ? [{ from: 5432, to: 5432, group: groupId('app', group) }] : []),
    ...others(group, 6, (n) => ({ group: groupId(TIERS[n % 3] as Tier, (group * 5 + n) % groups) })),
    ...others(group, 8, (n) => ({ cidr: `10.0.${(group + n * 3) % 36}.0/24` })),
  ],
  egress: (tier, group) => [
    { from: 443, to: 443, cidr: '0.0.0.0/0' },
    ...(tier === 'web' ? [{ from: 8080, to: 8080, group: groupId('app', group) }] : []),
    ...others(group, tier === 'web' ? 3 : 4, (n) => ({ cidr: `10.0.${(group + n * 5) % 36}.0/24` })),
  ],
  entries: [
    { from: 22, to: 22, cidr: '0.0.0.0/0', isDeny: true },
    { from: 3389, to: 3389, cidr: '0.0.0.0/0', isDeny: true },
    { from: 443, to: 443, cidr: '0.0.0.0/0' },
    { from: 1024, to: 65_535, cidr: '0.0.0.0/0' },
    { from: 0, to: 65_535, cidr: '10.0.0.0/16' },
    { from: 25, to: 25, cidr: '0.0.0.0/0', isDeny: true },
  ],
};

function others(group: number, count: number, peer: (n: number) => Pick<Rule, 'cidr' | 'group'>): Rule[] {
  return Array.from({ length: count }, (_, n) => {
    const from = 2_000 + ((group * 31 + n * 97) % 5_000);
    return { from, to: from + (n % 3) * 10, ...peer(n) };
  });
}

/** As many rules as a group may have in a direction, and entries as an ACL may have, by default. */
export const OVERLAPPING: Filters = {
  ingress: () => overlapping(60),
  egress: () => overlapping(60),
  entries: overlapping(20).map((rule, n) => ({ ...rule, isDeny: n % 5 === 4 })),
};

/** Each overlaps most others in ports, and lies in the addresses of the next or the one after. */
function overlapping(count: number): Rule[] {
  return Array.from({ length: count }, (_, n) => {
    const inner = n % 2 === 0 ? '10.0.16.10' : '192.0.2.1';
    const from = (n * 7_919) % 30_000;
    return { from, to: from + 30_000 + n * 50, cidr: `${inner}/${Math.max(0, Math.round(24 - (24 * n) / count))}` };
  });
}
