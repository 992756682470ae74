import type {
  Address,
  Instance,
  InternetGateway,
  ManagedPrefixList,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  PrefixListEntry,
  Route,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Tag,
  Vpc,
  VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { IntervalSet } from '../packets/interval-set';
import { addressesOf } from '../packets/ipv4';
import { Collection } from './collection';
import { Unmodelled } from './unmodelled';

/** A managed prefix list together with its entries. */
export type PrefixListWithEntries = ManagedPrefixList & { Entries: PrefixListEntry[] };
/** A security group without its rules, which are resources of their own. */
export type GroupWithoutRules = Omit<SecurityGroup, 'IpPermissions' | 'IpPermissionsEgress'>;
/** Anything that may bear tags. */
export interface Taggable {
  Tags?: Tag[] | undefined;
  /** What network interfaces call their tags. */
  TagSet?: Tag[] | undefined;
}

/** The other end of a peering connection. */
export interface Peer {
  readonly vpcId: string | undefined;
  /** The id of the connection. */
  readonly connection: string;
  readonly isActive: boolean;
}

/** The network of one account in one Region: every resource in the shape of its Describe response, kept free of dangling references. */
export class Network {
  readonly vpcs = new Collection<Vpc>(kind('vpc', 'vpc', 'InvalidVpcID', 'vpc ID'), (it) => it.VpcId);
  readonly subnets = new Collection<Subnet>(
    kind('subnet', 'subnet', 'InvalidSubnetID', 'subnet ID'),
    (it) => it.SubnetId,
  );
  readonly routeTables = new Collection<RouteTable>(
    kind('route-table', 'rtb', 'InvalidRouteTableID', 'routeTable ID'),
    (it) => it.RouteTableId,
  );
  readonly networkAcls = new Collection<NetworkAcl>(
    kind('network-acl', 'acl', 'InvalidNetworkAclID', 'networkAcl ID'),
    (it) => it.NetworkAclId,
  );
  readonly securityGroups = new Collection<GroupWithoutRules>(
    { ...kind('security-group', 'sg', 'InvalidGroup', 'security group'), malformed: 'InvalidGroupId.Malformed' },
    (it) => it.GroupId,
  );
  readonly securityGroupRules = new Collection<SecurityGroupRule>(
    kind('security-group-rule', 'sgr', 'InvalidSecurityGroupRuleId', 'security group rule ID'),
    (it) => it.SecurityGroupRuleId,
  );
  readonly networkInterfaces = new Collection<NetworkInterface>(
    kind('network-interface', 'eni', 'InvalidNetworkInterfaceID', 'networkInterface ID'),
    (it) => it.NetworkInterfaceId,
  );
  readonly instances = new Collection<Instance>(
    kind('instance', 'i', 'InvalidInstanceID', 'instance ID'),
    (it) => it.InstanceId,
  );
  readonly internetGateways = new Collection<InternetGateway>(
    kind('internet-gateway', 'igw', 'InvalidInternetGatewayID', 'internetGateway ID'),
    (it) => it.InternetGatewayId,
  );
  readonly addresses = new Collection<Address>(
    kind('elastic-ip', 'eipalloc', 'InvalidAllocationID', 'allocation ID'),
    (it) => it.AllocationId,
  );
  readonly prefixLists = new Collection<PrefixListWithEntries>(
    kind('prefix-list', 'pl', 'InvalidPrefixListID', 'prefix list ID'),
    (it) => it.PrefixListId,
  );
  readonly natGateways = new Collection<NatGateway>(
    {
      ...kind('natgateway', 'nat', 'NatGateway', 'Nat Gateway'),
      notFound: 'NatGatewayNotFound',
      malformed: 'NatGatewayMalformed',
    },
    (it) => it.NatGatewayId,
  );
  readonly peeringConnections = new Collection<VpcPeeringConnection>(
    kind('vpc-peering-connection', 'pcx', 'InvalidVpcPeeringConnectionID', 'vpcPeeringConnection ID'),
    (it) => it.VpcPeeringConnectionId,
  );

  /** What the network's file has beside these. */
  readonly unmodelled = new Unmodelled();

  private readonly observers = new Set<(vpcId: string) => void>();

  /** Every collection, for what concerns resources of any kind. */
  get collections(): Collection<Taggable>[] {
    return [
      this.vpcs,
      this.subnets,
      this.routeTables,
      this.networkAcls,
      this.securityGroups,
      this.securityGroupRules,
      this.networkInterfaces,
      this.instances,
      this.internetGateways,
      this.addresses,
      this.prefixLists,
      this.natGateways,
      this.peeringConnections,
    ] as unknown as Collection<Taggable>[];
  }

  /** Calls `observer` with the VPC whenever what decides reachability inside a VPC was changed. Returns how to stop that. */
  observe(observer: (vpcId: string) => void): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  /** To be called by every operation that changed what decides reachability inside these VPCs. */
  changed(...vpcIds: readonly (string | undefined)[]): void {
    for (const vpcId of new Set(vpcIds)) {
      if (vpcId !== undefined) for (const observer of this.observers) observer(vpcId);
    }
  }

  rulesOf(groupId: string | undefined): SecurityGroupRule[] {
    return this.securityGroupRules.all.filter((rule) => rule.GroupId === groupId);
  }

  interfacesOfInstance(instanceId: string | undefined): NetworkInterface[] {
    return this.networkInterfaces.all
      .filter((it) => instanceId !== undefined && it.Attachment?.InstanceId === instanceId)
      .sort((a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0));
  }

  interfacesInGroup(groupId: string | undefined): NetworkInterface[] {
    return this.networkInterfaces.all.filter((it) => it.Groups?.some((group) => group.GroupId === groupId));
  }

  /** The VPCs that have a peering connection with this one, whether they are in the network or not. */
  peersOf(vpcId: string | undefined): Peer[] {
    return this.peeringConnections.all.flatMap((it) => {
      const ends = [it.RequesterVpcInfo?.VpcId, it.AccepterVpcInfo?.VpcId];
      if (vpcId === undefined || !ends.includes(vpcId)) return [];
      const peer = ends.find((id) => id !== vpcId);
      return [{ vpcId: peer, connection: it.VpcPeeringConnectionId as string, isActive: it.Status?.Code === 'active' }];
    });
  }

  /** Whether the network has this resource, or one that the model does not know is said to exist in it. */
  mentions(id: string): boolean {
    const isTarget = (it: Route) => [it.GatewayId, it.TransitGatewayId].includes(id);
    return (
      this.collections.some((collection) => collection.find(id)) ||
      this.unmodelled.mentions(id) ||
      this.routeTables.all.some((table) => table.Routes?.some(isTarget))
    );
  }

  /** Whether some route leads to the interface, so that it gets packets for others. */
  isRouteTarget({ NetworkInterfaceId: id, Attachment }: NetworkInterface): boolean {
    const leadsThere = (it: Route) =>
      it.NetworkInterfaceId === id || (it.InstanceId !== undefined && it.InstanceId === Attachment?.InstanceId);
    return this.routeTables.all.some((table) => table.Routes?.some(leadsThere));
  }

  /** The explicitly associated route table, or else the main one of the VPC. */
  routeTableOf(subnet: Subnet): RouteTable | undefined {
    const ofVpc = this.routeTables.all.filter((table) => table.VpcId === subnet.VpcId);
    return (
      ofVpc.find((table) => table.Associations?.some((it) => it.SubnetId === subnet.SubnetId)) ??
      ofVpc.find((table) => table.Associations?.some((it) => it.Main))
    );
  }

  /** The associated network ACL, or else the default one of the VPC. */
  networkAclOf(subnet: Subnet): NetworkAcl | undefined {
    const ofVpc = this.networkAcls.all.filter((acl) => acl.VpcId === subnet.VpcId);
    return (
      ofVpc.find((acl) => acl.Associations?.some((it) => it.SubnetId === subnet.SubnetId)) ??
      ofVpc.find((acl) => acl.IsDefault)
    );
  }

  clear(): void {
    for (const collection of this.collections) collection.clear();
    this.unmodelled.clear();
  }
}

/** All IPv4 addresses of a VPC. */
export function blocksOf(vpc: Vpc | undefined): IntervalSet {
  return addressesOf([vpc?.CidrBlock, ...(vpc?.CidrBlockAssociationSet ?? []).map((it) => it.CidrBlock)]);
}

function kind(type: string, prefix: string, errorStem: string, noun: string) {
  return { type, prefix, noun, notFound: `${errorStem}.NotFound`, malformed: `${errorStem}.Malformed` };
}
