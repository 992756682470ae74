import type { IpPermission } from '@aws-sdk/client-ec2';
import { isId } from '../events/resource-ids';
import type { RuleChange, RulePeer, SecurityGroupRule } from '../events/rule-changes';
import { type AwsCommand, awsCommand, type Reversal, shellSafeJson } from './command';

/** Rule changes with the same action, group and direction share a command. */
export function undoRules(changes: readonly RuleChange[]): Reversal {
  const parts = sharingCommand(changes).map(undoAlike);
  return {
    commands: parts.flatMap(({ commands }) => commands),
    caveats: [...new Set(parts.flatMap(({ caveats }) => caveats))],
  };
}

function undoAlike(alike: readonly RuleChange[]): Reversal {
  const action = alike[0]?.action;
  if (action === 'modified') {
    const ids = alike.map(({ rule }) => rule.ruleId ?? 'a rule').join(', ');
    return { commands: [], caveats: [`The CloudTrail record does not contain the earlier state of ${ids}.`] };
  }
  const { commands, missing } = commandsFor(alike, action === 'added' ? revoke : authorize);
  const rules = missing === 1 ? 'a rule' : `${missing} rules`;
  return {
    commands,
    caveats: [
      ...(missing > 0 ? [`No command for ${rules}: the CloudTrail record is incomplete.`] : []),
      ...(action === 'removed' && commands.length > 0 && alike.some(isOnlyRequested) ? [REQUESTED_CAVEAT] : []),
    ],
  };
}

type ToCommand = (changes: readonly RuleChange[]) => AwsCommand | undefined;

/** One command; if that is too long or a rule is incomplete, the commands for each half. */
function commandsFor(
  changes: readonly RuleChange[],
  toCommand: ToCommand,
): { commands: readonly AwsCommand[]; missing: number } {
  const command = toCommand(changes);
  if (command) return { commands: [command], missing: 0 };
  if (changes.length <= 1) return { commands: [], missing: changes.length };
  const middle = Math.ceil(changes.length / 2);
  const before = commandsFor(changes.slice(0, middle), toCommand);
  const after = commandsFor(changes.slice(middle), toCommand);
  return { commands: [...before.commands, ...after.commands], missing: before.missing + after.missing };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html */
const REQUESTED_CAVEAT =
  'The record shows which rules the call asked to remove. In a default VPC, AWS accepts rules that do not exist: check before you add them.';

/** Every rule in a response has an id. */
function isOnlyRequested({ rule }: RuleChange): boolean {
  return rule.ruleId === undefined;
}

function sharingCommand(changes: readonly RuleChange[]): readonly (readonly RuleChange[])[] {
  const groups = new Map<string, RuleChange[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.action, change.rule.groupId, change.rule.direction]);
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()];
}

function revoke(changes: readonly RuleChange[]): AwsCommand | undefined {
  const ids = changes.flatMap(({ rule }) => (isId(rule.ruleId, 'sgr') ? rule.ruleId : []));
  if (ids.length < changes.length) return withPermissions('revoke', changes);
  return command('revoke', changes, ['--security-group-rule-ids', ...ids]);
}

function authorize(changes: readonly RuleChange[]): AwsCommand | undefined {
  return withPermissions('authorize', changes);
}

function withPermissions(verb: 'authorize' | 'revoke', changes: readonly RuleChange[]): AwsCommand | undefined {
  const permissions = changes.map(({ rule }) => ipPermission(rule));
  if (permissions.includes(undefined)) return undefined;
  return command(verb, changes, ['--ip-permissions', shellSafeJson(permissions)]);
}

function command(
  verb: 'authorize' | 'revoke',
  [first]: readonly RuleChange[],
  options: readonly string[],
): AwsCommand | undefined {
  const { direction, groupId } = first?.rule ?? {};
  if (!direction || !isId(groupId, 'sg')) return undefined;
  return awsCommand(`ec2 ${verb}-security-group-${direction}`, ['--group-id', groupId, ...options]);
}

const PROTOCOL = /^(-1|\d{1,3}|[a-z][a-z0-9]{1,9})$/;
const NEEDS_PORTS = /^(tcp|udp|6|17)$/;
const CIDR_IPV4 = /^[0-9.]{7,15}\/\d{1,2}$/;
const CIDR_IPV6 = /^[0-9a-fA-F:.]{2,45}\/\d{1,3}$/;
/** An account, or one of AWS's own names, such as `amazon-elb`. */
const OWNER = /^[A-Za-z0-9-]{1,64}$/;
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
const MOST_DESCRIPTION = 255;

/**
 * The rule as the API takes it; undefined if a field is unknown, or has a value that AWS does not
 * record.
 */
function ipPermission({ protocol, fromPort, toPort, peer, description }: SecurityGroupRule): IpPermission | undefined {
  if (protocol === undefined || !PROTOCOL.test(protocol)) return undefined;
  if ((fromPort === undefined) !== (toPort === undefined)) return undefined;
  if (fromPort === undefined && NEEDS_PORTS.test(protocol)) return undefined;
  if (description !== undefined && description.length > MOST_DESCRIPTION) return undefined;
  const apiPeer = peer && toApiPeer(peer, description);
  if (!apiPeer) return undefined;
  const ports = protocol === '-1' ? {} : { FromPort: fromPort, ToPort: toPort };
  return { IpProtocol: protocol, ...ports, ...apiPeer };
}

function toApiPeer(peer: RulePeer, Description: string | undefined): Partial<IpPermission> | undefined {
  if ('cidrIpv4' in peer) {
    return CIDR_IPV4.test(peer.cidrIpv4) ? { IpRanges: [{ CidrIp: peer.cidrIpv4, Description }] } : undefined;
  }
  if ('cidrIpv6' in peer) {
    return CIDR_IPV6.test(peer.cidrIpv6) ? { Ipv6Ranges: [{ CidrIpv6: peer.cidrIpv6, Description }] } : undefined;
  }
  if ('prefixListId' in peer) {
    const { prefixListId } = peer;
    return isId(prefixListId, 'pl') ? { PrefixListIds: [{ PrefixListId: prefixListId, Description }] } : undefined;
  }
  const { groupId, userId } = peer;
  if (!isId(groupId, 'sg') || (userId !== undefined && !OWNER.test(userId))) return undefined;
  return { UserIdGroupPairs: [{ GroupId: groupId, UserId: userId, Description }] };
}
