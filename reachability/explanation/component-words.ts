/**
 * The parts of an analysis in words: components, and the rules and routes at them. Every field is
 * optional. Texts from AWS stay verbatim: make the words safe before printing.
 */

import type {
  AnalysisAclRule,
  AnalysisComponent,
  AnalysisLoadBalancerTarget,
  AnalysisRouteTableRoute,
  AnalysisSecurityGroupRule,
  AnalysisTransitGatewayPolicyTableEntry,
  FirewallStatefulRule,
  FirewallStatelessRule,
  PortRange,
  TransitGatewayRouteTableRoute,
} from '@aws-sdk/client-ec2';
import { protocolName } from '../packets/protocols';

/**
 * The number of a network ACL's last entry, which denies everything that no other entry matches.
 */
const LAST_ACL_RULE = 32_767;

/** Such as `security group sg-0… ("web")`, or `the security group` if AWS does not name it. */
export function one(kind: string, component: AnalysisComponent | undefined): string {
  const id = component?.Id ?? component?.Arn;
  return id ? `${kind} ${withName(id, component)}` : `the ${kind}`;
}

export function many(kind: string, components: readonly AnalysisComponent[]): string {
  if (components.length <= 1) return one(kind, components[0]);
  return `${kind}s ${components.map((component) => withName(component.Id ?? component.Arn ?? '?', component)).join(', ')}`;
}

export function withName(id: string, component: AnalysisComponent | undefined): string {
  return component?.Name ? `${id} ("${component.Name}")` : id;
}

export function routeWords(r: AnalysisRouteTableRoute | undefined): string {
  if (!r) return 'the route';
  const target =
    r.GatewayId ??
    r.NatGatewayId ??
    r.TransitGatewayId ??
    r.VpcPeeringConnectionId ??
    r.NetworkInterfaceId ??
    r.InstanceId ??
    r.EgressOnlyInternetGatewayId ??
    r.CarrierGatewayId ??
    r.LocalGatewayId ??
    r.CoreNetworkArn;
  return `the route ${r.DestinationCidr ?? r.DestinationPrefixListId ?? ''}${target ? ` to ${target}` : ''}`.trimEnd();
}

export function transitGatewayRouteWords(r: TransitGatewayRouteTableRoute | undefined): string {
  if (!r) return 'the transit gateway route';
  const attachment = r.AttachmentId ?? r.ResourceId;
  const resource = r.AttachmentId && r.ResourceId ? ` (${r.ResourceId})` : '';
  const target = attachment ? ` to ${attachment}${resource}` : '';
  return `the transit gateway route ${r.DestinationCidr ?? r.PrefixListId ?? ''}${target}`.trimEnd();
}

/**
 * Such as `inbound tcp port 22 from 0.0.0.0/0`. In a rule without a block, the group that AWS names
 * is the peer.
 */
export function groupRuleWords(rule: AnalysisSecurityGroupRule): string {
  const { Direction, Cidr, PrefixListId, SecurityGroupId, Protocol, PortRange } = rule;
  const direction = directionWord(Direction);
  const peer = Cidr ?? PrefixListId ?? SecurityGroupId;
  const preposition = Direction === 'egress' ? 'to' : 'from';
  return [direction, trafficWords(Protocol, PortRange ? [PortRange] : []), peer && `${preposition} ${peer}`]
    .filter(Boolean)
    .join(' ');
}

/** Such as `rule 100 allows all traffic from 0.0.0.0/0`. */
export function aclRuleWords({ Cidr, Egress, PortRange, Protocol, RuleAction, RuleNumber }: AnalysisAclRule): string {
  const number = RuleNumber === undefined || RuleNumber === LAST_ACL_RULE ? 'the last rule (*)' : `rule ${RuleNumber}`;
  const name = RuleNumber === undefined ? 'a rule' : number;
  const action = { allow: 'allows', deny: 'denies' }[RuleAction ?? ''] ?? 'is for';
  const peer = Cidr ? ` ${Egress ? 'to' : 'from'} ${Cidr}` : '';
  return `${name} ${action} ${trafficWords(Protocol, PortRange ? [PortRange] : [])}${peer}`;
}

/** Such as `stateful rule of arn:…: drop tcp port 22 from 0.0.0.0/0 to 10.0.0.0/16`. */
export function statefulRuleWords({ RuleGroupArn, Protocol, RuleAction, ...rest }: FirewallStatefulRule): string {
  const traffic = trafficWords(Protocol, rest.DestinationPorts ?? []);
  return firewallWords('stateful rule', RuleGroupArn, RuleAction, traffic, rest);
}

export function statelessRuleWords(rule: FirewallStatelessRule): string {
  const { RuleGroupArn, RuleAction, Priority, Protocols = [], DestinationPorts = [] } = rule;
  const protocols = Protocols.map((number) => protocolName(String(number))).join(', ');
  const name = `stateless rule${Priority === undefined ? '' : ` of priority ${Priority}`}`;
  return firewallWords(name, RuleGroupArn, RuleAction, trafficWords(protocols, DestinationPorts), rule);
}

function firewallWords(
  name: string,
  group: string | undefined,
  action: string | undefined,
  traffic: string,
  { Sources = [], Destinations = [] }: Pick<FirewallStatefulRule, 'Sources' | 'Destinations'>,
): string {
  const from = Sources.length > 0 ? ` from ${Sources.join(', ')}` : '';
  const to = Destinations.length > 0 ? ` to ${Destinations.join(', ')}` : '';
  return `${name}${group ? ` of ${group}` : ''}: ${action ?? 'applies to'} ${traffic}${from}${to}`;
}

export function targetWords({ Address, Instance, Port, AvailabilityZone }: AnalysisLoadBalancerTarget): string {
  const name = Instance?.Id ?? Address ?? Instance?.Arn;
  const zone = AvailabilityZone ? ` in ${AvailabilityZone}` : '';
  return `target${name ? ` ${name}` : ''}${Port === undefined ? '' : ` port ${Port}`}${zone}`;
}

export function policyEntryWords(entry: AnalysisTransitGatewayPolicyTableEntry): string {
  const { RuleNumber, Protocol, SourceCidr, DestinationCidr, TargetRouteTableId } = entry;
  const number = RuleNumber === undefined ? 'policy rule' : `policy rule ${RuleNumber}`;
  const ends = [SourceCidr && `from ${SourceCidr}`, DestinationCidr && `to ${DestinationCidr}`];
  const to = TargetRouteTableId && `by ${TargetRouteTableId}`;
  return [`${number}:`, trafficWords(Protocol, []), ...ends, to].filter(Boolean).join(' ');
}

/** Such as `port 443` or `ports 1024 to 65535`. */
export function portWords({ From, To }: PortRange): string {
  return From === To || To === undefined ? `port ${From}` : `ports ${From} to ${To}`;
}

export function directionWord(direction: string | undefined): string {
  return { ingress: 'inbound', egress: 'outbound' }[direction ?? ''] ?? '';
}

function trafficWords(protocol: string | undefined, ports: readonly PortRange[]): string {
  const isAll = protocol === undefined || protocol === '' || protocol === 'all' || protocol === '-1';
  if (isAll && ports.length === 0) return 'all traffic';
  const name = isAll ? 'all protocols' : protocolName(protocol);
  return [name, ports.map(portWords).join(', ')].filter((word) => word !== '').join(' ');
}
