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
import { oneLine } from './one-line';

/** The way that was found, a line for each component: its id and name, and the rule or route that lets the traffic on. */
export function wayLines({ ForwardPathComponents = [] }: NetworkInsightsAnalysis): string[] {
  return ForwardPathComponents.map(
    (component, index) => `  ${oneLine(`${index + 1}. ${componentWords(component)}`, 600)}`,
  );
}

function componentWords(component: PathComponent): string {
  const { Component, AttachedTo, ServiceName } = component;
  const id = Component?.Id ?? Component?.Arn ?? ServiceName ?? '?';
  const owner = AttachedTo?.Id ?? AttachedTo?.Arn;
  const admitting = admittingWords(component);
  const attached = owner ? ` of ${withName(owner, AttachedTo)}` : '';
  return `${withName(id, Component)}${attached}${admitting.length > 0 ? `: ${admitting.join('; ')}` : ''}`;
}

function admittingWords(component: PathComponent): string[] {
  return [
    ...(component.SecurityGroupRule ? [groupRuleWords(component.SecurityGroupRule)] : []),
    ...(component.AclRule ? [aclRuleWords(component.AclRule)] : []),
    ...(component.RouteTableRoute ? [routeWords(component.RouteTableRoute)] : []),
    ...(component.TransitGatewayRouteTableRoute
      ? [transitGatewayRouteWords(component.TransitGatewayRouteTableRoute)]
      : []),
    ...(component.FirewallStatefulRule ? [statefulRuleWords(component.FirewallStatefulRule)] : []),
    ...(component.FirewallStatelessRule ? [statelessRuleWords(component.FirewallStatelessRule)] : []),
    ...(component.ElasticLoadBalancerListener ? [one('listener', component.ElasticLoadBalancerListener)] : []),
  ];
}

/** What AWS suggests looking at where it found no path: components that another way may pass, and other accounts. */
export function hintLines({ AlternatePathHints = [], SuggestedAccounts = [] }: NetworkInsightsAnalysis): string[] {
  const ids = AlternatePathHints.flatMap(({ ComponentId, ComponentArn }) => ComponentId ?? ComponentArn ?? []);
  return [
    ...(ids.length > 0 ? [oneLine(`- AWS names what another way may pass: ${ids.join(', ')}`, 1_000)] : []),
    ...(SuggestedAccounts.length > 0
      ? [oneLine(`- AWS suggests that the path leads on in other accounts: ${SuggestedAccounts.join(', ')}`, 1_000)]
      : []),
  ];
}
