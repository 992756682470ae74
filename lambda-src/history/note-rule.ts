import type { RulePeer, SecurityGroupRule } from '../events/rule-changes';

/** Stands for a field that the CloudTrail record did not have. */
const ABSENT = '-';

/**
 * The rule in one line, such as `sgr-0… sg-0… tcp 443 443 0.0.0.0/0`; without its direction and
 * description.
 */
export function noteRule({ ruleId, groupId, protocol, fromPort, toPort, peer }: SecurityGroupRule): string {
  const peerText = peer && Object.values(peer).filter(Boolean).join('/');
  return [ruleId, groupId, protocol, fromPort, toPort, peerText].map((value) => value ?? ABSENT).join(' ');
}

const RULE =
  /^(?<ruleId>sgr-\w+|-) (?<groupId>sg-\w+) (?<protocol>-1|\w+) (?<from>-1|\d+|-) (?<to>-1|\d+|-) (?:(?<prefixListId>pl-\w+)|(?<peerGroup>sg-\w+)(?:\/(?<userId>\d+))?|(?<cidrIpv4>[\d.]+\/\d+)|(?<cidrIpv6>[\da-f:.]+\/\d+))$/i;

/**
 * The rule that `noteRule` wrote; undefined if the note lacks its group, its protocol or its peer.
 */
export function readNotedRule(text: string): SecurityGroupRule | undefined {
  const { ruleId, groupId, protocol, from, to, ...peer } = RULE.exec(text)?.groups ?? {};
  if (groupId === undefined) return undefined;
  return {
    groupId,
    ruleId: ruleId === ABSENT ? undefined : ruleId,
    protocol,
    fromPort: from === ABSENT ? undefined : Number(from),
    toPort: to === ABSENT ? undefined : Number(to),
    peer: peerOf(peer),
  };
}

function peerOf({ cidrIpv4, cidrIpv6, prefixListId, peerGroup, userId }: Record<string, string>): RulePeer | undefined {
  if (cidrIpv4) return { cidrIpv4 };
  if (cidrIpv6) return { cidrIpv6 };
  if (prefixListId) return { prefixListId };
  return peerGroup ? { groupId: peerGroup, userId } : undefined;
}
