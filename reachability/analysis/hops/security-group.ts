import type { Explanation, NetworkInterface, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { ANY_PORT, box } from '../../packets/header-set';
import type { IntervalSet } from '../../packets/interval-set';
import { addressesOf, singleAddresses } from '../../packets/ipv4';
import type { PathProtocol } from '../../packets/protocols';
import { privateAddressesOf } from '../addresses';
import { component, type NetworkView } from '../components';
import { ADMIT_ALL, type Direction, type Hop, type HopRule, unsupportedHop } from '../hop';

/**
 * The security groups of an interface, for requests: a packet passes when any rule of any group
 * admits it. An interface without groups belongs to a service that handles packets in its own way
 * (a NAT gateway, a transit gateway, some load balancers).
 */
export function securityGroupHop(
  view: NetworkView,
  networkInterface: NetworkInterface,
  direction: Direction,
  protocol: PathProtocol,
): Hop {
  const { network } = view;
  const groupIds = (networkInterface.Groups ?? []).map((group) => group.GroupId);
  if (groupIds.length === 0) {
    return unsupportedHop(component(view, network.networkInterfaces, networkInterface.NetworkInterfaceId));
  }
  const rules = groupIds
    .flatMap((id) => network.rulesOf(id))
    .filter((rule) => rule.IsEgress === (direction === 'egress'));
  return {
    component: component(view, network.securityGroups, groupIds[0]),
    rules: rules.flatMap((rule) => hopRule(view, rule, networkInterface.VpcId, direction, protocol)),
    explain: () => explanationsFor(view, networkInterface, groupIds, direction),
  };
}

/** The same groups for replies, which pass because security groups are stateful. */
export function statefulHop(request: Hop): Hop {
  return { component: request.component, rules: ADMIT_ALL, replyTo: request, explain: () => [] };
}

function hopRule(
  view: NetworkView,
  rule: SecurityGroupRule,
  vpcId: string | undefined,
  direction: Direction,
  protocol: PathProtocol,
): HopRule[] {
  const isAnyProtocol = rule.IpProtocol === '-1';
  if (!isAnyProtocol && rule.IpProtocol !== protocol) return [];
  const peers = peerAddresses(view, rule, vpcId);
  if (peers.length === 0) return [];
  const ports = portsOf(rule);
  const [[From, To] = []] = ports;
  const SecurityGroupRule = {
    Cidr: rule.CidrIpv4,
    PrefixListId: rule.PrefixListId,
    SecurityGroupId: rule.ReferencedGroupInfo?.GroupId,
    Direction: direction,
    Protocol: isAnyProtocol ? 'all' : protocol,
    PortRange: isAnyProtocol ? undefined : { From, To },
  };
  return [
    {
      admits: [box({ [direction === 'egress' ? 'destination' : 'source']: peers, destinationPorts: ports })],
      component: component(view, view.network.securityGroups, rule.GroupId),
      details: { SecurityGroupRule },
    },
  ];
}

function portsOf({ IpProtocol, FromPort, ToPort = FromPort }: SecurityGroupRule): IntervalSet {
  if (IpProtocol === '-1' || FromPort === undefined || ToPort === undefined || FromPort === -1) return ANY_PORT;
  return [[FromPort, ToPort]];
}

/**
 * A referenced group stands for the private addresses of the interfaces in it, in the VPC of the
 * rule and in VPCs with an active peering connection to it:
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
function peerAddresses({ network }: NetworkView, rule: SecurityGroupRule, vpcId: string | undefined): IntervalSet {
  if (rule.CidrIpv4) return addressesOf([rule.CidrIpv4]);
  if (rule.PrefixListId) {
    return addressesOf(network.prefixLists.find(rule.PrefixListId)?.Entries.map((entry) => entry.Cidr) ?? []);
  }
  const referenced = rule.ReferencedGroupInfo?.GroupId;
  if (!referenced) return [];
  const peers = network.peersOf(vpcId).filter((peer) => peer.isActive);
  const within = [vpcId, ...peers.map((peer) => peer.vpcId)];
  const members = network.interfacesInGroup(referenced).filter((member) => within.includes(member.VpcId));
  return singleAddresses(members.flatMap(privateAddressesOf));
}

function explanationsFor(
  view: NetworkView,
  { NetworkInterfaceId, SubnetId, VpcId }: NetworkInterface,
  groupIds: readonly (string | undefined)[],
  Direction: Direction,
): Explanation[] {
  const { network } = view;
  const where = {
    Direction,
    NetworkInterface: component(view, network.networkInterfaces, NetworkInterfaceId),
    Subnet: component(view, network.subnets, SubnetId),
    Vpc: component(view, network.vpcs, VpcId),
  };
  const group = (id: string | undefined) => component(view, network.securityGroups, id);
  const hasRules = (id: string | undefined) => network.rulesOf(id).length > 0;
  const mismatched = groupIds.filter(hasRules).map(group);
  const empty = groupIds.filter((id) => !hasRules(id)).map(group);
  return [
    ...empty.map((SecurityGroup) => ({ ExplanationCode: 'SG_HAS_NO_RULES', SecurityGroup, ...where })),
    ...(mismatched.length > 0
      ? [{ ExplanationCode: 'ENI_SG_RULES_MISMATCH', SecurityGroups: mismatched, ...where }]
      : []),
  ];
}
