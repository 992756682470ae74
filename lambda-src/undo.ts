import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Change } from './change';
import type { RuleChange, RulePeer, SecurityGroupRule } from './security-group-rule';
import { shellWord } from './shell';

/** How a change is taken back. */
export interface Undo {
  /** AWS CLI commands, safe to paste into a shell; none where the record does not hold what they would need. */
  readonly commands: readonly string[];
  /** What to know before, in sentences. */
  readonly notes: readonly string[];
}

const GROUP_ID = /^sg-[0-9a-f]+$/;
const RULE_ID = /^sgr-[0-9a-f]+$/;
/** Longer commands than this cannot be pasted with confidence. */
const MOST_COMMAND_LENGTH = 8_000;
/** A record may hold many rules; more commands than this would bury the message. */
const MOST_COMMANDS = 20;

/** Tools that keep the network as their code says; a command beside them would drift. */
const CODE_TOOLS: readonly { name: string; mark: RegExp; source: string }[] = [
  { name: 'Terraform', mark: /\b(terraform|opentofu)\b/i, source: 'commit' },
  { name: 'CloudFormation', mark: /cloudformation\.amazonaws\.com/i, source: 'template change' },
  { name: 'Pulumi', mark: /\bpulumi\b/i, source: 'commit' },
];

export function undo(change: Change, region: string): Undo {
  const tool = CODE_TOOLS.find(({ mark }) => mark.test(change.userAgent));
  if (tool) {
    return {
      commands: [],
      notes: [`Made by ${tool.name}: revert the ${tool.source} and apply again. A command would drift from the code.`],
    };
  }
  const rules = change.rules.length > 0 ? undoRules(change.rules, region) : undoCall(change);
  if (rules.commands.length <= MOST_COMMANDS) return rules;
  return {
    commands: rules.commands.slice(0, MOST_COMMANDS),
    notes: [...rules.notes, `${rules.commands.length - MOST_COMMANDS} more commands are left out.`],
  };
}

function undoCall({ call }: Change): Undo {
  return { commands: [], notes: [`The record of ${call} does not hold what was there before.`] };
}

/** Rules with one effect, group and direction share a command. */
function undoRules(changes: readonly RuleChange[], region: string): Undo {
  const commands: string[] = [];
  const notes: string[] = [];
  for (const alike of sharingCommand(changes)) {
    const [first] = alike;
    if (first.effect === 'modified') {
      const ids = alike.map(({ rule }) => rule.ruleId ?? 'a rule').join(', ');
      notes.push(`The record does not hold the earlier value of ${ids}: look it up where your rules are kept.`);
      continue;
    }
    const command = first.effect === 'added' ? revoke(alike, region) : authorize(alike, region);
    if (command && command.length <= MOST_COMMAND_LENGTH) commands.push(command);
    else
      notes.push(`No command for ${alike.length} rules: the record does not tell them in full, or they are too many.`);
  }
  return { commands, notes };
}

function sharingCommand(changes: readonly RuleChange[]): readonly [RuleChange, ...RuleChange[]][] {
  const groups = new Map<string, [RuleChange, ...RuleChange[]]>();
  for (const change of changes) {
    const key = [change.effect, change.rule.groupId, change.rule.direction].join(' ');
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()];
}

function revoke(changes: readonly RuleChange[], region: string): string | undefined {
  const ids = changes.flatMap(({ rule }) => (rule.ruleId && RULE_ID.test(rule.ruleId) ? rule.ruleId : []));
  if (ids.length < changes.length) return securityGroupCommand('revoke', changes, region);
  return command('revoke', changes[0]?.rule, region, ['--security-group-rule-ids', ...ids]);
}

function authorize(changes: readonly RuleChange[], region: string): string | undefined {
  return securityGroupCommand('authorize', changes, region);
}

function securityGroupCommand(
  verb: 'authorize' | 'revoke',
  changes: readonly RuleChange[],
  region: string,
): string | undefined {
  const permissions = changes.map(({ rule }) => ipPermission(rule));
  if (permissions.includes(undefined)) return undefined;
  return command(verb, changes[0]?.rule, region, ['--ip-permissions', shellWord(asciiJson(permissions))]);
}

function command(
  verb: 'authorize' | 'revoke',
  rule: SecurityGroupRule | undefined,
  region: string,
  rest: readonly string[],
): string | undefined {
  if (!rule?.direction || !rule.groupId || !GROUP_ID.test(rule.groupId)) return undefined;
  const name = `${verb}-security-group-${rule.direction}`;
  return ['aws ec2', name, '--region', shellWord(region), '--group-id', rule.groupId, ...rest].join(' ');
}

/** The rule as the API takes it; undefined where its protocol or its peer is not known. */
function ipPermission({ protocol, fromPort, toPort, peer, description }: SecurityGroupRule): IpPermission | undefined {
  if (protocol === undefined || peer === undefined) return undefined;
  const ports = protocol === '-1' ? {} : { FromPort: fromPort, ToPort: toPort };
  return {
    IpProtocol: protocol,
    ...ports,
    ...apiPeer(peer, description === undefined ? {} : { Description: description }),
  };
}

function apiPeer(peer: RulePeer, description: { Description?: string }): Partial<IpPermission> {
  if ('cidrIpv4' in peer) return { IpRanges: [{ CidrIp: peer.cidrIpv4, ...description }] };
  if ('cidrIpv6' in peer) return { Ipv6Ranges: [{ CidrIpv6: peer.cidrIpv6, ...description }] };
  if ('prefixListId' in peer) return { PrefixListIds: [{ PrefixListId: peer.prefixListId, ...description }] };
  return { UserIdGroupPairs: [{ GroupId: peer.groupId, ...(peer.userId && { UserId: peer.userId }), ...description }] };
}

/** JSON without any character that a mail reader or a terminal could show as something else. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
