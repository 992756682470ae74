import type { PathComponent } from '@aws-sdk/client-ec2';
import type { Analysis } from './analysis';
import type { Change } from './change';
import type { WatchedPath } from './paths';
import type { RuleChange, SecurityGroupRule } from './security-group-rule';

/** What a change has to do with a broken promise: it did it, it touched something that the analysis names, or neither shows. */
export type Relation = 'cause' | 'touches' | 'unclear';

/**
 * A change is named as the cause only when the analysis names its security group and its direction (in an explanation of what
 * blocks the path, or in the rule that lets the path through) and the rule speaks of the path's own protocol and port.
 */
export function relationOf(change: Change, path: WatchedPath, analysis: Analysis): Relation {
  const sides = namedSides(analysis);
  const isCause = ({ effect, rule }: RuleChange) =>
    effect === breakingEffect(path) && sides.has(side(rule) ?? '') && concerns(rule, path);
  if (change.rules.some(isCause)) return 'cause';
  const named = JSON.stringify([analysis.details.Explanations ?? [], wayThrough(analysis)]);
  return change.resources.some((id) => named.includes(JSON.stringify(id))) ? 'touches' : 'unclear';
}

/** Security group rules only allow: a change that only added rules cannot close a path, one that only removed them cannot open one. */
export function couldBreak(change: Change, path: WatchedPath): boolean {
  const harmless = breakingEffect(path) === 'removed' ? 'added' : 'removed';
  return change.rules.length === 0 || change.rules.some(({ effect }) => effect !== harmless);
}

function breakingEffect({ expect }: WatchedPath): RuleChange['effect'] {
  return expect === 'reachable' ? 'removed' : 'added';
}

/** Group and direction of every explanation, and of every rule that a found path passes by. */
function namedSides(analysis: Analysis): Set<string> {
  const blocked = (analysis.details.Explanations ?? []).flatMap(({ SecurityGroups = [], SecurityGroup, Direction }) =>
    [...SecurityGroups, ...(SecurityGroup ? [SecurityGroup] : [])].map(({ Id }) =>
      side({ groupId: Id, direction: Direction }),
    ),
  );
  const passed = wayThrough(analysis).flatMap(({ SecurityGroupRule: rule }) =>
    rule ? [side({ groupId: rule.SecurityGroupId, direction: rule.Direction })] : [],
  );
  return new Set([...blocked, ...passed].filter((each) => each !== undefined));
}

/** The components of a found path, there and back. Those of a blocked one only lead up to the block. */
function wayThrough({ details }: Analysis): PathComponent[] {
  if (!details.NetworkPathFound) return [];
  return [...(details.ForwardPathComponents ?? []), ...(details.ReturnPathComponents ?? [])];
}

/** Undefined where group or direction is not known: two unknown sides are not the same. */
function side({ groupId, direction }: { groupId?: string | undefined; direction?: string | undefined }) {
  return groupId && direction ? `${groupId} ${direction}` : undefined;
}

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp' };

/** False only where the rule certainly speaks of other traffic. */
function concerns({ protocol, fromPort, toPort }: SecurityGroupRule, { details }: WatchedPath): boolean {
  if (protocol === undefined || protocol === '-1') return true;
  if ((PROTOCOL_NUMBERS[protocol] ?? protocol) !== details.Protocol) return false;
  const range = details.FilterAtSource?.DestinationPortRange ?? details.FilterAtDestination?.DestinationPortRange;
  const from = details.DestinationPort ?? range?.FromPort ?? 0;
  const to = details.DestinationPort ?? range?.ToPort ?? 65_535;
  return (fromPort ?? 0) <= to && from <= (toPort ?? 65_535);
}
