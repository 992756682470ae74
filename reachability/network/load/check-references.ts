import type { Route } from '@aws-sdk/client-ec2';
import { parseCidr } from '../../packets/ipv4';
import type { Collection } from '../collection';
import type { Network } from '../network';

/**
 * @throws Error for the first resource that refers to one that does not exist, or that lacks a
 * field that decides reachability.
 */
export function checkReferences(network: Network): void {
  for (const vpc of network.vpcs.all) checkCidr(vpc.CidrBlock, vpc.VpcId);
  checkSubnets(network);
  checkRouteTables(network);
  checkNetworkAcls(network);
  checkSecurityGroups(network);
  checkInterfaces(network);
  checkGateways(network);
}

function checkSubnets(network: Network): void {
  for (const subnet of network.subnets.all) {
    const { SubnetId, VpcId } = subnet;
    mustExist(network.vpcs, VpcId, SubnetId, 'VpcId');
    checkCidr(subnet.CidrBlock, SubnetId);
    if (!network.routeTableOf(subnet)) {
      throw new Error(`${SubnetId} has no route table: associate one with it, or give ${VpcId} a main route table.`);
    }
    if (!network.networkAclOf(subnet)) {
      throw new Error(`${SubnetId} has no network ACL: associate one with it, or give ${VpcId} a default network ACL.`);
    }
  }
}

function checkRouteTables(network: Network): void {
  const roles = new Map<string, string>();
  for (const { RouteTableId, VpcId, Associations, Routes } of network.routeTables.all) {
    mustExist(network.vpcs, VpcId, RouteTableId, 'VpcId');
    for (const { SubnetId, GatewayId, Main } of Associations ?? []) {
      mayExist(network.subnets, SubnetId, RouteTableId, 'SubnetId');
      const role = Main ? `the main route table of ${VpcId}` : `the route table of ${SubnetId ?? GatewayId}`;
      mustBeOnly(roles, role, RouteTableId);
    }
    for (const route of Routes ?? []) checkTarget(network, RouteTableId, route);
  }
}

/**
 * The target of a working route must be in the network if the model has resources of its kind. An
 * internet gateway may be missing: its id already says that the internet is behind it.
 */
function checkTarget(network: Network, tableId: string | undefined, route: Route): void {
  mayExist(network.prefixLists, route.DestinationPrefixListId, tableId, 'DestinationPrefixListId');
  if (route.State === 'blackhole') return;
  mayExist(network.natGateways, route.NatGatewayId, tableId, 'NatGatewayId');
  mayExist(network.peeringConnections, route.VpcPeeringConnectionId, tableId, 'VpcPeeringConnectionId');
  mayExist(network.networkInterfaces, route.NetworkInterfaceId, tableId, 'NetworkInterfaceId');
  if (!route.NetworkInterfaceId) mayExist(network.instances, route.InstanceId, tableId, 'InstanceId');
}

function checkNetworkAcls(network: Network): void {
  const roles = new Map<string, string>();
  for (const { NetworkAclId, VpcId, IsDefault, Associations, Entries } of network.networkAcls.all) {
    mustExist(network.vpcs, VpcId, NetworkAclId, 'VpcId');
    if (IsDefault) mustBeOnly(roles, `the default network ACL of ${VpcId}`, NetworkAclId);
    for (const { SubnetId } of Associations ?? []) {
      mayExist(network.subnets, SubnetId, NetworkAclId, 'SubnetId');
      mustBeOnly(roles, `the network ACL of ${SubnetId}`, NetworkAclId);
    }
    for (const { RuleNumber, Egress, RuleAction } of Entries ?? []) {
      if (RuleNumber !== undefined && Egress !== undefined && RuleAction !== undefined) continue;
      throw new Error(`${NetworkAclId} has an entry without RuleNumber, Egress or RuleAction.`);
    }
  }
}

function checkSecurityGroups(network: Network): void {
  for (const { GroupId, VpcId } of network.securityGroups.all) mustExist(network.vpcs, VpcId, GroupId, 'VpcId');
  for (const rule of network.securityGroupRules.all) {
    mustExist(network.securityGroups, rule.GroupId, rule.SecurityGroupRuleId, 'GroupId');
    mayExist(network.prefixLists, rule.PrefixListId, rule.GroupId, 'PrefixListId');
  }
}

function checkInterfaces(network: Network): void {
  for (const { NetworkInterfaceId: id, SubnetId, Groups, Attachment } of network.networkInterfaces.all) {
    mustExist(network.subnets, SubnetId, id, 'SubnetId');
    for (const { GroupId } of Groups ?? []) mustExist(network.securityGroups, GroupId, id, 'GroupId');
    mayExist(network.instances, Attachment?.InstanceId, id, 'InstanceId');
  }
  for (const { AllocationId, NetworkInterfaceId } of network.addresses.all) {
    mayExist(network.networkInterfaces, NetworkInterfaceId, AllocationId, 'NetworkInterfaceId');
  }
}

function checkGateways(network: Network): void {
  for (const { InternetGatewayId, Attachments } of network.internetGateways.all) {
    for (const { VpcId } of Attachments ?? []) mustExist(network.vpcs, VpcId, InternetGatewayId, 'VpcId');
  }
  for (const { NatGatewayId, SubnetId, State } of network.natGateways.all) {
    if (State === 'deleted' || State === 'failed') continue;
    mayExist(network.subnets, SubnetId, NatGatewayId, 'SubnetId');
  }
}

/** @param roles the id of the resource that has each role, as far as they were checked. */
function mustBeOnly(roles: Map<string, string>, role: string, id: string | undefined): void {
  const other = roles.get(role);
  if (other !== undefined) throw new Error(`${id} and ${other} are both ${role}, but there can be only one.`);
  roles.set(role, id as string);
}

function mustExist<T>(
  collection: Collection<T>,
  id: string | undefined,
  referrer: string | undefined,
  field: string,
): void {
  if (id === undefined) throw new Error(`${referrer} has no ${field}.`);
  if (collection.find(id)) return;
  const noun = collection.kind.noun.replace(/ ID$/, '');
  throw new Error(`${referrer} refers to ${id} as its ${field}, but the network has no such ${noun}.`);
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
  if (cidr !== undefined && parseCidr(cidr)) return;
  throw new Error(`${id} has the CidrBlock ${JSON.stringify(cidr)}, but it must be an IPv4 block such as 10.0.0.0/16.`);
}
