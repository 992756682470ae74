import { protocolName } from '../../reachability/packets/protocols';
import type { SecurityGroupRule } from '../events/rule-changes';
import type { WatchedPath } from '../history/watched-paths';

/** False only if the rule is certainly for another protocol or other ports than the path. */
export function concernsPort({ protocol, fromPort, toPort }: SecurityGroupRule, { details }: WatchedPath): boolean {
  if (protocol === undefined || protocol === '-1') return true;
  if (protocolName(protocol) !== details.Protocol) return false;
  const range = details.FilterAtSource?.DestinationPortRange ?? details.FilterAtDestination?.DestinationPortRange;
  const from = details.DestinationPort ?? range?.FromPort ?? 0;
  const to = details.DestinationPort ?? range?.ToPort ?? 65_535;
  return (fromPort ?? 0) <= to && from <= (toPort ?? 65_535);
}
