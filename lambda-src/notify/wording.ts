import { oneLine } from '../../reachability/explanation/one-line';
import { portText, trafficOf } from '../../reachability/explanation/traffic';
import type { Change } from '../events/change';
import { MOST_NESTING } from '../events/cloudtrail-json';
import type { Occasion } from '../events/input';
import type { SecurityGroupRule } from '../events/rule-changes';
import { TOOL } from '../history/note';
import type { WatchedPath } from '../history/watched-paths';

/** Of an object's members and of a call's parameters; nobody reads more. */
const MOST_PARAMETERS = 30;

/** How a message names what led to it. */
export interface Trigger {
  readonly name: 'Security Group change' | 'Network change' | 'Scheduled check' | 'Deployment check';
  /** A change causes; a check only finds. */
  readonly isChange: boolean;
}

export function triggerOf(occasion: Occasion): Trigger {
  if (occasion.kind === 'deployment') return { name: 'Deployment check', isChange: false };
  if (occasion.kind !== 'change') return { name: 'Scheduled check', isChange: false };
  const name = /SecurityGroup/.test(occasion.change.call) ? 'Security Group change' : 'Network change';
  return { name, isChange: true };
}

/** A user agent as short as this is shown whole. */
const SHORT_USER_AGENT = 40;

/** What a user agent tells of the tool: one that makes changes from code, or the first product that it names, such as `aws-cli/2.15.0`. */
export function toolWords(userAgent: string): string {
  const [first = userAgent] = /[^\s,;()[\]]+/.exec(userAgent) ?? [];
  const tool = TOOL.exec(userAgent)?.[0] ?? (userAgent.length <= SHORT_USER_AGENT ? userAgent : first);
  return oneLine(tool.startsWith('Mozilla/') ? 'a browser' : tool, 60);
}

/** Such as `web-to-internet: i-0… -> igw-0…, tcp port 443, must be reachable`. */
export function describePath({ name, expect, details }: WatchedPath): string {
  const { address, sourceAddress, traffic } = trafficOf(details);
  const source = [details.Source ?? 'unknown source', ...(sourceAddress ? [`(${sourceAddress})`] : [])].join(' ');
  const destination =
    [...(details.Destination ? [details.Destination] : []), ...(address ? [address] : [])].join(' ') || 'anywhere';
  return oneLine(`${name}: ${source} -> ${destination}, ${traffic}, must be ${expect}`, 600);
}

/** Such as `outbound tcp 443 to 0.0.0.0/0 (sgr-0…)`. */
export function describeRule({ direction, protocol, fromPort, toPort, peer, ruleId }: SecurityGroupRule): string {
  const way = direction === undefined ? '' : direction === 'ingress' ? 'inbound ' : 'outbound ';
  const traffic = protocol === '-1' ? 'all traffic' : `${protocol ?? 'unknown protocol'}${portText(fromPort, toPort)}`;
  const preposition = direction === 'ingress' ? 'from' : 'to';
  const other = peer ? ` ${preposition} ${Object.values(peer)[0]}` : '';
  return oneLine(`${way}${traffic}${other}${ruleId ? ` (${ruleId})` : ''}`);
}

/** The call's parameters as they came, such as `touches: routeTableId rtb-0…, destinationCidrBlock 0.0.0.0/0`; else what the answer names. */
export function describeCall({ request, resources }: Change): string {
  const parameters = leaves(request).map(([name, value]) => `${name} ${value}`);
  const named = parameters.length > 0 ? parameters : resources;
  return oneLine(`touches: ${named.slice(0, MOST_PARAMETERS).join(', ') || 'the record does not tell what'}`, 1_000);
}

/** The values at the ends of an object, each with the nearest name above it. */
function leaves(value: unknown, name = '', depth = 0): readonly (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null) {
    if (depth >= MOST_NESTING) return [];
    return Object.entries(value)
      .slice(0, MOST_PARAMETERS)
      .flatMap(([key, child]) => leaves(child, /^(items?|value|content|\d+)$/.test(key) ? name : key, depth + 1));
  }
  const isShown =
    typeof value === 'boolean' || typeof value === 'number' || (typeof value === 'string' && value !== '');
  return isShown ? [[oneLine(name, 60), oneLine(String(value), 200)]] : [];
}
