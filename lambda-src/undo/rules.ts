import type { IpPermission } from '@aws-sdk/client-ec2';
import { isId } from '../events/resource-ids';
import type { RuleChange, RulePeer, SecurityGroupRule } from '../events/rule-changes';
import { type AwsCommand, awsCommand, type WayBack } from './command';
import { shellSafeJson } from './shell';

type Changes = readonly [RuleChange, ...RuleChange[]];

/** Rules with one effect, group and direction share a command. */
export function undoRules(changes: readonly RuleChange[], region: string): WayBack {
  const parts = sharingCommand(changes).map((alike) => undoAlike(alike, region));
  return {
    commands: parts.flatMap(({ commands }) => commands),
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
  };
}

function undoAlike(alike: Changes, region: string): WayBack {
  const [{ effect }] = alike;
  if (effect === 'modified') {
    const ids = alike.map(({ rule }) => rule.ruleId ?? 'a rule').join(', ');
    return { commands: [], notes: [`AWS's event does not hold the old value of ${ids}.`] };
  }
  const { commands, missing } = commandsFor(alike, effect === 'added' ? revoke : authorize, region);
  const rules = missing === 1 ? 'a rule' : `${missing} rules`;
  return {
    commands,
    notes: [
      ...(missing > 0 ? [`No command for ${rules}: AWS's event does not tell enough.`] : []),
      ...(effect === 'removed' && commands.length > 0 && alike.some(isOnlyRequested) ? [REQUESTED_NOTE] : []),
    ],
  };
}

type ToCommand = (changes: Changes, region: string) => AwsCommand | undefined;

/** One command, or where that is too long or one of the rules is not told in full, one for each half. */
function commandsFor(
  changes: Changes,
  toCommand: ToCommand,
  region: string,
): { commands: AwsCommand[]; missing: number } {
  const command = toCommand(changes, region);
  if (command) return { commands: [command], missing: 0 };
  const [first, ...others] = changes;
  const [middle, ...rest] = others.slice(Math.floor(others.length / 2));
  if (!middle) return { commands: [], missing: 1 };
  const before = commandsFor([first, ...others.slice(0, Math.floor(others.length / 2))], toCommand, region);
  const after = commandsFor([middle, ...rest], toCommand, region);
  return { commands: [...before.commands, ...after.commands], missing: before.missing + after.missing };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html */
const REQUESTED_NOTE =
  'The record tells what was asked to be removed, not what was: in a default VPC AWS accepts rules that were not there. Check before you add them.';

/** Every rule that AWS answers with has an id. */
function isOnlyRequested({ rule }: RuleChange): boolean {
  return rule.ruleId === undefined;
}

function sharingCommand(changes: readonly RuleChange[]): readonly Changes[] {
  const groups = new Map<string, [RuleChange, ...RuleChange[]]>();
  for (const change of changes) {
    const key = JSON.stringify([change.effect, change.rule.groupId, change.rule.direction]);
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()];
}

function revoke(changes: Changes, region: string): AwsCommand | undefined {
  const ids = changes.flatMap(({ rule }) => (isId(rule.ruleId, 'sgr') ? rule.ruleId : []));
  if (ids.length < changes.length) return withPermissions('revoke', changes, region);
  return command('revoke', changes, region, ['--security-group-rule-ids', ...ids]);
}

function authorize(changes: Changes, region: string): AwsCommand | undefined {
  return withPermissions('authorize', changes, region);
}

function withPermissions(verb: 'authorize' | 'revoke', changes: Changes, region: string): AwsCommand | undefined {
  const permissions = changes.map(({ rule }) => ipPermission(rule));
  if (permissions.includes(undefined)) return undefined;
  return command(verb, changes, region, ['--ip-permissions', shellSafeJson(permissions)]);
}

function command(
  verb: 'authorize' | 'revoke',
  [{ rule }]: Changes,
  region: string,
  rest: readonly string[],
): AwsCommand | undefined {
  if (!rule.direction || !isId(rule.groupId, 'sg')) return undefined;
  return awsCommand(`ec2 ${verb}-security-group-${rule.direction}`, region, ['--group-id', rule.groupId, ...rest]);
}

const PROTOCOL = /^(-1|\d{1,3}|[a-z][a-z0-9]{1,9})$/;
const CIDR_IPV4 = /^[0-9.]{7,15}\/\d{1,2}$/;
const CIDR_IPV6 = /^[0-9a-fA-F:.]{2,45}\/\d{1,3}$/;
/** An account, or one of AWS's own names, such as `amazon-elb`. */
const OWNER = /^[A-Za-z0-9-]{1,64}$/;
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
const MOST_DESCRIPTION = 255;

/** The rule as the API takes it; undefined where one of its fields is not known, or is not what AWS would have recorded. */
function ipPermission({ protocol, fromPort, toPort, peer, description }: SecurityGroupRule): IpPermission | undefined {
  const hasPorts = fromPort !== undefined && toPort !== undefined;
  if (protocol === undefined || !PROTOCOL.test(protocol) || (!hasPorts && NEEDS_PORTS.test(protocol))) return undefined;
  if ((description ?? '').length > MOST_DESCRIPTION || (fromPort === undefined) !== (toPort === undefined)) {
    return undefined;
  }
  const other = peer && apiPeer(peer, description === undefined ? {} : { Description: description });
  if (!other) return undefined;
  return {
    IpProtocol: protocol,
    ...(protocol !== '-1' && hasPorts && { FromPort: fromPort, ToPort: toPort }),
    ...other,
  };
}

const NEEDS_PORTS = /^(tcp|udp|6|17)$/;

function apiPeer(peer: RulePeer, description: { Description?: string }): Partial<IpPermission> | undefined {
  if ('cidrIpv4' in peer) {
    return CIDR_IPV4.test(peer.cidrIpv4) ? { IpRanges: [{ CidrIp: peer.cidrIpv4, ...description }] } : undefined;
  }
  if ('cidrIpv6' in peer) {
    return CIDR_IPV6.test(peer.cidrIpv6) ? { Ipv6Ranges: [{ CidrIpv6: peer.cidrIpv6, ...description }] } : undefined;
  }
  if ('prefixListId' in peer) {
    const { prefixListId } = peer;
    return isId(prefixListId, 'pl') ? { PrefixListIds: [{ PrefixListId: prefixListId, ...description }] } : undefined;
  }
  const { groupId, userId } = peer;
  if (!isId(groupId, 'sg') || (userId !== undefined && !OWNER.test(userId))) return undefined;
  return { UserIdGroupPairs: [{ GroupId: groupId, ...(userId !== undefined && { UserId: userId }), ...description }] };
}
