import type { NetworkAcl, NetworkInterface, RouteTable } from '@aws-sdk/client-ec2';
import { stableId } from '../identifiers';
import type { Network } from './network';
import { aclProtocol } from './protocols';

/** Adds what EC2 always has and a network written by hand may leave out: local routes, association ids, default states. */
export function completeNetwork(network: Network): void {
  for (const table of network.routeTables.all) network.routeTables.put(completeRouteTable(network, table));
  for (const acl of network.networkAcls.all) network.networkAcls.put(completeNetworkAcl(network, acl));
  for (const it of network.networkInterfaces.all) network.networkInterfaces.put(completeInterface(network, it));
  for (const instance of network.instances.all) {
    if (!instance.State) network.instances.put({ ...instance, State: { Code: 16, Name: 'running' } });
  }
}

function completeRouteTable(network: Network, table: RouteTable): RouteTable {
  const vpc = network.vpcs.find(table.VpcId);
  const routes = (table.Routes ?? []).map((route) => ({ ...route, State: route.State ?? ('active' as const) }));
  const cidrs = new Set([vpc?.CidrBlock, ...(vpc?.CidrBlockAssociationSet ?? []).map((it) => it.CidrBlock)]);
  const missing = [...cidrs].filter((cidr) => cidr && !routes.some((route) => route.DestinationCidrBlock === cidr));
  const local = { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' } as const;
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
    Entries: (acl.Entries ?? []).map((entry) => ({ ...entry, Protocol: aclProtocol(entry.Protocol) })),
  };
}

function isAssociated(network: Network, subnetId: string | undefined): boolean {
  return network.networkAcls.all.some((acl) => acl.Associations?.some((it) => it.SubnetId === subnetId));
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
