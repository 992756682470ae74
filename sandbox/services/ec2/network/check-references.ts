import { parseCidr } from '../reachability/ipv4';
import type { Collection } from './collection';
import type { Network } from './network';

/** @throws Error for the first resource that refers to one that does not exist, or that lacks what decides reachability. */
export function checkReferences(network: Network): void {
  for (const vpc of network.vpcs.all) checkCidr(vpc.CidrBlock, vpc.VpcId);
  for (const subnet of network.subnets.all) {
    mustExist(network.vpcs, subnet.VpcId, subnet.SubnetId, 'VpcId');
    checkCidr(subnet.CidrBlock, subnet.SubnetId);
    const vpcId = subnet.VpcId;
    if (!network.routeTableOf(subnet)) {
      throw new Error(
        `${subnet.SubnetId} has no route table: associate one with it, or give ${vpcId} a main route table.`,
      );
    }
    if (!network.networkAclOf(subnet)) {
      throw new Error(
        `${subnet.SubnetId} has no network ACL: associate one with it, or give ${vpcId} a default network ACL.`,
      );
    }
  }
  for (const table of network.routeTables.all) {
    mustExist(network.vpcs, table.VpcId, table.RouteTableId, 'VpcId');
    for (const { SubnetId } of table.Associations ?? [])
      mayExist(network.subnets, SubnetId, table.RouteTableId, 'SubnetId');
    for (const route of table.Routes ?? []) {
      mayExist(network.prefixLists, route.DestinationPrefixListId, table.RouteTableId, 'DestinationPrefixListId');
    }
  }
  for (const acl of network.networkAcls.all) {
    mustExist(network.vpcs, acl.VpcId, acl.NetworkAclId, 'VpcId');
    for (const { SubnetId } of acl.Associations ?? [])
      mayExist(network.subnets, SubnetId, acl.NetworkAclId, 'SubnetId');
  }
  for (const group of network.securityGroups.all) mustExist(network.vpcs, group.VpcId, group.GroupId, 'VpcId');
  for (const rule of network.securityGroupRules.all) {
    mustExist(network.securityGroups, rule.GroupId, rule.SecurityGroupRuleId, 'GroupId');
    mayExist(network.prefixLists, rule.PrefixListId, rule.GroupId, 'PrefixListId');
  }
  for (const it of network.networkInterfaces.all) {
    mustExist(network.subnets, it.SubnetId, it.NetworkInterfaceId, 'SubnetId');
    for (const { GroupId } of it.Groups ?? [])
      mustExist(network.securityGroups, GroupId, it.NetworkInterfaceId, 'GroupId');
    mayExist(network.instances, it.Attachment?.InstanceId, it.NetworkInterfaceId, 'InstanceId');
  }
  for (const igw of network.internetGateways.all) {
    for (const { VpcId } of igw.Attachments ?? []) mustExist(network.vpcs, VpcId, igw.InternetGatewayId, 'VpcId');
  }
  for (const nat of network.natGateways.all) mayExist(network.subnets, nat.SubnetId, nat.NatGatewayId, 'SubnetId');
  for (const address of network.addresses.all) {
    mayExist(network.networkInterfaces, address.NetworkInterfaceId, address.AllocationId, 'NetworkInterfaceId');
  }
}

function mustExist<T>(
  collection: Collection<T>,
  id: string | undefined,
  referrer: string | undefined,
  field: string,
): void {
  if (id === undefined) throw new Error(`${referrer} has no ${field}.`);
  if (!collection.find(id)) {
    throw new Error(
      `${referrer} refers to ${id} as its ${field}, but the network has no such ${collection.kind.noun.replace(/ ID$/, '')}.`,
    );
  }
}

function mayExist<T>(
  collection: Collection<T>,
  id: string | undefined,
  referrer: string | undefined,
  field: string,
): void {
  if (id !== undefined) mustExist(collection, id, referrer, field);
}

function checkCidr(cidr: string | undefined, id: string | undefined): void {
  if (cidr === undefined || !parseCidr(cidr)) {
    throw new Error(
      `${id} has the CidrBlock ${JSON.stringify(cidr)}, but it must be an IPv4 block such as 10.0.0.0/16.`,
    );
  }
}
