import type { Filter } from '@aws-sdk/client-ec2';
import { type Taggable, tagsOf } from '../../../../reachability/network/tags';
import { AwsError } from '../../../service';
import { page } from '../../paging';

/** What a filter compares: the values that an item has for it. */
export type Values = unknown;
export type FilterTable<T> = Readonly<Record<string, (item: T) => Values>>;

/** What most Describe calls take besides ids. */
export interface Selection {
  readonly Filters?: Filter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Rules {
  /** Bounds of `MaxResults`; a call without it gets `max`. */
  readonly min: number;
  readonly max: number;
  /** False where AWS documents no `tag:` filter. */
  readonly tagFilters?: false;
}

/**
 * The page of `items` that match every filter. A filter matches when any of its values does; `*` and `?` are wildcards.
 * @throws AwsError `InvalidParameterValue` for a filter that `table` does not know and for `MaxResults` out of rules.
 */
export function select<T extends Taggable>(
  items: readonly T[],
  selection: Selection,
  table: FilterTable<T>,
  rules: Rules = { min: 5, max: 1000 },
): { items: T[]; NextToken?: string } {
  const { MaxResults: size = rules.max, NextToken } = selection;
  if (size < rules.min || size > rules.max) {
    const expected = `Expecting a value from ${rules.min} to ${rules.max}.`;
    throw new AwsError('InvalidParameterValue', `Value ( ${size} ) for parameter maxResults is invalid. ${expected}`);
  }
  const predicates = (selection.Filters ?? []).map((filter) => predicate(filter, table, rules));
  const { items: found, next } = page(
    items.filter((item) => predicates.every((matches) => matches(item))),
    size,
    NextToken,
  );
  return { items: found, NextToken: next };
}

function predicate<T extends Taggable>(
  { Name = '', Values = [] }: Filter,
  table: FilterTable<T>,
  rules: Rules,
): (item: T) => boolean {
  const valuesOf = table[Name] ?? (rules.tagFilters === false ? undefined : tagValues(Name));
  if (!valuesOf) throw new AwsError('InvalidParameterValue', `The filter '${Name}' is invalid`);
  if (Values.length === 0)
    throw new AwsError('InvalidParameterValue', `The filter '${Name}' must have at least one value`);
  const patterns = Values.map(toPattern);
  return (item) =>
    [valuesOf(item)]
      .flat(3)
      .some((value) => value !== undefined && patterns.some((pattern) => pattern.test(String(value))));
}

/** `tag:Key` and `tag-key` work on everything that bears tags. */
function tagValues(name: string): ((item: Taggable) => Values) | undefined {
  if (name === 'tag-key') return (item) => tagsOf(item).map((tag) => tag.Key);
  if (!name.startsWith('tag:')) return undefined;
  const key = name.slice('tag:'.length);
  return (item) =>
    tagsOf(item)
      .filter((tag) => tag.Key === key)
      .map((tag) => tag.Value ?? '');
}

function toPattern(value: string): RegExp {
  const escaped = value.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's');
}
