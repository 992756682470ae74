import type { Explanation, NetworkInterface, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { ANY_PORT, box } from '../../packets/header-set';
import type { IntervalSet } from '../../packets/interval-set';
import { addressesOf, singleAddresses } from '../../packets/ipv4';
import { component, type NetworkView } from '../components';
import { PASS, type Piece, type Step, unsupportedStep } from '../way';
import { privateAddressesOf } from './interface';

export type Direction = 'egress' | 'ingress';

/**
 * The security groups of an interface, for traffic that begins: a packet passes when any rule of any group admits it. Only interfaces
 * of services that handle packets in ways of their own (a NAT gateway, a transit gateway, some load balancers) have no group.
 */
export function securityGroupStep(
  view: NetworkView,
  it: NetworkInterface,
  direction: Direction,
  protocol: 'tcp' | 'udp',
): Step {
  const { network } = view;
  const groupIds = (it.Groups ?? []).map((group) => group.GroupId);
  if (groupIds.length === 0) {
    return unsupportedStep(component(view, network.networkInterfaces, it.NetworkInterfaceId));
  }
  const rules = groupIds
    .flatMap((id) => network.rulesOf(id))
    .filter((rule) => rule.IsEgress === (direction === 'egress'));
  return {
    component: component(view, network.securityGroups, groupIds[0]),
    pieces: rules.flatMap((rule) => pieceOf(view, rule, it.VpcId, direction, protocol)),
    explain: () => explain(view, it, groupIds, direction),
  };
}

/** The same groups for the answers, which pass because security groups are stateful. */
export function statefulStep(begun: Step): Step {
  return { component: begun.component, pieces: PASS, answers: begun, explain: () => [] };
}

function pieceOf(
  view: NetworkView,
  rule: SecurityGroupRule,
  vpcId: string | undefined,
  direction: Direction,
  protocol: string,
): Piece[] {
  if (rule.IpProtocol !== '-1' && rule.IpProtocol !== protocol) return [];
  const peers = peerAddresses(view, rule, vpcId);
  if (peers.length === 0) return [];
  const [from, to] = portsOf(rule);
  const admits = box({ [direction === 'egress' ? 'destination' : 'source']: peers, destinationPorts: [[from, to]] });
  const ports = rule.IpProtocol === '-1' ? {} : { PortRange: { From: from, To: to } };
  const referenced = rule.ReferencedGroupInfo?.GroupId;
  const SecurityGroupRule = {
    ...(rule.CidrIpv4 && { Cidr: rule.CidrIpv4 }),
    ...(rule.PrefixListId && { PrefixListId: rule.PrefixListId }),
    ...(referenced && { SecurityGroupId: referenced }),
    Direction: direction,
    Protocol: rule.IpProtocol === '-1' ? 'all' : rule.IpProtocol,
    ...ports,
  };
  const group = component(view, view.network.securityGroups, rule.GroupId);
  return [{ admits: [admits], component: group, details: { SecurityGroupRule } }];
}

function portsOf(rule: SecurityGroupRule): readonly [number, number] {
  const all = rule.IpProtocol === '-1' || rule.FromPort === undefined || rule.FromPort === -1;
  return all
    ? (ANY_PORT[0] as readonly [number, number])
    : [rule.FromPort as number, rule.ToPort ?? (rule.FromPort as number)];
}

/**
 * A referenced group stands for the private addresses of the interfaces in it, in the VPC of the rule and in those with an active
 * peering connection to it: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
function peerAddresses({ network }: NetworkView, rule: SecurityGroupRule, vpcId: string | undefined): IntervalSet {
  if (rule.CidrIpv4) return addressesOf([rule.CidrIpv4]);
  if (rule.PrefixListId)
    return addressesOf(network.prefixLists.find(rule.PrefixListId)?.Entries.map((it) => it.Cidr) ?? []);
  const referenced = rule.ReferencedGroupInfo?.GroupId;
  if (!referenced) return [];
  const peers = network.peersOf(vpcId).filter((peer) => peer.isActive);
  const within = [vpcId, ...peers.map((peer) => peer.vpcId)];
  const members = network.interfacesInGroup(referenced).filter((it) => within.includes(it.VpcId));
  return singleAddresses(members.flatMap((it) => privateAddressesOf(it)));
}

function explain(
  view: NetworkView,
  it: NetworkInterface,
  groupIds: readonly (string | undefined)[],
  direction: Direction,
): Explanation[] {
  const { network } = view;
  const where = {
    Direction: direction,
    NetworkInterface: component(view, network.networkInterfaces, it.NetworkInterfaceId),
    Subnet: component(view, network.subnets, it.SubnetId),
    Vpc: component(view, network.vpcs, it.VpcId),
  };
  const group = (id: string | undefined) => component(view, network.securityGroups, id);
  const isEmpty = (id: string | undefined) => network.rulesOf(id).length === 0;
  const mismatched = groupIds.filter((id) => !isEmpty(id));
  const empty = groupIds.filter(isEmpty);
  return [
    ...empty.map((id) => ({ ExplanationCode: 'SG_HAS_NO_RULES', SecurityGroup: group(id), ...where })),
    ...(mismatched.length > 0
      ? [{ ExplanationCode: 'ENI_SG_RULES_MISMATCH', SecurityGroups: mismatched.map(group), ...where }]
      : []),
  ];
}
