import type { NetworkAclEntry, NetworkInterface, Route, SecurityGroupRule, Subnet } from '@aws-sdk/client-ec2';
import { MAX_PORT } from '../../packets/header-set';
import { contains, subtract } from '../../packets/interval-set';
import { addressesOf, parseAddress, parseCidr } from '../../packets/ipv4';
import { isProtocol } from '../../packets/protocols';
import { blocksOf, type Network } from '../network';
import { shown } from './parse-with-schema';
import type { Problems } from './problems';

const BLOCK = 'an IPv4 block such as 10.0.0.0/16';
const ADDRESS = 'an IPv4 address such as 10.0.0.10';
/** A rule that has none of these would silently admit nothing. */
const PEERS = 'CidrIpv4, CidrIpv6, PrefixListId or ReferencedGroupInfo';

/**
 * Finds values that EC2 never shows. They would make the engine ignore a rule or an address, and so
 * open or close paths.
 */
export function checkValues(network: Network, problems: Problems): void {
  new ValueChecks(problems).checkAll(network);
}

class ValueChecks {
  constructor(private readonly problems: Problems) {}

  checkAll(network: Network): void {
    this.checkPlaces(network);
    for (const { RouteTableId, Routes } of network.routeTables.all) this.checkRoutes(RouteTableId, Routes ?? []);
    for (const { NetworkAclId, Entries } of network.networkAcls.all) this.checkEntries(NetworkAclId, Entries ?? []);
    for (const rule of network.securityGroupRules.all) this.checkRule(rule);
    for (const item of network.networkInterfaces.all) this.checkInterface(item, network.subnets.find(item.SubnetId));
    for (const { PrefixListId, AddressFamily, Entries } of network.prefixLists.all) {
      for (const { Cidr } of Entries) if (AddressFamily === 'IPv4') this.checkBlock(PrefixListId, 'Cidr', Cidr);
    }
    this.checkPublicAddresses(network);
  }

  private checkPlaces(network: Network): void {
    for (const { VpcId, CidrBlock, CidrBlockAssociationSet } of network.vpcs.all) {
      this.checkBlock(VpcId, 'CidrBlock', CidrBlock);
      for (const association of CidrBlockAssociationSet ?? []) {
        this.checkBlock(VpcId, 'CidrBlockAssociationSet', association.CidrBlock);
      }
    }
    for (const { SubnetId, VpcId, CidrBlock } of network.subnets.all) {
      const vpc = network.vpcs.find(VpcId);
      const isBlock = this.checkBlock(SubnetId, 'CidrBlock', CidrBlock);
      if (!isBlock || !vpc || parseCidr(vpc.CidrBlock ?? '') === undefined) continue;
      const outside = subtract(addressesOf([CidrBlock]), blocksOf(vpc));
      this.check(outside.length === 0, SubnetId, 'CidrBlock', CidrBlock, `in a block of ${VpcId}`);
    }
  }

  private checkPublicAddresses(network: Network): void {
    for (const { AllocationId, PublicIp, PrivateIpAddress } of network.addresses.all) {
      this.checkAddress(AllocationId, 'PublicIp', PublicIp);
      this.checkAddress(AllocationId, 'PrivateIpAddress', PrivateIpAddress);
    }
    for (const { NatGatewayId, NatGatewayAddresses } of network.natGateways.all) {
      for (const { PublicIp, PrivateIp } of NatGatewayAddresses ?? []) {
        this.checkAddress(NatGatewayId, 'PublicIp', PublicIp);
        this.checkAddress(NatGatewayId, 'PrivateIp', PrivateIp);
      }
    }
  }

  private checkRoutes(tableId: string | undefined, routes: readonly Route[]): void {
    for (const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, State } of routes) {
      if (DestinationCidrBlock !== undefined) {
        this.checkBlock(tableId, 'DestinationCidrBlock', DestinationCidrBlock);
      } else if (DestinationIpv6CidrBlock === undefined && DestinationPrefixListId === undefined) {
        const right = 'it needs DestinationCidrBlock, DestinationIpv6CidrBlock or DestinationPrefixListId';
        this.problems.add(tableId, 'Routes', `${tableId} has a route without a destination; ${right}.`);
      }
      const isKnown = ['active', 'blackhole', 'filtered'].includes(State ?? '');
      this.check(isKnown, tableId, 'State', State, 'active or blackhole');
    }
  }

  /** Entries with the same number have no order. */
  private checkEntries(aclId: string | undefined, entries: readonly NetworkAclEntry[]): void {
    const seen = new Set<string>();
    for (const entry of entries) {
      const { RuleNumber, Egress, RuleAction } = entry;
      if (RuleNumber === undefined || Egress === undefined || RuleAction === undefined) {
        this.problems.add(aclId, 'Entries', `${aclId} has an entry without RuleNumber, Egress or RuleAction.`);
        continue;
      }
      const direction = Egress ? 'outbound' : 'inbound';
      if (seen.has(`${RuleNumber} ${direction}`)) {
        const both = `two ${direction} entries with the RuleNumber ${RuleNumber}`;
        this.problems.add(aclId, 'RuleNumber', `${aclId} has ${both}, but there can be only one.`);
      }
      seen.add(`${RuleNumber} ${direction}`);
      this.checkEntry(aclId, entry);
    }
  }

  private checkEntry(aclId: string | undefined, entry: NetworkAclEntry): void {
    const { RuleNumber, RuleAction, Protocol, CidrBlock, Ipv6CidrBlock, PortRange } = entry;
    const name = `Entry ${RuleNumber} of ${aclId}`;
    this.check(['allow', 'deny'].includes(RuleAction ?? ''), name, 'RuleAction', RuleAction, 'allow or deny');
    this.checkProtocol(name, 'Protocol', Protocol);
    if (CidrBlock !== undefined) this.checkBlock(name, 'CidrBlock', CidrBlock);
    else if (Ipv6CidrBlock === undefined) {
      this.problems.add(name, 'CidrBlock', `${name} has neither CidrBlock nor Ipv6CidrBlock.`);
    }
    if (isTcpOrUdp(Protocol) || PortRange) this.checkPorts(name, 'PortRange', PortRange?.From, PortRange?.To);
  }

  private checkRule(rule: SecurityGroupRule): void {
    const { SecurityGroupRuleId, GroupId, IsEgress, IpProtocol, CidrIpv4, FromPort, ToPort } = rule;
    const name = `${SecurityGroupRuleId} of ${GroupId}`;
    this.check(IsEgress !== undefined, name, 'IsEgress', IsEgress, 'true or false');
    this.checkProtocol(name, 'IpProtocol', IpProtocol);
    if (CidrIpv4 !== undefined) this.checkBlock(name, 'CidrIpv4', CidrIpv4);
    const peer = CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
    if (peer === undefined) this.problems.add(name, 'CidrIpv4', `${name} has none of ${PEERS}.`);
    if (isTcpOrUdp(IpProtocol)) this.checkPorts(name, 'FromPort and ToPort', FromPort, ToPort);
  }

  private checkInterface(networkInterface: NetworkInterface, subnet: Subnet | undefined): void {
    const { NetworkInterfaceId: id, PrivateIpAddress, PrivateIpAddresses = [], Ipv4Prefixes = [] } = networkInterface;
    const block = addressesOf([subnet?.CidrBlock]);
    const right = `in the block ${subnet?.CidrBlock} of its subnet ${subnet?.SubnetId}`;
    for (const text of new Set([PrivateIpAddress, ...PrivateIpAddresses.map((listed) => listed.PrivateIpAddress)])) {
      this.checkAddress(id, 'PrivateIpAddress', text);
      const address = text === undefined ? undefined : parseAddress(text);
      if (address === undefined || block.length === 0) continue;
      this.check(contains(block, address), id, 'PrivateIpAddress', text, right);
    }
    for (const { Association } of [networkInterface, ...PrivateIpAddresses]) {
      this.checkAddress(id, 'PublicIp', Association?.PublicIp);
    }
    for (const { Ipv4Prefix } of Ipv4Prefixes) this.checkBlock(id, 'Ipv4Prefix', Ipv4Prefix);
  }

  private checkBlock(resource: string | undefined, field: string, value: string | undefined): boolean {
    const isRight = value !== undefined && parseCidr(value) !== undefined;
    this.check(isRight, resource, field, value, BLOCK);
    return isRight;
  }

  private checkAddress(resource: string | undefined, field: string, value: string | undefined): void {
    this.check(value === undefined || parseAddress(value) !== undefined, resource, field, value, ADDRESS);
  }

  private checkProtocol(resource: string, field: string, value: string | undefined): void {
    const right = 'tcp, udp, icmp, icmpv6, a number from 0 to 255, or -1 for all';
    this.check(isProtocol(value), resource, field, value, right);
  }

  private checkPorts(resource: string, field: string, from: number | undefined, to: number | undefined): void {
    const isPort = (port: number | undefined) =>
      Number.isInteger(port) && Number(port) >= 0 && Number(port) <= MAX_PORT;
    const isRange = isPort(from) && isPort(to) && Number(from) <= Number(to);
    this.check(isRange, resource, field, `${from}-${to}`, `from a lower to a higher port, within 0-${MAX_PORT}`);
  }

  private check(isRight: boolean, resource: string | undefined, field: string, value: unknown, right: string): void {
    if (isRight) return;
    this.problems.add(resource, field, `${resource} has the ${field} ${shown(value)}, but it must be ${right}.`);
  }
}

/** Network ACLs have the protocol's number, security groups its name. */
function isTcpOrUdp(protocol: string | undefined): boolean {
  return ['6', '17', 'tcp', 'udp'].includes(protocol ?? '');
}
