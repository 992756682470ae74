import type { Occasion } from './input';
import type { WatchedPath } from './paths';
import type { SecurityGroupRule } from './security-group-rule';
import { oneLine } from './text';

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

/** Such as `web-to-internet: i-0… -> igw-0…, tcp port 443, must be reachable`. */
export function describePath({ name, expect, details }: WatchedPath): string {
  const filter = details.FilterAtSource;
  const address =
    details.DestinationIp ?? filter?.DestinationAddress ?? details.FilterAtDestination?.DestinationAddress;
  const sourceAddress = details.SourceIp ?? filter?.SourceAddress;
  const port = portText(
    details.DestinationPort ?? filter?.DestinationPortRange?.FromPort,
    filter?.DestinationPortRange?.ToPort,
  );
  const source = [details.Source ?? 'unknown source', ...(sourceAddress ? [`(${sourceAddress})`] : [])].join(' ');
  const destination =
    [...(details.Destination ? [details.Destination] : []), ...(address ? [address] : [])].join(' ') || 'anywhere';
  return oneLine(
    `${name}: ${source} -> ${destination}, ${details.Protocol ?? 'any protocol'}${port}, must be ${expect}`,
    600,
  );
}

/** Such as `outbound tcp 443 to 0.0.0.0/0 (sgr-0…)`. */
export function describeRule({ direction, protocol, fromPort, toPort, peer, ruleId }: SecurityGroupRule): string {
  const way = direction === undefined ? '' : direction === 'ingress' ? 'inbound ' : 'outbound ';
  const traffic = protocol === '-1' ? 'all traffic' : `${protocol ?? 'unknown protocol'}${portText(fromPort, toPort)}`;
  const preposition = direction === 'ingress' ? 'from' : 'to';
  const other = peer ? ` ${preposition} ${Object.values(peer)[0]}` : '';
  return oneLine(`${way}${traffic}${other}${ruleId ? ` (${ruleId})` : ''}`);
}

function portText(from: number | undefined, to: number | undefined): string {
  if (from === undefined || from === -1) return '';
  return to === undefined || to === from ? ` port ${from}` : ` ports ${from} to ${to}`;
}
