import type { AnalysisSecurityGroupRule, Explanation, PathComponent } from '@aws-sdk/client-ec2';
import { componentsOf, explanationsOf, groupOf, groupsNamedBy } from '../../reachability/explanation/path-components';
import { isInBlock } from '../../reachability/packets/ipv4';
import { protocolName } from '../../reachability/packets/protocols';
import { isIpv6Only } from '../decisions/ipv6';
import { concernsPort } from '../decisions/rule-traffic';
import type { Change } from '../events/change';
import { resourceIds } from '../events/resource-ids';
import type { RuleChange, RulePeer, SecurityGroupRule } from '../events/rule-changes';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';

/**
 * How a change is related to a broken promise: it broke the promise, it cannot have broken it, it
 * changed a resource that the analysis names, or the analysis does not show.
 */
export type Relation = 'cause' | 'ruled-out' | 'touches' | 'unclear';

/**
 * A change is the cause only if the analysis names the security group and the direction of one of
 * its rules, in an explanation or at a component of the found path, and the rule may be about the
 * path's traffic.
 */
export function relationOf(change: Change, path: WatchedPath, analysis: Analysis): Relation {
  if (!couldBreak(change, path)) return 'ruled-out';
  const rules = change.rules.filter(({ action }) => action === breakingAction(path)).map(({ rule }) => rule);
  const isOpen = analysis.details.NetworkPathFound === true;
  const components = isOpen ? componentsOf(analysis.details) : [];
  const explanations = isOpen ? [] : explanationsOf(analysis.details);
  const isCause = (rule: SecurityGroupRule) =>
    concerns(rule, path) &&
    (explanations.some((each) => isBlamed(rule, each)) || components.some((each) => isAdmittedBy(rule, each)));
  if (rules.some(isCause)) return 'cause';
  const ids = resourceIds(explanations, components);
  return change.resources.some((id) => ids.has(id)) ? 'touches' : 'unclear';
}

/**
 * Security group rules only allow traffic: an added one closes no path, a removed one opens none.
 */
export function couldBreak(change: Change, path: WatchedPath): boolean {
  if (change.isHarmless || isIpv6Only(change)) return false;
  const breaking = ['modified', breakingAction(path)];
  return change.rules.length === 0 || change.rules.some(({ action }) => breaking.includes(action));
}

function breakingAction({ expect }: WatchedPath): RuleChange['action'] {
  return expect === 'reachable' ? 'removed' : 'added';
}

/** Whether the explanation names the rule's group and direction. An unknown one matches nothing. */
function isBlamed({ groupId, direction }: SecurityGroupRule, explanation: Explanation): boolean {
  const { Direction = explanation.SecurityGroupRule?.Direction } = explanation;
  if (direction === undefined || Direction !== direction) return false;
  return groupsNamedBy(explanation).some(({ Id }) => Id !== undefined && Id === groupId);
}

/** Whether this rule admits the path at the component. AWS shows no rules on the return path. */
function isAdmittedBy({ groupId, direction, ...rule }: SecurityGroupRule, component: PathComponent): boolean {
  const { SecurityGroupRule: passed } = component;
  if (!passed || groupId === undefined || direction === undefined) return false;
  const { Direction, Protocol, PortRange: { From, To } = {} } = passed;
  const { protocol, fromPort = -1, toPort = -1 } = rule;
  return (
    groupOf(component) === groupId &&
    Direction === direction &&
    isSameOrUnknown(protocol && protocolName(protocol), Protocol && protocolName(Protocol)) &&
    isSamePeer(rule.peer, passed) &&
    (fromPort < 0 || isSameOrUnknown(fromPort, From)) &&
    (toPort < 0 || isSameOrUnknown(toPort, To))
  );
}

/** In a rule without a block, the group that AWS names is the peer. */
function isSamePeer(peer: RulePeer | undefined, { Cidr, PrefixListId, SecurityGroupId }: AnalysisSecurityGroupRule) {
  if (!peer) return true;
  if (Cidr) return 'cidrIpv4' in peer && peer.cidrIpv4 === Cidr;
  if (PrefixListId) return 'prefixListId' in peer && peer.prefixListId === PrefixListId;
  return SecurityGroupId === undefined || ('groupId' in peer && peer.groupId === SecurityGroupId);
}

function isSameOrUnknown<T>(one: T | undefined, other: T | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** False only if the rule is certainly about other traffic. */
function concerns(rule: SecurityGroupRule, path: WatchedPath): boolean {
  return concernsPort(rule, path) && concernsAddress(rule, path);
}

/** Whether the rule's block contains the address at the other end, if the path specifies one. */
function concernsAddress({ direction, peer }: SecurityGroupRule, { details }: WatchedPath): boolean {
  if (peer && 'cidrIpv6' in peer) return false;
  if (!peer || !('cidrIpv4' in peer)) return true;
  const { SourceIp, DestinationIp, FilterAtSource } = details;
  const address =
    direction === 'egress' ? (DestinationIp ?? FilterAtSource?.DestinationAddress) : direction && SourceIp;
  return address === undefined || isInBlock(address, peer.cidrIpv4) !== false;
}
