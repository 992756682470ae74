import type { AnalysisSecurityGroupRule, Explanation, PathComponent } from '@aws-sdk/client-ec2';
import type { Analysis } from './analysis';
import type { Change } from './change';
import { isInBlock } from './ipv4';
import type { WatchedPath } from './paths';
import { resourceIds } from './resource-ids';
import type { RuleChange, SecurityGroupRule } from './security-group-rule';

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
  const isCause = (rule: SecurityGroupRule) =>
    concerns(rule, path) && (blockedWithout(rule, analysis) || passedBy(rule, analysis));
  if (rules.some(isCause)) return 'cause';
  const ids = resourceIds(analysis.details.Explanations ?? [], wayThrough(analysis));
  return change.resources.some((id) => ids.has(id)) ? 'touches' : 'unclear';
}

/** Security group rules only allow: a change that only added rules cannot close a path, one that only removed them cannot open one. */
export function couldBreak(change: Change, path: WatchedPath): boolean {
  if (change.isHarmless) return false;
  const harmless = breakingEffect(path) === 'removed' ? 'added' : 'removed';
  return change.rules.length === 0 || change.rules.some(({ effect }) => effect !== harmless);
}

function breakingEffect({ expect }: WatchedPath): RuleChange['effect'] {
  return expect === 'reachable' ? 'removed' : 'added';
}

/** Whether an explanation names the rule's group and direction; two that are not known are not the same. */
function blockedWithout({ groupId, direction }: SecurityGroupRule, { details }: Analysis): boolean {
  const names = ({ SecurityGroups = [], SecurityGroup, Direction }: Explanation) =>
    direction !== undefined &&
    Direction === direction &&
    [...SecurityGroups, ...(SecurityGroup ? [SecurityGroup] : [])].some(({ Id }) => Id !== undefined && Id === groupId);
  return (details.Explanations ?? []).some(names);
}

/** Whether the found path passes by this very rule, as far as the analysis tells. */
function passedBy({ groupId, direction, peer, fromPort, toPort }: SecurityGroupRule, analysis: Analysis): boolean {
  const cidr = peer && 'cidrIpv4' in peer ? peer.cidrIpv4 : undefined;
  const prefixList = peer && 'prefixListId' in peer ? peer.prefixListId : undefined;
  const isSame = ({ SecurityGroupId, Direction, Cidr, PrefixListId, PortRange }: AnalysisSecurityGroupRule) =>
    SecurityGroupId !== undefined &&
    SecurityGroupId === groupId &&
    Direction !== undefined &&
    Direction === direction &&
    (!peer || !Cidr || Cidr === cidr) &&
    (!peer || !PrefixListId || PrefixListId === prefixList) &&
    (PortRange?.From === undefined || fromPort === undefined || fromPort < 0 || PortRange.From === fromPort) &&
    (PortRange?.To === undefined || toPort === undefined || toPort < 0 || PortRange.To === toPort);
  return wayThrough(analysis).some(({ SecurityGroupRule: rule }) => rule !== undefined && isSame(rule));
}

/** The components of a found path, there and back. Those of a blocked one only lead up to the block. */
function wayThrough({ details }: Analysis): PathComponent[] {
  if (!details.NetworkPathFound) return [];
  return [...(details.ForwardPathComponents ?? []), ...(details.ReturnPathComponents ?? [])];
}

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp' };

/** False only where the rule certainly speaks of other traffic. */
function concerns(rule: SecurityGroupRule, path: WatchedPath): boolean {
  return concernsPort(rule, path) && concernsAddress(rule, path);
}

function concernsPort({ protocol, fromPort, toPort }: SecurityGroupRule, { details }: WatchedPath): boolean {
  if (protocol === undefined || protocol === '-1') return true;
  if ((PROTOCOL_NUMBERS[protocol] ?? protocol) !== details.Protocol) return false;
  const range = details.FilterAtSource?.DestinationPortRange ?? details.FilterAtDestination?.DestinationPortRange;
  const from = details.DestinationPort ?? range?.FromPort ?? 0;
  const to = details.DestinationPort ?? range?.ToPort ?? 65_535;
  return (fromPort ?? 0) <= to && from <= (toPort ?? 65_535);
}

/** The other end of the path, as the path names it, lies in the rule's block. */
function concernsAddress({ direction, peer }: SecurityGroupRule, { details }: WatchedPath): boolean {
  if (!peer || !('cidrIpv4' in peer)) return true;
  const { SourceIp, DestinationIp, FilterAtSource } = details;
  const address =
    direction === 'egress' ? (DestinationIp ?? FilterAtSource?.DestinationAddress) : direction && SourceIp;
  return address === undefined || isInBlock(address, peer.cidrIpv4) !== false;
}
