import type { NetworkInsightsAnalysis, PathComponent } from '@aws-sdk/client-ec2';
import {
  aclRuleWords,
  groupRuleWords,
  one,
  routeWords,
  statefulRuleWords,
  statelessRuleWords,
  transitGatewayRouteWords,
  withName,
} from './component-words';

/**
 * The components of the found path: each with its id, its name, and the rule or route that admits
 * the traffic.
 */
export function foundPath({ ForwardPathComponents = [] }: NetworkInsightsAnalysis): string[] {
  return ForwardPathComponents.map((component, index) => `${index + 1}. ${componentWords(component)}`);
}

/**
 * Such as `eni-09c… ("web") of i-069…`, and the rule or route that admits the traffic. Texts from
 * AWS stay verbatim.
 */
export function componentWords(component: PathComponent): string {
  const { Component, AttachedTo, ServiceName } = component;
  const id = Component?.Id ?? Component?.Arn ?? ServiceName ?? '?';
  const owner = AttachedTo?.Id ?? AttachedTo?.Arn;
  const admitting = admittingWords(component);
  const attached = owner ? ` of ${withName(owner, AttachedTo)}` : '';
  return `${withName(id, Component)}${attached}${admitting.length > 0 ? `: ${admitting.join('; ')}` : ''}`;
}

function admittingWords(component: PathComponent): string[] {
  return [
    component.SecurityGroupRule && groupRuleWords(component.SecurityGroupRule),
    component.AclRule && aclRuleWords(component.AclRule),
    component.RouteTableRoute && routeWords(component.RouteTableRoute),
    component.TransitGatewayRouteTableRoute && transitGatewayRouteWords(component.TransitGatewayRouteTableRoute),
    component.FirewallStatefulRule && statefulRuleWords(component.FirewallStatefulRule),
    component.FirewallStatelessRule && statelessRuleWords(component.FirewallStatelessRule),
    component.ElasticLoadBalancerListener && one('listener', component.ElasticLoadBalancerListener),
  ].filter((words) => words !== undefined);
}

/**
 * Where AWS suggests to look if it found no path: components of another path, and other accounts.
 */
export function hints({ AlternatePathHints = [], SuggestedAccounts = [] }: NetworkInsightsAnalysis): string[] {
  const ids = AlternatePathHints.flatMap(({ ComponentId, ComponentArn }) => ComponentId ?? ComponentArn ?? []);
  return [
    ...(ids.length > 0 ? [`Another path may pass through: ${ids.join(', ')}`] : []),
    ...(SuggestedAccounts.length > 0
      ? [`The path may continue in these accounts: ${SuggestedAccounts.join(', ')}`]
      : []),
  ];
}
