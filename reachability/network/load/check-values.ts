import type { NetworkAclEntry, NetworkInterface, Route, SecurityGroupRule, Subnet } from '@aws-sdk/client-ec2';
import { MAX_PORT } from '../../packets/header-set';
import { contains, subtract } from '../../packets/interval-set';
import { addressesOf, parseAddress, parseCidr } from '../../packets/ipv4';
import { isProtocol } from '../../packets/protocols';
import { blocksOf, type Network } from '../network';

const BLOCK = 'an IPv4 block such as 10.0.0.0/16';
const ADDRESS = 'an IPv4 address such as 10.0.0.10';

/**
 * Refuses values that EC2 never shows. They would make the engine ignore a rule or an address, and
 * so open or close paths.
 * @throws Error that names the resource, the field, its value and what would be right.
 */
export function checkValues(network: Network): void {
  for (const { VpcId, CidrBlockAssociationSet } of network.vpcs.all) {
    for (const { CidrBlock } of CidrBlockAssociationSet ?? []) checkBlock(VpcId, 'CidrBlockAssociationSet', CidrBlock);
  }
  for (const { SubnetId, VpcId, CidrBlock } of network.subnets.all) checkSubnet(network, SubnetId, VpcId, CidrBlock);
  for (const { RouteTableId, Routes } of network.routeTables.all) {
    for (const route of Routes ?? []) checkRoute(RouteTableId, route);
  }
  for (const { NetworkAclId, Entries } of network.networkAcls.all) {
    for (const entry of Entries ?? []) checkEntry(`Entry ${entry.RuleNumber} of ${NetworkAclId}`, entry);
  }
  for (const rule of network.securityGroupRules.all) checkRule(`${rule.SecurityGroupRuleId} of ${rule.GroupId}`, rule);
  for (const item of network.networkInterfaces.all) checkInterface(item, network.subnets.find(item.SubnetId));
  for (const { PrefixListId, AddressFamily, Entries } of network.prefixLists.all) {
    for (const { Cidr } of Entries) if (AddressFamily === 'IPv4') checkBlock(PrefixListId, 'Cidr', Cidr);
  }
  for (const { AllocationId, PublicIp, PrivateIpAddress } of network.addresses.all) {
    checkAddress(AllocationId, 'PublicIp', PublicIp);
    checkAddress(AllocationId, 'PrivateIpAddress', PrivateIpAddress);
  }
  for (const { NatGatewayId, NatGatewayAddresses } of network.natGateways.all) {
    for (const { PublicIp, PrivateIp } of NatGatewayAddresses ?? []) {
      checkAddress(NatGatewayId, 'PublicIp', PublicIp);
      checkAddress(NatGatewayId, 'PrivateIp', PrivateIp);
    }
  }
}

function checkSubnet(
  network: Network,
  id: string | undefined,
  vpcId: string | undefined,
  block: string | undefined,
): void {
  const outside = subtract(addressesOf([block]), blocksOf(network.vpcs.find(vpcId)));
  check(outside.length === 0, id, 'CidrBlock', block, `in a block of ${vpcId}`);
}

function checkRoute(tableId: string | undefined, route: Route): void {
  const { DestinationCidrBlock: block, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: list } = route;
  if (block !== undefined) checkBlock(tableId, 'DestinationCidrBlock', block);
  else if (ipv6 === undefined && list === undefined) {
    throw new Error(
      `${tableId} has a route without a destination; it needs DestinationCidrBlock, DestinationIpv6CidrBlock or DestinationPrefixListId.`,
    );
  }
  const isKnown = ['active', 'blackhole', 'filtered'].includes(route.State ?? '');
  check(isKnown, tableId, 'State', route.State, 'active or blackhole');
}

function checkEntry(
  entry: string,
  { RuleAction, Protocol, CidrBlock, Ipv6CidrBlock, PortRange }: NetworkAclEntry,
): void {
  check(['allow', 'deny'].includes(RuleAction ?? ''), entry, 'RuleAction', RuleAction, 'allow or deny');
  checkProtocol(entry, 'Protocol', Protocol);
  if (CidrBlock !== undefined) checkBlock(entry, 'CidrBlock', CidrBlock);
  else if (Ipv6CidrBlock === undefined) throw new Error(`${entry} has neither CidrBlock nor Ipv6CidrBlock.`);
  if (isTcpOrUdp(Protocol) || PortRange) checkPorts(entry, 'PortRange', PortRange?.From, PortRange?.To);
}

function checkRule(rule: string, { IpProtocol, CidrIpv4, FromPort, ToPort }: SecurityGroupRule): void {
  checkProtocol(rule, 'IpProtocol', IpProtocol);
  if (CidrIpv4 !== undefined) checkBlock(rule, 'CidrIpv4', CidrIpv4);
  if (isTcpOrUdp(IpProtocol)) checkPorts(rule, 'FromPort and ToPort', FromPort, ToPort);
}

function checkInterface(networkInterface: NetworkInterface, subnet: Subnet | undefined): void {
  const { NetworkInterfaceId: id, PrivateIpAddress, PrivateIpAddresses = [], Ipv4Prefixes = [] } = networkInterface;
  const block = addressesOf([subnet?.CidrBlock]);
  const right = `in the block ${subnet?.CidrBlock} of its subnet ${subnet?.SubnetId}`;
  for (const address of [PrivateIpAddress, ...PrivateIpAddresses.map((listed) => listed.PrivateIpAddress)]) {
    checkAddress(id, 'PrivateIpAddress', address);
    const isInside = address === undefined || contains(block, parseAddress(address) as number);
    check(isInside, id, 'PrivateIpAddress', address, right);
  }
  for (const { Association } of [networkInterface, ...PrivateIpAddresses]) {
    checkAddress(id, 'PublicIp', Association?.PublicIp);
  }
  for (const { Ipv4Prefix } of Ipv4Prefixes) checkBlock(id, 'Ipv4Prefix', Ipv4Prefix);
}

function checkBlock(resource: string | undefined, field: string, value: string | undefined): void {
  check(value !== undefined && parseCidr(value) !== undefined, resource, field, value, BLOCK);
}

function checkAddress(resource: string | undefined, field: string, value: string | undefined): void {
  check(value === undefined || parseAddress(value) !== undefined, resource, field, value, ADDRESS);
}

function checkProtocol(resource: string, field: string, value: string | undefined): void {
  check(isProtocol(value), resource, field, value, 'tcp, udp, icmp, icmpv6, a number from 0 to 255, or -1 for all');
}

/** Network ACLs have the protocol's number, security groups its name. */
function isTcpOrUdp(protocol: string | undefined): boolean {
  return ['6', '17', 'tcp', 'udp'].includes(protocol ?? '');
}

function checkPorts(resource: string, field: string, from: number | undefined, to: number | undefined): void {
  const isPort = (port: number | undefined) => Number.isInteger(port) && Number(port) >= 0 && Number(port) <= MAX_PORT;
  const isRange = isPort(from) && isPort(to) && Number(from) <= Number(to);
  check(isRange, resource, field, `${from}-${to}`, `from a lower to a higher port, within 0-${MAX_PORT}`);
}

function check(isRight: boolean, resource: string | undefined, field: string, value: unknown, right: string): void {
  if (isRight) return;
  throw new Error(`${resource} has the ${field} ${JSON.stringify(value)}, but it must be ${right}.`);
}
