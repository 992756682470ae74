import type {
  BlockPublicAccessMode,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  RouteTableAssociation,
  Subnet,
} from '@aws-sdk/client-ec2';
import { aclProtocol } from '../../packets/protocols';
import type { Network } from '../network';
import { stableId } from '../stable-id';

/**
 * Adds what EC2 always has and a network written by hand may leave out: local routes, association
 * ids, default states.
 */
export function completeNetwork(network: Network): void {
  for (const table of network.routeTables.all) network.routeTables.put(completeRouteTable(network, table));
  for (const acl of network.networkAcls.all) network.networkAcls.put(completeNetworkAcl(network, acl));
  const blocksPublicAccess = publicAccessOf(network);
  for (const subnet of network.subnets.all) network.subnets.put({ ...subnet, ...blocksPublicAccess(subnet) });
  for (const item of network.networkInterfaces.all) network.networkInterfaces.put(completeInterface(network, item));
  for (const instance of network.instances.all) {
    if (!instance.State) network.instances.put({ ...instance, State: { Code: 16, Name: 'running' } });
  }
}

const LOCAL_ROUTE = { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' } as const;

function completeRouteTable(network: Network, table: RouteTable): RouteTable {
  const vpc = network.vpcs.find(table.VpcId);
  const routes = (table.Routes ?? []).map((route) => ({
    Origin: route.GatewayId === 'local' ? LOCAL_ROUTE.Origin : ('CreateRoute' as const),
    State: 'active' as const,
    ...route,
  }));
  const cidrs = new Set([vpc?.CidrBlock, ...(vpc?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock)]);
  const missing = [...cidrs].filter((cidr) => cidr && !routes.some((route) => route.DestinationCidrBlock === cidr));
  return {
    ...table,
    Routes: [...missing.map((DestinationCidrBlock) => ({ DestinationCidrBlock, ...LOCAL_ROUTE })), ...routes],
    Associations: (table.Associations ?? []).map((association) => ({
      RouteTableId: table.RouteTableId,
      RouteTableAssociationId: associationId(table, association),
      ...association,
      Main: association.Main ?? false,
    })),
  };
}

function associationId({ RouteTableId }: RouteTable, { SubnetId, GatewayId }: RouteTableAssociation): string {
  return stableId('rtbassoc', RouteTableId, SubnetId ?? GatewayId ?? 'main');
}

/** Subnets that no network ACL names belong to the default one of their VPC. */
function completeNetworkAcl(network: Network, acl: NetworkAcl): NetworkAcl {
  const orphans = acl.IsDefault
    ? network.subnets.all.filter((subnet) => subnet.VpcId === acl.VpcId && !isAssociated(network, subnet.SubnetId))
    : [];
  const associations = [...(acl.Associations ?? []), ...orphans.map(({ SubnetId }) => ({ SubnetId }))];
  return {
    ...acl,
    Associations: associations.map((association) => ({
      NetworkAclId: acl.NetworkAclId,
      NetworkAclAssociationId: stableId('aclassoc', acl.NetworkAclId, association.SubnetId),
      ...association,
    })),
    Entries: (acl.Entries ?? []).map(({ Protocol, ...entry }) => ({
      ...entry,
      Protocol: Protocol === undefined ? undefined : aclProtocol(Protocol),
    })),
  };
}

function isAssociated(network: Network, subnetId: string | undefined): boolean {
  return network.networkAcls.all.some(({ Associations }) =>
    Associations?.some(({ SubnetId }) => SubnetId === subnetId),
  );
}

/**
 * The state of VPC Block Public Access for a subnet: as stated for the subnet, else for its VPC,
 * else for the account, and eased by an exclusion that covers it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
function publicAccessOf({ unmodelled, vpcs }: Network): (subnet: Subnet) => Pick<Subnet, 'BlockPublicAccessStates'> {
  const ofAccount = unmodelled.part('VpcBlockPublicAccessOptions')?.InternetGatewayBlockMode;
  const exclusions = unmodelled.items('VpcBlockPublicAccessExclusions').filter(({ State }) => isInForce(State));
  return ({ SubnetId, VpcId, BlockPublicAccessStates: own }) => {
    const stated = own ?? vpcs.find(VpcId)?.BlockPublicAccessStates;
    const mode = stated?.InternetGatewayBlockMode ?? ofAccount;
    if (mode === undefined) return {};
    const excluded = exclusions.find(({ ResourceArn }) =>
      [SubnetId, VpcId].includes(String(ResourceArn).split('/').at(-1)),
    );
    const eased = excluded?.InternetGatewayExclusionMode === 'allow-egress' ? 'block-ingress' : 'off';
    const InternetGatewayBlockMode = (excluded && mode !== 'off' ? eased : mode) as BlockPublicAccessMode;
    return { BlockPublicAccessStates: { InternetGatewayBlockMode } };
  };
}

/** While an exclusion is being created, and after it was deleted, it eases nothing. */
function isInForce(state: unknown): boolean {
  return ['create-complete', 'update-in-progress', 'update-complete', undefined].includes(state as undefined);
}

function completeInterface(network: Network, networkInterface: NetworkInterface): NetworkInterface {
  const { PrivateIpAddress, Association } = networkInterface;
  const own = PrivateIpAddress ? [{ Primary: true, PrivateIpAddress, Association }] : [];
  return {
    VpcId: network.subnets.find(networkInterface.SubnetId)?.VpcId,
    SourceDestCheck: true,
    TagSet: [],
    ...networkInterface,
    Groups: networkInterface.Groups?.map(({ GroupId, GroupName }) => ({
      GroupId,
      GroupName: GroupName ?? network.securityGroups.find(GroupId)?.GroupName,
    })),
    PrivateIpAddresses: networkInterface.PrivateIpAddresses ?? own,
  };
}
