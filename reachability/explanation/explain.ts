import type { AdditionalDetail, AnalysisComponent, Explanation, NetworkInsightsPath } from '@aws-sdk/client-ec2';
import {
  aclRuleWords,
  directionWord,
  groupRuleWords,
  many,
  one,
  policyEntryWords,
  portWords,
  routeWords,
  statefulRuleWords,
  statelessRuleWords,
  targetWords,
  transitGatewayRouteWords,
} from './component-words';
import { groupsNamedBy } from './path-components';
import { DETAIL_SENTENCES, EXPLANATION_SENTENCES } from './sentences';
import { trafficOf } from './traffic';

/**
 * A phrase for each word in braces. All fields of an explanation are optional, so each has a phrase
 * without a name.
 */
type Phrases = Readonly<Record<string, string>>;

/**
 * One sentence, with the code at its end; for an unknown code, the code and everything that the
 * explanation names. Texts from AWS stay verbatim: make the sentence safe before printing.
 */
export function explain(explanation: Explanation): string {
  const code = explanation.ExplanationCode ?? 'no explanation code';
  const template = sentence(EXPLANATION_SENTENCES, code);
  const named = namedIds(explanation);
  if (template === undefined) return [code, ...named].join(', ');
  const text = fill(template, explanationPhrases(explanation));
  const rest = named.filter((id) => !text.includes(id));
  return `${text}${rest.length > 0 ? ` (${rest.join(', ')})` : ''} [${code}]`;
}

/**
 * The rule that a security group lacks for the path, such as `an inbound rule for tcp port 443 from
 * 10.0.0.5`. Undefined for any other obstacle, because addresses may have been translated before
 * it, and if the explanation is about another packet field, another port, or a rule that almost
 * matches.
 */
export function missingRule(explanation: Explanation, path: NetworkInsightsPath): string | undefined {
  const { ExplanationCode, Direction, SecurityGroupRule } = explanation;
  if (ExplanationCode !== 'ENI_SG_RULES_MISMATCH' && ExplanationCode !== 'SG_HAS_NO_RULES') return undefined;
  if (SecurityGroupRule || isAboutOtherTraffic(explanation, path)) return undefined;
  const { traffic, address, sourceAddress } = trafficOf(path);
  if (Direction === 'egress') return `an outbound rule for ${traffic}${address ? ` to ${address}` : ''}`;
  if (Direction !== 'ingress') return undefined;
  return `an inbound rule for ${traffic}${sourceAddress ? ` from ${sourceAddress}` : ''}`;
}

function isAboutOtherTraffic({ PacketField, Port, PortRanges }: Explanation, path: NetworkInsightsPath): boolean {
  if (PacketField !== undefined && PacketField !== 'destination-port') return true;
  const { DestinationPort: port = path.FilterAtSource?.DestinationPortRange?.FromPort } = path;
  if (port === undefined) return false;
  const isRange = PortRanges?.some(({ From = 0, To = 65_535 }) => From <= port && port <= To) ?? true;
  return (Port !== undefined && Port !== port) || !isRange;
}

/**
 * What an additional detail of a component leaves uncertain, as one sentence. Verbatim like
 * `explain`.
 */
export function explainDetail(detail: AdditionalDetail, at: AnalysisComponent | undefined): string {
  const code = detail.AdditionalDetailType ?? 'no detail code';
  const component = one('component', detail.Component ?? at);
  const template = sentence(DETAIL_SENTENCES, code);
  return template === undefined ? `${code}: ${component}` : `${fill(template, { component })} [${code}]`;
}

function sentence(sentences: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(sentences, code) ? sentences[code] : undefined;
}

function fill(template: string, phrases: Phrases): string {
  const text = template.replace(/\{(\w+)\}/g, (_, word: string) => phrases[word] ?? word);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function explanationPhrases(e: Explanation): Phrases {
  return {
    acl: one('network ACL', e.Acl),
    attachment: one('transit gateway attachment', e.TransitGatewayAttachment),
    component: one('component', e.Component ?? e.AttachedTo ?? e.NetworkInterface),
    destination: e.Destination
      ? one('destination', e.Destination)
      : ['the destination', ...(e.Address ? [e.Address] : [])].join(' '),
    destinationVpc: one('destination VPC', e.DestinationVpc),
    direction: directionWord(e.Direction ?? e.SecurityGroupRule?.Direction) || 'inbound or outbound',
    endpoint: one('VPC endpoint', e.VpcEndpoint),
    group: many('security group', groupsNamedBy(e)),
    interface: one('network interface', e.NetworkInterface),
    internetGateway: one('internet gateway', e.InternetGateway),
    listener: listener(e),
    loadBalancer: e.LoadBalancerArn ? `load balancer ${e.LoadBalancerArn}` : 'the load balancer',
    natGateway: one('NAT gateway', e.NatGateway),
    peering: one('VPC peering connection', e.VpcPeeringConnection),
    protocols: e.Protocols?.length ? `the protocols ${e.Protocols.join(', ')}` : 'certain protocols',
    route: routeWords(e.RouteTableRoute),
    routeTable: one('route table', e.RouteTable ?? e.SubnetRouteTable ?? e.IngressRouteTable),
    sourceVpc: one('source VPC', e.SourceVpc),
    subnet: one('subnet', e.Subnet),
    transitGateway: one('transit gateway', e.TransitGateway),
    transitGatewayRoute: transitGatewayRouteWords(e.TransitGatewayRouteTableRoute),
    transitGatewayRouteTable: one('transit gateway route table', e.TransitGatewayRouteTable),
    vpc: one('VPC', e.Vpc),
    vpn: one('VPN connection', e.VpnConnection),
    vpnGateway: one('virtual private gateway', e.VpnGateway),
    zones: e.AvailabilityZones?.length
      ? `the availability zones ${e.AvailabilityZones.join(', ')}`
      : 'the availability zone',
  };
}

function listener(e: Explanation): string {
  if (e.ElasticLoadBalancerListener) return one('listener', e.ElasticLoadBalancerListener);
  const port = e.LoadBalancerListenerPort ?? e.ClassicLoadBalancerListener?.LoadBalancerPort;
  return port === undefined ? 'the listener' : `the listener on port ${port}`;
}

/** The ids, packet fields, rules and places that the explanation names. */
function namedIds(explanation: Explanation): string[] {
  const { MissingComponent, PacketField, Port, PortRanges, Cidrs, Addresses, State } = explanation;
  const ids = Object.values(explanation)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .flatMap(idOf);
  const facts = [
    ...(MissingComponent ? [`missing: ${MissingComponent}`] : []),
    ...(PacketField ? [`packet field: ${PacketField}`] : []),
    ...(Port !== undefined ? [`port ${Port}`] : []),
    ...(PortRanges ?? []).map(portWords),
    ...(Cidrs ?? []),
    ...(Addresses ?? []),
    ...(State ? [`state: ${State}`] : []),
    ...ruleFacts(explanation),
    ...placeFacts(explanation),
  ];
  return [...new Set([...ids, ...facts])];
}

/** The rule, entry or target at which the traffic fails, if the explanation has it. */
function ruleFacts(e: Explanation): string[] {
  return [
    e.SecurityGroupRule && `rule: ${groupRuleWords(e.SecurityGroupRule)}`,
    e.AclRule && aclRuleWords(e.AclRule),
    e.FirewallStatefulRule && statefulRuleWords(e.FirewallStatefulRule),
    e.FirewallStatelessRule && statelessRuleWords(e.FirewallStatelessRule),
    e.TransitGatewayPolicyTableEntry && policyEntryWords(e.TransitGatewayPolicyTableEntry),
    e.LoadBalancerTarget && targetWords(e.LoadBalancerTarget),
    e.LoadBalancerTargetPort === undefined ? undefined : `target port ${e.LoadBalancerTargetPort}`,
  ].filter((fact) => fact !== undefined);
}

/** The account and Region of the component, if they are not the path's own. */
function placeFacts({ ComponentAccount, ComponentRegion }: Explanation): string[] {
  return [
    ...(ComponentAccount ? [`in account ${ComponentAccount}`] : []),
    ...(ComponentRegion ? [`in Region ${ComponentRegion}`] : []),
  ];
}

function idOf(value: unknown): string[] {
  const { Id, Arn } = (typeof value === 'object' && value !== null ? value : {}) as AnalysisComponent;
  const id = Id ?? Arn;
  return typeof id === 'string' ? [id] : [];
}
