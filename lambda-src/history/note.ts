/**
 * Notes: changes as tags on the analyses that cover them. The key is `chg-<event id>`, the value is
 * the change in words. To read a note, the function rebuilds the CloudTrail record of the call from
 * it, as far as the note holds it, and reads that record like any other. So there is one reader of
 * changes, and a note can hold nothing that a record could not.
 */

import type { Tag } from '@aws-sdk/client-ec2';
import { NOTE_PREFIX } from '../../contract/tags';
import { type Change, readChange } from '../events/change';
import type { SecurityGroupRule } from '../events/rule-changes';

/**
 * A change that an analysis covers, in a tag on the analysis, so that any invocation that judges it
 * can list the change.
 */
export interface Note {
  readonly eventId: string;
  /** The value of the tag. */
  readonly text: string;
}

/** Stands for all changes without room for a note. */
const MORE: Tag = { Key: `${NOTE_PREFIX}and-more`, Value: 'and more' };
/**
 * AWS allows 50 tags per resource. Three are the monitor's other tags; the rest is for notes that
 * are written at the same instant.
 */
const MOST_NOTES = 40;
/** AWS's limit on the value of a tag. */
const MOST_VALUE = 256;
/** Tools whose changes have to be undone in their code: worth finding in a long user agent. */
export const TOOL = /\b(terraform|opentofu|pulumi|cloudformation)\b[^\s()]*/i;
const RULES = ' : ';
const NOT_ALL = 'and more';

/** The tag that notes the change on an analysis; "and more" if the analysis has too many notes. */
export function noteTag(eventId: string, change: Change, existing: readonly Note[] = []): Tag {
  if (existing.length >= MOST_NOTES) return MORE;
  // The end of an ARN names the caller.
  const outline = [
    change.call.slice(0, 60),
    change.time === undefined ? 'unknown' : new Date(change.time).toISOString().replace('.000Z', 'Z'),
    `by ${word(change.actor.split(':').slice(5).join(':') || change.actor, 60)}`,
    `from ${word(change.sourceAddress, 45)}`,
    `with ${word(TOOL.exec(change.userAgent)?.[0] ?? change.userAgent, 30)}`,
  ].join(' ');
  return { Key: `${NOTE_PREFIX}${eventId}`, Value: tagSafe(withRules(outline, change)) };
}

export function isNoted(notes: readonly Note[], eventId: string): boolean {
  return notes.some((note) => note.eventId === eventId || `${NOTE_PREFIX}${note.eventId}` === MORE.Key);
}

/**
 * The notes that an analysis is started with: its own change, and the notes of the analyses whose
 * place it takes.
 */
export function startingNotes(own: Tag | undefined, carried: readonly Note[]): Tag[] {
  const tags = carried.map(({ eventId, text }) => ({ Key: `${NOTE_PREFIX}${eventId}`, Value: text }));
  const unique = new Map([...(own ? [own] : []), ...tags].map((tag) => [tag.Key ?? '', tag]));
  return [...unique.values()].slice(0, MOST_NOTES);
}

export function readNotes(tags: readonly Tag[]): Note[] {
  return tags.flatMap(({ Key = '', Value = '' }) => {
    if (!Key.startsWith(NOTE_PREFIX)) return [];
    return [{ eventId: Key.slice(NOTE_PREFIX.length), text: Value }];
  });
}

/**
 * Adds as many rules as there is room for. A note without all of them says so, and is then no more
 * than an outline.
 */
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
 * The change; undefined if the note does not hold all that matters of it, as for all calls but
 * those on security group rules.
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

/** One word, so that the note can be split into its parts again. */
function word(text: string, most: number): string {
  return text.slice(0, most).replace(/\s/g, '_') || 'unknown';
}

/**
 * Only the characters that every AWS service accepts in tags:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
 */
function tagSafe(text: string): string {
  return text.replace(/[^A-Za-z0-9 +\-=._:/@]/g, '_').slice(0, MOST_VALUE);
}

/** Stands for a field that the CloudTrail record does not have. */
const ABSENT = '-';

/**
 * One security group rule in a few words, such as `sgr-0… sg-0… tcp 443 443 0.0.0.0/0`; without its
 * description.
 */
function noteRule({ ruleId, groupId, protocol, fromPort, toPort, peer }: SecurityGroupRule): string {
  const peerText = peer && Object.values(peer).join('/');
  return [ruleId, groupId, protocol, fromPort, toPort, peerText].map((value) => value ?? ABSENT).join(' ');
}

const RULE =
  /^(?<ruleId>sgr-\w+|-) (?<groupId>sg-\w+) (?<protocol>-1|\w+) (?<from>-1|\d+|-) (?<to>-1|\d+|-) (?:(?<list>pl-\w+)|(?<group>sg-\w+)(?:\/(?<user>\d+))?|(?<ipv4>[\d.]+\/\d+)|(?<ipv6>[\da-f:.]+\/\d+))$/i;

/**
 * The noted rule as an item of the rule set in a CloudTrail record; undefined if the note does not
 * hold all of it.
 */
function notedRuleItem(text: string) {
  const { ruleId, groupId, protocol, from, to, list, group, user, ipv4, ipv6 } = RULE.exec(text)?.groups ?? {};
  if (groupId === undefined) return undefined;
  return {
    groupId,
    ipProtocol: protocol,
    securityGroupRuleId: present(ruleId),
    fromPort: present(from) && Number(from),
    toPort: present(to) && Number(to),
    prefixListId: list,
    referencedGroupInfo: group && { groupId: group, userId: user },
    cidrIpv4: ipv4,
    cidrIpv6: ipv6,
  };
}

function present(text: string | undefined): string | undefined {
  return text === ABSENT ? undefined : text;
}
