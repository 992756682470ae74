import { AwsError } from '../service';

/** A resource's tags, by key. */
export type Tags = Map<string, string>;

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

/** Reads the list form `[{Key, Value}]`. Throws `code` for a tag without a key. */
export function tagsFromList(list: readonly Tag[] | undefined, code = 'ValidationError'): Tags {
  return new Map(
    (list ?? []).map(({ Key, Value }) => {
      if (!Key) throw new AwsError(code, 'Tags: every tag needs a Key of 1 to 128 characters.');
      return [Key, Value ?? ''];
    }),
  );
}

export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));

/** Adds `more` to `tags`; a key that is there already gets the new value. */
export function addTags(tags: Tags, more: Tags): void {
  for (const [key, value] of more) tags.set(key, value);
}

export function removeTags(tags: Tags, keys: readonly string[] | undefined): void {
  for (const key of keys ?? []) tags.delete(key);
}
