import type {
  AdditionalDetail,
  AnalysisComponent,
  AnalysisRouteTableRoute,
  Explanation,
  NetworkInsightsPath,
  TransitGatewayRouteTableRoute,
} from '@aws-sdk/client-ec2';
import { DETAIL_SENTENCES, EXPLANATION_SENTENCES } from './explanation-sentences';
import { oneLine } from './text';
import { trafficOf } from './wording';

/** A phrase for each word in braces; every field of an explanation is optional, so each has words for "not named". */
type Phrases = Readonly<Record<string, string>>;

/** One sentence, with the code at its end. Of a code that we do not know: the code and all that the explanation names. */
export function explain(explanation: Explanation): string {
  const code = explanation.ExplanationCode ?? 'no explanation code';
  const template = sentence(EXPLANATION_SENTENCES, code);
  const named = namedIds(explanation);
  if (template === undefined) return oneLine([code, ...named].join(', '), 1_000);
  const text = fill(template, explanationPhrases(explanation));
  const rest = named.filter((id) => !text.includes(id));
  return oneLine(`${text}${rest.length > 0 ? ` (${rest.join(', ')})` : ''} [${code}]`, 1_000);
}

/**
 * The rule that a security group lacks for the path, such as `an inbound rule for tcp port 443 from 10.0.0.5`; undefined for
 * explanations of other kinds. Of other obstacles the packet need not be the path's own any more: translation changes it.
 */
export function missingRule(
  { ExplanationCode, Direction }: Explanation,
  path: NetworkInsightsPath,
): string | undefined {
  if (ExplanationCode !== 'ENI_SG_RULES_MISMATCH' && ExplanationCode !== 'SG_HAS_NO_RULES') return undefined;
  const { traffic, address, sourceAddress } = trafficOf(path);
  if (Direction === 'egress') return oneLine(`an outbound rule for ${traffic}${address ? ` to ${address}` : ''}`);
  if (Direction !== 'ingress') return undefined;
  return oneLine(`an inbound rule for ${traffic}${sourceAddress ? ` from ${sourceAddress}` : ''}`);
}

/** What a component's additional detail leaves open, as one sentence. */
export function explainDetail(detail: AdditionalDetail, at: AnalysisComponent | undefined): string {
  const code = detail.AdditionalDetailType ?? 'no detail code';
  const component = one('component', detail.Component ?? at);
  const template = sentence(DETAIL_SENTENCES, code);
  return oneLine(
    template === undefined ? `${code}: ${component}` : `${fill(template, { component })} [${code}]`,
    1_000,
  );
}

function sentence(sentences: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(sentences, code) ? sentences[code] : undefined;
}

function fill(template: string, phrases: Phrases): string {
  const text = template.replace(/\{(\w+)\}/g, (_, word: string) => phrases[word] ?? word);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function explanationPhrases(e: Explanation): Phrases {
  const groups = [...(e.SecurityGroups ?? []), ...(e.SecurityGroup ? [e.SecurityGroup] : [])];
  return {
    acl: one('network ACL', e.Acl),
    attachment: one('transit gateway attachment', e.TransitGatewayAttachment),
    component: one('component', e.Component ?? e.AttachedTo ?? e.NetworkInterface),
    destination: e.Destination
      ? one('destination', e.Destination)
      : ['the destination', ...(e.Address ? [e.Address] : [])].join(' '),
    destinationVpc: one('destination VPC', e.DestinationVpc),
    direction: { ingress: 'inbound', egress: 'outbound' }[e.Direction ?? ''] ?? 'inbound or outbound',
    endpoint: one('VPC endpoint', e.VpcEndpoint),
    group: many('security group', groups),
    interface: one('network interface', e.NetworkInterface),
    internetGateway: one('internet gateway', e.InternetGateway),
    listener: listener(e),
    loadBalancer: e.LoadBalancerArn ? `load balancer ${e.LoadBalancerArn}` : 'the load balancer',
    natGateway: one('NAT gateway', e.NatGateway),
    peering: one('VPC peering connection', e.VpcPeeringConnection),
    protocols: e.Protocols?.length ? `the protocols ${e.Protocols.join(', ')}` : 'certain protocols',
    route: route(e.RouteTableRoute),
    routeTable: one('route table', e.RouteTable ?? e.SubnetRouteTable ?? e.IngressRouteTable),
    sourceVpc: one('source VPC', e.SourceVpc),
    subnet: one('subnet', e.Subnet),
    transitGateway: one('transit gateway', e.TransitGateway),
    transitGatewayRoute: transitGatewayRoute(e.TransitGatewayRouteTableRoute),
    transitGatewayRouteTable: one('transit gateway route table', e.TransitGatewayRouteTable),
    vpc: one('VPC', e.Vpc),
    vpn: one('VPN connection', e.VpnConnection),
    vpnGateway: one('virtual private gateway', e.VpnGateway),
    zones: e.AvailabilityZones?.length
      ? `the availability zones ${e.AvailabilityZones.join(', ')}`
      : 'the availability zone',
  };
}

function one(kind: string, component: AnalysisComponent | undefined): string {
  const id = component?.Id ?? component?.Arn;
  if (!id) return `the ${kind}`;
  return component?.Name ? `${kind} ${id} ("${component.Name}")` : `${kind} ${id}`;
}

function many(kind: string, components: readonly AnalysisComponent[]): string {
  if (components.length <= 1) return one(kind, components[0]);
  return `${kind}s ${components.map(({ Id, Arn }) => Id ?? Arn ?? '?').join(', ')}`;
}

function listener(e: Explanation): string {
  if (e.ElasticLoadBalancerListener) return one('listener', e.ElasticLoadBalancerListener);
  const port = e.LoadBalancerListenerPort ?? e.ClassicLoadBalancerListener?.LoadBalancerPort;
  return port === undefined ? 'the listener' : `the listener on port ${port}`;
}

function route(r: AnalysisRouteTableRoute | undefined): string {
  if (!r) return 'the route';
  const target =
    r.GatewayId ??
    r.NatGatewayId ??
    r.TransitGatewayId ??
    r.VpcPeeringConnectionId ??
    r.NetworkInterfaceId ??
    r.InstanceId ??
    r.EgressOnlyInternetGatewayId;
  return `the route ${r.DestinationCidr ?? r.DestinationPrefixListId ?? ''}${target ? ` to ${target}` : ''}`.trimEnd();
}

function transitGatewayRoute(r: TransitGatewayRouteTableRoute | undefined): string {
  if (!r) return 'the transit gateway route';
  return `the transit gateway route ${r.DestinationCidr ?? r.PrefixListId ?? ''}${r.AttachmentId ? ` to ${r.AttachmentId}` : ''}`.trimEnd();
}

/** Every id that the explanation holds, at any depth, and what else tells packets apart. */
function namedIds(explanation: Explanation): string[] {
  const { MissingComponent, PacketField, Port, PortRanges, Cidrs, Addresses, State } = explanation;
  const ids = Object.values(explanation)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .flatMap(idOf);
  const facts = [
    ...(MissingComponent ? [`missing: ${MissingComponent}`] : []),
    ...(PacketField ? [`packet field: ${PacketField}`] : []),
    ...(Port !== undefined ? [`port ${Port}`] : []),
    ...(PortRanges ?? []).map(({ From, To }) => (From === To ? `port ${From}` : `ports ${From} to ${To}`)),
    ...(Cidrs ?? []),
    ...(Addresses ?? []),
    ...(State ? [`state: ${State}`] : []),
  ];
  return [...new Set([...ids, ...facts])];
}

function idOf(value: unknown): string[] {
  const { Id, Arn } = (typeof value === 'object' && value !== null ? value : {}) as AnalysisComponent;
  const id = Id ?? Arn;
  return typeof id === 'string' ? [id] : [];
}
