import type { Change } from '../events/change';
import type { RuleChange } from '../events/rule-changes';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import { concernsPort } from './rule-traffic';

/**
 * Reachability Analyzer sees IPv4 only:
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html. AWS
 * does not let a rule change from one kind of address to the other:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html. So no
 * analysis sees a rule for an IPv6 block, before or after it is added, removed or modified.
 */
function isIpv6({ rule: { peer } }: RuleChange): boolean {
  return peer !== undefined && 'cidrIpv6' in peer;
}

/**
 * Whether the change altered only security group rules for IPv6 blocks, so that no analysis can
 * show it.
 */
export function isIpv6Only({ rules }: Change): boolean {
  return rules.length > 0 && rules.every(isIpv6);
}

/** The rules of the change that may let traffic in over IPv6. */
export function openedIpv6Rules({ rules }: Change): readonly RuleChange[] {
  return rules.filter((each) => isIpv6(each) && each.action !== 'removed');
}

/** A forbidden path that a change may have opened over IPv6, which no analysis shows. */
export interface Ipv6Warning {
  readonly path: WatchedPath;
  /** The newest analysis of the path that succeeded; it names the group of one of the rules. */
  readonly analysis: Analysis;
  readonly rules: readonly RuleChange[];
}

/**
 * The forbidden paths that rules of the change may have opened over IPv6: those whose newest
 * analysis names a group of the rules, on the path that it found or at what blocks it. Groups that
 * the analysis does not name are unknown. At which end of the path a group is used is also unknown,
 * so rules of both directions count.
 *
 * @param own the monitor's own analyses of all paths, oldest first
 */
export function ipv6Warnings(change: Change, paths: readonly WatchedPath[], own: readonly Analysis[]): Ipv6Warning[] {
  const opened = openedIpv6Rules(change);
  return paths.flatMap((path) => {
    const analysis = own.findLast(({ pathId, status }) => pathId === path.id && status === 'succeeded');
    if (path.expect !== 'unreachable' || !analysis) return [];
    const rules = opened.filter(
      ({ rule }) =>
        rule.groupId !== undefined && analysis.groupsNamed.includes(rule.groupId) && concernsPort(rule, path),
    );
    return rules.length > 0 ? [{ path, analysis, rules }] : [];
  });
}
