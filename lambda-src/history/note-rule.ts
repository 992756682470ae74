import type { SecurityGroupRule } from '../events/rule-changes';

/** What the record did not tell. */
const ABSENT = '-';

/** One security group rule in a few words, such as `sgr-0… sg-0… tcp 443 443 0.0.0.0/0`; without its description. */
export function noteRule({ ruleId, groupId, protocol, fromPort, toPort, peer }: SecurityGroupRule): string {
  const peerText = peer && Object.values(peer).join('/');
  return [ruleId, groupId, protocol, fromPort, toPort, peerText].map((value) => value ?? ABSENT).join(' ');
}

const RULE =
  /^(?<ruleId>sgr-\w+|-) (?<groupId>sg-\w+) (?<protocol>-1|\w+) (?<from>-1|\d+|-) (?<to>-1|\d+|-) (?:(?<list>pl-\w+)|(?<group>sg-\w+)(?:\/(?<user>\d+))?|(?<ipv4>[\d.]+\/\d+)|(?<ipv6>[\da-f:.]+\/\d+))$/i;

/** The noted rule as an item of the rule set in CloudTrail's records; undefined where the note does not hold it all. */
export function notedRuleItem(text: string) {
  const { ruleId, groupId, protocol, from, to, list, group, user, ipv4, ipv6 } = RULE.exec(text)?.groups ?? {};
  if (groupId === undefined) return undefined;
  return {
    groupId,
    ipProtocol: protocol,
    ...(ruleId !== ABSENT && { securityGroupRuleId: ruleId }),
    ...(from !== ABSENT && { fromPort: Number(from) }),
    ...(to !== ABSENT && { toPort: Number(to) }),
    ...(list && { prefixListId: list }),
    ...(group && { referencedGroupInfo: { groupId: group, ...(user && { userId: user }) } }),
    ...(ipv4 && { cidrIpv4: ipv4 }),
    ...(ipv6 && { cidrIpv6: ipv6 }),
  };
}
