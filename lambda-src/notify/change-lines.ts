import { portText } from '../../reachability/explanation/traffic';
import type { Change } from '../events/change';
import type { SecurityGroupRule } from '../events/rule-changes';
import { TOOL } from '../history/note';
import { oneLine } from '../safe-text';

const MOST_RULES_LISTED = 8;
/** The most parameters of a call, and members of one of its objects, that are shown. */
const MOST_PARAMETERS = 30;
/** Parameters that are nested deeper are not shown. */
const MOST_DEPTH = 12;
/** A user agent as short as this is shown whole. */
const SHORT_USER_AGENT = 40;

/** When the change was made, by whom, from where and with what, and what it altered. */
export function changeLines(change: Change): string[] {
  const { rules, sourceAddress, userAgent } = change;
  const more = rules.length - MOST_RULES_LISTED;
  return [
    `- ${timeText(change)} ${oneLine(change.call)} by ${actorWords(change)}, from ${oneLine(sourceAddress)}, with ${toolWords(userAgent)}`,
    ...rules.slice(0, MOST_RULES_LISTED).map(({ action, rule }) => `    ${action}: ${describeRule(rule)}`),
    ...(more > 0 ? [`    and ${more} more rules`] : []),
    ...(rules.length === 0 ? [`    ${describeCall(change)}`] : []),
  ];
}

export function actorWords({ actor, invokedBy }: Change): string {
  return `${oneLine(actor)}${invokedBy ? ` through ${oneLine(invokedBy)}` : ''}`;
}

export function timeText({ time }: Change): string {
  return time === undefined ? 'an unknown time' : new Date(time).toISOString();
}

/**
 * A tool that makes changes from code, or else the first product of the user agent, such as
 * `aws-cli/2.15.0`.
 */
function toolWords(userAgent: string): string {
  const [first = userAgent] = /[^\s,;()[\]]+/.exec(userAgent) ?? [];
  const tool = TOOL.exec(userAgent)?.[0] ?? (userAgent.length <= SHORT_USER_AGENT ? userAgent : first);
  return oneLine(tool.startsWith('Mozilla/') ? 'a browser' : tool, 60);
}

/** Such as `outbound tcp port 443 to 0.0.0.0/0 (sgr-0…) in sg-0…`. */
function describeRule(rule: SecurityGroupRule): string {
  const { direction, protocol, fromPort, toPort, peer, ruleId, groupId } = rule;
  const side = direction === undefined ? '' : direction === 'ingress' ? 'inbound ' : 'outbound ';
  const traffic = protocol === '-1' ? 'all traffic' : `${protocol ?? 'unknown protocol'}${portText(fromPort, toPort)}`;
  const preposition = direction === 'ingress' ? 'from' : 'to';
  const other = peer ? ` ${preposition} ${Object.values(peer)[0]}` : '';
  const text = oneLine(`${side}${traffic}${other}${ruleId ? ` (${ruleId})` : ''}`);
  return `${text}${groupId ? ` in ${oneLine(groupId)}` : ''}`;
}

/**
 * Such as `touches: routeTableId rtb-0…, destinationCidrBlock 0.0.0.0/0`; without parameters, the
 * resources.
 */
function describeCall({ request, resources }: Change): string {
  const parameters = leaves(request).map(([name, value]) => `${name} ${value}`);
  const named = parameters.length > 0 ? parameters : resources;
  return oneLine(`touches: ${named.slice(0, MOST_PARAMETERS).join(', ') || 'unknown resources'}`, 1_000);
}

/** The values at the ends of an object, each with the nearest name above it. */
function leaves(value: unknown, name = '', depth = 0): readonly (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null) {
    if (depth >= MOST_DEPTH) return [];
    return Object.entries(value)
      .slice(0, MOST_PARAMETERS)
      .flatMap(([key, child]) => leaves(child, /^(items?|value|content|\d+)$/.test(key) ? name : key, depth + 1));
  }
  const isShown =
    typeof value === 'boolean' || typeof value === 'number' || (typeof value === 'string' && value !== '');
  return isShown ? [[oneLine(name, 60), oneLine(String(value), 200)]] : [];
}
