import type { Tag } from '@aws-sdk/client-ec2';
import type { Change } from './change';
import { describeRule } from './wording';

/**
 * A change that an analysis answers for, written on the analysis as a tag, so that whoever judges it can list the change.
 * The key is `chg-<event id>`.
 */
export interface Note {
  readonly eventId: string;
  /** Such as `RevokeSecurityGroupEgress`. */
  readonly call: string;
  /** The note in words: the call, when, by whom, and the rules. */
  readonly text: string;
}

const PREFIX = 'chg-';
/** Stands for all that found no room. */
const MORE = `${PREFIX}and-more`;
/** AWS allows 50 tags on a resource. Three are ours; the rest is room for notes that are written at the same instant. */
const MOST_NOTES = 40;
/** AWS's bound on the value of a tag. */
const MOST_VALUE = 256;

/** The tag that notes the change on an analysis; "and more" where the analysis has notes enough. */
export function noteTag(eventId: string, change: Change, existing: readonly Note[] = []): Tag {
  if (existing.length >= MOST_NOTES) return { Key: MORE, Value: 'and more' };
  const time = change.time === undefined ? '' : ` ${new Date(change.time).toISOString()}`;
  const rules = change.rules.map(({ effect, rule }) =>
    [effect, describeRule(rule), ...(rule.groupId ? [`in ${rule.groupId}`] : [])].join(' '),
  );
  return {
    Key: `${PREFIX}${eventId}`,
    Value: tagSafe([`${change.call}${time} by ${change.actor}`, ...rules].join(' - ')),
  };
}

export function isNoted(notes: readonly Note[], eventId: string): boolean {
  return notes.some((note) => note.eventId === eventId) || notes.some(isMore);
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
    return [{ eventId: Key.slice(PREFIX.length), call: Value.split(' ', 1)[0] ?? '', text: Value }];
  });
}

function isMore({ eventId }: Note): boolean {
  return `${PREFIX}${eventId}` === MORE;
}

/** Letters, digits and a few signs are what every AWS service takes in tags. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
function tagSafe(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9 +\-=._:/@]/g, '_');
  return safe.length > MOST_VALUE ? `${safe.slice(0, MOST_VALUE - 3)}...` : safe;
}
