import type { Tag } from '@aws-sdk/client-ec2';
import { NOTE_PREFIX } from '../../contract/tags';
import { type Change, partialChange, readTime } from '../events/change';
import { resourceIds } from '../events/resource-ids';
import { noteRule, readNotedRule } from './note-rule';

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

const RULE_CALL = /^(Authorize|Revoke)SecurityGroup(Ingress|Egress)$/;

/**
 * The change; undefined if the note does not hold all its rules, and for all calls but those on
 * security group rules.
 */
export function notedChange({ eventId, text }: Note): Change | undefined {
  const [outline = '', ...texts] = text.split(RULES);
  const [, call = '', time = '', actor = '', sourceAddress = '', userAgent = ''] = OUTLINE.exec(outline) ?? [];
  const [, verb, side] = RULE_CALL.exec(call) ?? [];
  const noted = texts.flatMap((each) => readNotedRule(each) ?? []);
  if (!verb || noted.length === 0 || noted.length < texts.length) return undefined;
  const action = verb === 'Authorize' ? 'added' : 'removed';
  const direction = side === 'Ingress' ? 'ingress' : 'egress';
  const rules = noted.map((rule) => ({ action, rule: { ...rule, direction } }) as const);
  const resources = [...resourceIds(noted)].sort();
  return partialChange({ eventId, call, time: readTime(time), actor, sourceAddress, userAgent, rules, resources });
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
