/** The parts of an analysis in words: components, and the rules and routes that AWS names at them. Every field is optional. */

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

/** The number of the entry that denies all that no other entry of a network ACL matches. */
const LAST_ACL_RULE = 32_767;

/** Such as `security group sg-0… ("web")`; with only the kind where the component is not named. */
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

/** Such as `inbound tcp port 22 from 0.0.0.0/0`. Without a block, the group that AWS names is the rule's other end. */
export function groupRuleWords(rule: AnalysisSecurityGroupRule): string {
  const { Direction, Cidr, PrefixListId, SecurityGroupId, Protocol, PortRange } = rule;
  const way = directionWord(Direction);
  const peer = Cidr ?? PrefixListId ?? SecurityGroupId;
  const preposition = Direction === 'egress' ? 'to' : 'from';
  return [way, trafficWords(Protocol, PortRange ? [PortRange] : []), peer && `${preposition} ${peer}`]
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
  const name = `stateless rule${Priority === undefined ? '' : ` of priority ${Priority}`}`;
  return firewallWords(name, RuleGroupArn, RuleAction, trafficWords(Protocols.join(', '), DestinationPorts), rule);
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

const PROTOCOLS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp' };

function trafficWords(protocol: string | undefined, ports: readonly PortRange[]): string {
  const isAll = protocol === undefined || protocol === '' || protocol === 'all' || protocol === '-1';
  if (isAll && ports.length === 0) return 'all traffic';
  const name = isAll ? 'all protocols' : protocol.replace(/\b(6|17|1)\b/g, (number) => PROTOCOLS[number] ?? number);
  return [name, ports.map(portWords).join(', ')].filter((word) => word !== '').join(' ');
}
