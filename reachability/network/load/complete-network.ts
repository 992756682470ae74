import type { BlockPublicAccessMode, NetworkAcl, NetworkInterface, RouteTable, Subnet } from '@aws-sdk/client-ec2';
import { aclProtocol } from '../../packets/protocols';
import type { Network } from '../network';
import { stableId } from '../stable-id';

/** Adds what EC2 always has and a network written by hand may leave out: local routes, association ids, default states. */
export function completeNetwork(network: Network): void {
  for (const table of network.routeTables.all) network.routeTables.put(completeRouteTable(network, table));
  for (const acl of network.networkAcls.all) network.networkAcls.put(completeNetworkAcl(network, acl));
  const blocksPublicAccess = publicAccessOf(network);
  for (const subnet of network.subnets.all) network.subnets.put({ ...subnet, ...blocksPublicAccess(subnet) });
  for (const it of network.networkInterfaces.all) network.networkInterfaces.put(completeInterface(network, it));
  for (const instance of network.instances.all) {
    if (!instance.State) network.instances.put({ ...instance, State: { Code: 16, Name: 'running' } });
  }
}

const local = { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' } as const;

function completeRouteTable(network: Network, table: RouteTable): RouteTable {
  const vpc = network.vpcs.find(table.VpcId);
  const routes = (table.Routes ?? []).map((route) => ({
    Origin: route.GatewayId === 'local' ? local.Origin : ('CreateRoute' as const),
    State: 'active' as const,
    ...route,
  }));
  const cidrs = new Set([vpc?.CidrBlock, ...(vpc?.CidrBlockAssociationSet ?? []).map((it) => it.CidrBlock)]);
  const missing = [...cidrs].filter((cidr) => cidr && !routes.some((route) => route.DestinationCidrBlock === cidr));
  return {
    ...table,
    Routes: [...missing.map((DestinationCidrBlock) => ({ DestinationCidrBlock, ...local })), ...routes],
    Associations: (table.Associations ?? []).map((it) => ({
      RouteTableId: table.RouteTableId,
      RouteTableAssociationId: stableId('rtbassoc', table.RouteTableId, it.SubnetId ?? it.GatewayId ?? 'main'),
      ...it,
      Main: it.Main ?? false,
    })),
  };
}

/** Subnets that no ACL names belong to the default one of their VPC. */
function completeNetworkAcl(network: Network, acl: NetworkAcl): NetworkAcl {
  const orphans = acl.IsDefault
    ? network.subnets.all.filter((subnet) => subnet.VpcId === acl.VpcId && !isAssociated(network, subnet.SubnetId))
    : [];
  const associations = [...(acl.Associations ?? []), ...orphans.map(({ SubnetId }) => ({ SubnetId }))];
  return {
    ...acl,
    Associations: associations.map((it) => ({
      NetworkAclId: acl.NetworkAclId,
      NetworkAclAssociationId: stableId('aclassoc', acl.NetworkAclId, it.SubnetId),
      ...it,
    })),
    Entries: (acl.Entries ?? []).map(({ Protocol, ...entry }) => ({
      ...entry,
      ...(Protocol !== undefined && { Protocol: aclProtocol(Protocol) }),
    })),
  };
}

function isAssociated(network: Network, subnetId: string | undefined): boolean {
  return network.networkAcls.all.some((acl) => acl.Associations?.some((it) => it.SubnetId === subnetId));
}

/**
 * How VPC Block Public Access stands for a subnet: by the exclusion that covers it, else as it says itself, else as its VPC or the
 * account says. https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
function publicAccessOf({ unmodelled, vpcs }: Network): (subnet: Subnet) => Pick<Subnet, 'BlockPublicAccessStates'> {
  const ofAccount = unmodelled.part('VpcBlockPublicAccessOptions')?.InternetGatewayBlockMode;
  const exclusions = unmodelled.items('VpcBlockPublicAccessExclusions').filter((it) => isInForce(it.State));
  return ({ SubnetId, VpcId, BlockPublicAccessStates: own }) => {
    const stated = own ?? vpcs.find(VpcId)?.BlockPublicAccessStates;
    const mode = stated?.InternetGatewayBlockMode ?? ofAccount;
    if (mode === undefined) return {};
    const excluded = exclusions.find((it) => [SubnetId, VpcId].includes(String(it.ResourceArn).split('/').at(-1)));
    const lifted = excluded?.InternetGatewayExclusionMode === 'allow-egress' ? 'block-ingress' : 'off';
    const InternetGatewayBlockMode = (excluded && mode !== 'off' ? lifted : mode) as BlockPublicAccessMode;
    return { BlockPublicAccessStates: { InternetGatewayBlockMode } };
  };
}

/** While it is being made or after it is gone, an exclusion lifts nothing. */
function isInForce(state: unknown): boolean {
  return ['create-complete', 'update-in-progress', 'update-complete', undefined].includes(state as undefined);
}

function completeInterface(network: Network, it: NetworkInterface): NetworkInterface {
  const { PrivateIpAddress, Association } = it;
  const own = PrivateIpAddress ? [{ Primary: true, PrivateIpAddress, ...(Association && { Association }) }] : [];
  return {
    VpcId: network.subnets.find(it.SubnetId)?.VpcId,
    SourceDestCheck: true,
    TagSet: [],
    ...it,
    Groups: it.Groups?.map(({ GroupId, GroupName }) => ({
      GroupId,
      GroupName: GroupName ?? network.securityGroups.find(GroupId)?.GroupName,
    })),
    PrivateIpAddresses: it.PrivateIpAddresses ?? own,
  };
}
