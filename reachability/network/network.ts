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
  Vpc,
  VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { IntervalSet } from '../packets/interval-set';
import { addressesOf } from '../packets/ipv4';
import { Collection } from './collection';
import {
  defaultNetworkAclsByVpc,
  interfacesByGroup,
  interfacesByInstance,
  mainRouteTablesByVpc,
  networkAclsBySubnet,
  peeringsByVpc,
  routedHosts,
  routeTablesBySubnet,
  rulesByGroup,
} from './indexes';
import type { Taggable } from './tags';
import { Unmodelled } from './unmodelled';

/** A managed prefix list together with its entries. */
export type PrefixListWithEntries = ManagedPrefixList & { Entries: PrefixListEntry[] };
/** A security group without its rules, which are resources of their own. */
export type GroupWithoutRules = Omit<SecurityGroup, 'IpPermissions' | 'IpPermissionsEgress'>;

/** The other end of a peering connection. */
interface Peer {
  readonly vpcId: string | undefined;
  /** The id of the connection. */
  readonly connection: string;
  readonly isActive: boolean;
}

/**
 * The network of one account in one Region. Every resource has the shape of its Describe response,
 * and refers only to resources that exist.
 */
export class Network {
  readonly vpcs = new Collection<Vpc>(kind('vpc', 'vpc', 'InvalidVpcID', 'vpc ID'), 'VpcId');
  readonly subnets = new Collection<Subnet>(kind('subnet', 'subnet', 'InvalidSubnetID', 'subnet ID'), 'SubnetId');
  readonly routeTables = new Collection<RouteTable>(
    kind('route-table', 'rtb', 'InvalidRouteTableID', 'routeTable ID'),
    'RouteTableId',
  );
  readonly networkAcls = new Collection<NetworkAcl>(
    kind('network-acl', 'acl', 'InvalidNetworkAclID', 'networkAcl ID'),
    'NetworkAclId',
  );
  readonly securityGroups = new Collection<GroupWithoutRules>(
    { ...kind('security-group', 'sg', 'InvalidGroup', 'security group'), malformed: 'InvalidGroupId.Malformed' },
    'GroupId',
  );
  readonly securityGroupRules = new Collection<SecurityGroupRule>(
    kind('security-group-rule', 'sgr', 'InvalidSecurityGroupRuleId', 'security group rule ID'),
    'SecurityGroupRuleId',
  );
  readonly networkInterfaces = new Collection<NetworkInterface>(
    kind('network-interface', 'eni', 'InvalidNetworkInterfaceID', 'networkInterface ID'),
    'NetworkInterfaceId',
  );
  readonly instances = new Collection<Instance>(
    kind('instance', 'i', 'InvalidInstanceID', 'instance ID'),
    'InstanceId',
  );
  readonly internetGateways = new Collection<InternetGateway>(
    kind('internet-gateway', 'igw', 'InvalidInternetGatewayID', 'internetGateway ID'),
    'InternetGatewayId',
  );
  readonly addresses = new Collection<Address>(
    kind('elastic-ip', 'eipalloc', 'InvalidAllocationID', 'allocation ID'),
    'AllocationId',
  );
  readonly prefixLists = new Collection<PrefixListWithEntries>(
    kind('prefix-list', 'pl', 'InvalidPrefixListID', 'prefix list ID'),
    'PrefixListId',
  );
  readonly natGateways = new Collection<NatGateway>(
    {
      ...kind('natgateway', 'nat', 'NatGateway', 'Nat Gateway'),
      notFound: 'NatGatewayNotFound',
      malformed: 'NatGatewayMalformed',
    },
    'NatGatewayId',
  );
  readonly peeringConnections = new Collection<VpcPeeringConnection>(
    kind('vpc-peering-connection', 'pcx', 'InvalidVpcPeeringConnectionID', 'vpcPeeringConnection ID'),
    'VpcPeeringConnectionId',
  );

  /** The parts of the network's file that are none of these. */
  readonly unmodelled = new Unmodelled();

  /** Every collection, for operations on resources of any kind. */
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
    ];
  }

  rulesOf(groupId: string | undefined): readonly SecurityGroupRule[] {
    return rulesByGroup(this).get(groupId ?? '') ?? [];
  }

  interfacesOfInstance(instanceId: string | undefined): readonly NetworkInterface[] {
    return interfacesByInstance(this).get(instanceId ?? '') ?? [];
  }

  interfacesInGroup(groupId: string | undefined): readonly NetworkInterface[] {
    return interfacesByGroup(this).get(groupId ?? '') ?? [];
  }

  /**
   * The VPCs that have a peering connection with this one, whether they are in the network or not.
   */
  peersOf(vpcId: string | undefined): Peer[] {
    return (peeringsByVpc(this).get(vpcId ?? '') ?? []).map((peering) => {
      const ends = [peering.RequesterVpcInfo?.VpcId, peering.AccepterVpcInfo?.VpcId];
      const connection = peering.VpcPeeringConnectionId as string;
      return { vpcId: ends.find((id) => id !== vpcId), connection, isActive: peering.Status?.Code === 'active' };
    });
  }

  /**
   * Whether the network has the resource, or its file mentions one of a kind that the model does
   * not have.
   */
  mentions(id: string): boolean {
    const isTarget = (route: Route) => [route.GatewayId, route.TransitGatewayId].includes(id);
    return (
      this.collections.some((collection) => collection.find(id)) ||
      this.unmodelled.mentions(id) ||
      this.routeTables.all.some((table) => table.Routes?.some(isTarget))
    );
  }

  /** Whether some route leads to the interface, so that it receives packets for other addresses. */
  isRouteTarget({ NetworkInterfaceId, Attachment }: NetworkInterface): boolean {
    const hosts = routedHosts(this);
    return [NetworkInterfaceId, Attachment?.InstanceId].some((id) => id !== undefined && hosts.has(id));
  }

  /** The explicitly associated route table, or else the main one of the VPC. */
  routeTableOf({ SubnetId = '', VpcId = '' }: Subnet): RouteTable | undefined {
    const associated = routeTablesBySubnet(this).get(SubnetId) ?? [];
    return associated.find((table) => table.VpcId === VpcId) ?? mainRouteTablesByVpc(this).get(VpcId)?.[0];
  }

  /** The associated network ACL, or else the default one of the VPC. */
  networkAclOf({ SubnetId = '', VpcId = '' }: Subnet): NetworkAcl | undefined {
    const associated = networkAclsBySubnet(this).get(SubnetId) ?? [];
    return associated.find((acl) => acl.VpcId === VpcId) ?? defaultNetworkAclsByVpc(this).get(VpcId)?.[0];
  }

  /** Makes this network the same as `other`. */
  replaceWith(other: Network): void {
    for (const [index, collection] of this.collections.entries()) {
      collection.replaceWith(other.collections[index] as Collection<Taggable>);
    }
    this.unmodelled.replaceWith(other.unmodelled);
  }
}

/** All IPv4 addresses of a VPC. */
export function blocksOf(vpc: Vpc | undefined): IntervalSet {
  return addressesOf([vpc?.CidrBlock, ...(vpc?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock)]);
}

function kind(type: string, prefix: string, errorStem: string, noun: string) {
  return { type, prefix, noun, notFound: `${errorStem}.NotFound`, malformed: `${errorStem}.Malformed` };
}
