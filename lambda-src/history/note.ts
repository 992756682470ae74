import type { Tag } from '@aws-sdk/client-ec2';
import { type Change, readChange } from '../events/change';
import type { SecurityGroupRule } from '../events/rule-changes';

/**
 * A change that an analysis answers for, written on the analysis as a tag, so that whoever judges it can list the change.
 * The key is `chg-<event id>`.
 */
export interface Note {
  readonly eventId: string;
  /** The note as it was written. */
  readonly text: string;
}

const PREFIX = 'chg-';
/** Stands for all that found no room. */
const MORE: Tag = { Key: `${PREFIX}and-more`, Value: 'and more' };
/** AWS allows 50 tags on a resource. Three are ours; the rest is room for notes that are written at the same instant. */
const MOST_NOTES = 40;
/** AWS's bound on the value of a tag. */
const MOST_VALUE = 256;
/** Tools whose changes are undone in their code are worth finding in a long user agent. */
export const TOOL = /\b(terraform|opentofu|pulumi|cloudformation)\b[^\s()]*/i;
const RULES = ' : ';
const NOT_ALL = 'and more';

/** The tag that notes the change on an analysis; "and more" where the analysis has notes enough. */
export function noteTag(eventId: string, change: Change, existing: readonly Note[] = []): Tag {
  if (existing.length >= MOST_NOTES) return MORE;
  // The end of an ARN tells who.
  const outline = [
    change.call.slice(0, 60),
    change.time === undefined ? 'unknown' : new Date(change.time).toISOString().replace('.000Z', 'Z'),
    `by ${word(change.actor.split(':').slice(5).join(':') || change.actor, 60)}`,
    `from ${word(change.sourceAddress, 45)}`,
    `with ${word(TOOL.exec(change.userAgent)?.[0] ?? change.userAgent, 30)}`,
  ].join(' ');
  return { Key: `${PREFIX}${eventId}`, Value: tagSafe(withRules(outline, change)) };
}

export function isNoted(notes: readonly Note[], eventId: string): boolean {
  return notes.some((note) => note.eventId === eventId || `${PREFIX}${note.eventId}` === MORE.Key);
}

/** The tags that an analysis is started with: its own change, and what was noted on those whose place it takes. */
export function startingNotes(own: Tag | undefined, carried: readonly Note[]): Tag[] {
  const tags = carried.map(({ eventId, text }) => ({ Key: `${PREFIX}${eventId}`, Value: text }));
  const unique = new Map([...(own ? [own] : []), ...tags].map((tag) => [tag.Key ?? '', tag]));
  return [...unique.values()].slice(0, MOST_NOTES);
}

export function readNotes(tags: readonly Tag[]): Note[] {
  return tags.flatMap(({ Key = '', Value = '' }) => {
    if (!Key.startsWith(PREFIX)) return [];
    return [{ eventId: Key.slice(PREFIX.length), text: Value }];
  });
}

/** As many rules as there is room for; a note that has not all of them says so, and is then no more than an outline. */
function withRules(outline: string, { rules }: Change): string {
  let text = outline;
  for (const [index, { rule }] of rules.entries()) {
    const longer = `${text}${RULES}${noteRule(rule)}`;
    const isLast = index === rules.length - 1;
    if (longer.length > MOST_VALUE - (isLast ? 0 : RULES.length + NOT_ALL.length)) return `${text}${RULES}${NOT_ALL}`;
    text = longer;
  }
  return text;
}

const OUTLINE = /^(\w+) (\S+) by (\S+) from (\S+) with (\S+)$/;

/**
 * The change, where the note holds all that matters of it; for other calls than those on group rules it does not. The note is read as
 * what CloudTrail would say, so that there is one way to understand a change.
 */
export function notedChange({ eventId, text }: Note): Change | undefined {
  const [outline = '', ...rules] = text.split(RULES);
  const [, eventName = '', eventTime, arn, sourceIPAddress, userAgent] = OUTLINE.exec(outline) ?? [];
  const [, verb] = /^(Authorize|Revoke)SecurityGroup(?:In|E)gress$/.exec(eventName) ?? [];
  const items = rules.map(notedRuleItem);
  if (!verb || items.length === 0 || items.includes(undefined)) return undefined;
  const responseElements = {
    [verb === 'Authorize' ? 'securityGroupRuleSet' : 'revokedSecurityGroupRuleSet']: { items },
  };
  const requestParameters = { groupId: items[0]?.groupId };
  const detail = { eventID: eventId, eventName, eventTime, userIdentity: { arn }, sourceIPAddress, userAgent };
  return readChange({ detail: { ...detail, requestParameters, responseElements } }, eventId);
}

/** One word, so that a note can be taken apart again. */
function word(text: string, most: number): string {
  return text.slice(0, most).replace(/\s/g, '_') || 'unknown';
}

/** Letters, digits and a few signs are what every AWS service takes in tags. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
function tagSafe(text: string): string {
  return text.replace(/[^A-Za-z0-9 +\-=._:/@]/g, '_').slice(0, MOST_VALUE);
}

/** What the record did not tell. */
const ABSENT = '-';

/** One security group rule in a few words, such as `sgr-0… sg-0… tcp 443 443 0.0.0.0/0`; without its description. */
function noteRule({ ruleId, groupId, protocol, fromPort, toPort, peer }: SecurityGroupRule): string {
  const peerText = peer && Object.values(peer).join('/');
  return [ruleId, groupId, protocol, fromPort, toPort, peerText].map((value) => value ?? ABSENT).join(' ');
}

const RULE =
  /^(?<ruleId>sgr-\w+|-) (?<groupId>sg-\w+) (?<protocol>-1|\w+) (?<from>-1|\d+|-) (?<to>-1|\d+|-) (?:(?<list>pl-\w+)|(?<group>sg-\w+)(?:\/(?<user>\d+))?|(?<ipv4>[\d.]+\/\d+)|(?<ipv6>[\da-f:.]+\/\d+))$/i;

/** The noted rule as an item of the rule set in CloudTrail's records; undefined where the note does not hold it all. */
function notedRuleItem(text: string) {
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
