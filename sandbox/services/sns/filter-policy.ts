import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { invalidParameter, parseJson } from './topic-attributes';

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** One accepted value: exact, or one of the operators that the sandbox evaluates. */
type Matcher =
  | string
  | number
  | { readonly prefix: string }
  | { readonly exists: boolean }
  | { readonly 'anything-but': unknown };

/** By attribute name, the accepted values. Every attribute must match. */
export type FilterPolicy = Readonly<Record<string, readonly Matcher[]>>;

/**
 * @throws AwsError `InvalidParameter` for a form that the sandbox does not evaluate.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function readFilterPolicy(text: string): FilterPolicy {
  const policy = parseJson('FilterPolicy', text);
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy))
    throw invalidParameter(`FilterPolicy ${text} must be an object of attribute names and lists of accepted values`);
  for (const [name, matchers] of Object.entries(policy))
    if (!Array.isArray(matchers) || !matchers.every(isMatcher))
      throw invalidParameter(
        `FilterPolicy.${name} must be a list of texts, numbers, or objects with prefix, exists or anything-but; the sandbox evaluates no others`,
      );
  return policy as FilterPolicy;
}

export const accepts = (policy: FilterPolicy, attributes: Attributes): boolean =>
  Object.entries(policy).every(([name, matchers]) => {
    const values = attributeValues(attributes[name]);
    return matchers.some((matcher) => matchesAny(matcher, values));
  });

function isMatcher(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'number') return true;
  if (typeof value !== 'object' || value === null) return false;
  const [[operator, operand] = [], another] = Object.entries(value);
  if (another !== undefined) return false;
  if (operator === 'prefix') return typeof operand === 'string';
  if (operator === 'exists') return typeof operand === 'boolean';
  const plain = (item: unknown) => typeof item === 'string' || typeof item === 'number';
  return operator === 'anything-but' && [operand].flat().every(plain);
}

function matchesAny(matcher: Matcher, values: readonly (string | number)[]): boolean {
  if (typeof matcher !== 'object') return values.includes(matcher);
  if ('exists' in matcher) return matcher.exists === values.length > 0;
  if ('prefix' in matcher) return values.some((value) => String(value).startsWith(matcher.prefix));
  const excluded = [matcher['anything-but']].flat();
  return values.some((value) => !excluded.includes(value));
}

/** The values of an attribute. A `String.Array` has several. */
function attributeValues(attribute: MessageAttributeValue | undefined): (string | number)[] {
  const { DataType, StringValue } = attribute ?? {};
  if (StringValue === undefined) return [];
  if (DataType === 'Number') return [Number(StringValue)];
  if (DataType !== 'String.Array') return [StringValue];
  const list: unknown = parseJson('String.Array', StringValue);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string' || typeof item === 'number') : [];
}
