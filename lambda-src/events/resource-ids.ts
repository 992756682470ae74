import { MOST_NESTING } from './cloudtrail-json';

const RESOURCE_ID = /^[a-z]{1,20}(-[a-z]{1,20}){0,3}-[0-9a-f]{8,17}$/;
const ARN = /^arn:aws[a-z-]{0,20}:[a-z0-9-]{1,40}:[a-z0-9-]{0,30}:\d{0,12}:[\x21-\x7e]{1,600}$/;
const MOST_RESOURCES = 1_000;

/**
 * The resources that the values name, at any depth and under any key, as ids such as `sg-0…` or
 * ARNs. An ARN that ends in an id counts as both. The list ends after about a thousand.
 */
export function resourceIds(...values: readonly unknown[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string') {
      for (const id of idsOf(value)) ids.add(id);
    } else if (typeof value === 'object' && value !== null && depth < MOST_NESTING && ids.size < MOST_RESOURCES) {
      for (const child of Object.values(value)) visit(child, depth + 1);
    }
  };
  visit(values, 0);
  return ids;
}

/** The ids in the value that have the prefix, such as `sgr`. */
export function idsWithPrefix(value: unknown, prefix: string): readonly string[] {
  return [...resourceIds(value)].filter((id) => isId(id, prefix));
}

/** Whether the value is an id with the prefix, such as `sgr`. */
export function isId(value: unknown, prefix: string): value is string {
  if (typeof value !== 'string' || !value.startsWith(`${prefix}-`)) return false;
  return /^[0-9a-f]{8,17}$/.test(value.slice(prefix.length + 1));
}

function idsOf(text: string): readonly string[] {
  if (RESOURCE_ID.test(text)) return [text];
  if (!ARN.test(text)) return [];
  const last = text.slice(text.lastIndexOf('/') + 1);
  return RESOURCE_ID.test(last) ? [text, last] : [text];
}
