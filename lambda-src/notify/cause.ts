import type { AnalysisSecurityGroupRule, Explanation, PathComponent } from '@aws-sdk/client-ec2';
import { componentsOf, explanationsOf, groupOf, groupsNamedBy } from '../../reachability/explanation/path-components';
import { isInBlock } from '../../reachability/packets/ipv4';
import { isIpv6Only } from '../decisions/ipv6';
import { concernsPort, protocolName } from '../decisions/rule-traffic';
import type { Change } from '../events/change';
import { resourceIds } from '../events/resource-ids';
import type { RuleChange, RulePeer, SecurityGroupRule } from '../events/rule-changes';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';

/**
 * What a change has to do with a broken promise: it did it, it cannot have done it, it touched something that the analysis names,
 * or nothing shows.
 */
export type Relation = 'cause' | 'harmless' | 'touches' | 'unclear';

/**
 * A change is named as the cause only when the analysis names its security group and its direction (in an explanation of what
 * blocks the path, or in the rule that lets the path through) and the rule does not certainly speak of other traffic.
 */
export function relationOf(change: Change, path: WatchedPath, analysis: Analysis): Relation {
  if (!couldBreak(change, path)) return 'harmless';
  const rules = change.rules.filter(({ effect }) => effect === breakingEffect(path)).map(({ rule }) => rule);
  const isOpen = analysis.details.NetworkPathFound === true;
  const way = isOpen ? componentsOf(analysis.details) : [];
  const explanations = isOpen ? [] : explanationsOf(analysis.details);
  const isCause = (rule: SecurityGroupRule) =>
    concerns(rule, path) &&
    (explanations.some((each) => isBlamed(rule, each)) || way.some((each) => isAdmittedBy(rule, each)));
  if (rules.some(isCause)) return 'cause';
  const ids = resourceIds(explanations, way);
  return change.resources.some((id) => ids.has(id)) ? 'touches' : 'unclear';
}

/** Security group rules only allow: a change that only added rules cannot close a path, one that only removed them cannot open one. */
export function couldBreak(change: Change, path: WatchedPath): boolean {
  if (change.isHarmless || isIpv6Only(change)) return false;
  const harmless = breakingEffect(path) === 'removed' ? 'added' : 'removed';
  return change.rules.length === 0 || change.rules.some(({ effect }) => effect !== harmless);
}

function breakingEffect({ expect }: WatchedPath): RuleChange['effect'] {
  return expect === 'reachable' ? 'removed' : 'added';
}

/** Whether the explanation names the rule's group and direction; two that are not known are not the same. */
function isBlamed({ groupId, direction }: SecurityGroupRule, explanation: Explanation): boolean {
  const { Direction = explanation.SecurityGroupRule?.Direction } = explanation;
  if (direction === undefined || Direction !== direction) return false;
  return groupsNamedBy(explanation).some(({ Id }) => Id !== undefined && Id === groupId);
}

/** Whether the path passes the component by this very rule, as far as the analysis tells. AWS shows no rules on the way back. */
function isAdmittedBy({ groupId, direction, ...rule }: SecurityGroupRule, component: PathComponent): boolean {
  const { SecurityGroupRule: passed } = component;
  if (!passed || groupId === undefined || direction === undefined) return false;
  const { Direction, Protocol, PortRange: { From, To } = {} } = passed;
  const { fromPort = -1, toPort = -1 } = rule;
  return (
    groupOf(component) === groupId &&
    Direction === direction &&
    isSameOrUnknown(protocolName(rule.protocol), protocolName(Protocol)) &&
    isSamePeer(rule.peer, passed) &&
    (fromPort < 0 || isSameOrUnknown(fromPort, From)) &&
    (toPort < 0 || isSameOrUnknown(toPort, To))
  );
}

/** Without a block, the group that AWS's rule names is the one at its other end. */
function isSamePeer(peer: RulePeer | undefined, { Cidr, PrefixListId, SecurityGroupId }: AnalysisSecurityGroupRule) {
  if (!peer) return true;
  if (Cidr) return 'cidrIpv4' in peer && peer.cidrIpv4 === Cidr;
  if (PrefixListId) return 'prefixListId' in peer && peer.prefixListId === PrefixListId;
  return SecurityGroupId === undefined || ('groupId' in peer && peer.groupId === SecurityGroupId);
}

function isSameOrUnknown<T>(one: T | undefined, other: T | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** False only where the rule certainly speaks of other traffic. */
function concerns(rule: SecurityGroupRule, path: WatchedPath): boolean {
  return concernsPort(rule, path) && concernsAddress(rule, path);
}

/** The other end of the path, as the path names it, lies in the rule's block. */
function concernsAddress({ direction, peer }: SecurityGroupRule, { details }: WatchedPath): boolean {
  if (peer && 'cidrIpv6' in peer) return false;
  if (!peer || !('cidrIpv4' in peer)) return true;
  const { SourceIp, DestinationIp, FilterAtSource } = details;
  const address =
    direction === 'egress' ? (DestinationIp ?? FilterAtSource?.DestinationAddress) : direction && SourceIp;
  return address === undefined || isInBlock(address, peer.cidrIpv4) !== false;
}
