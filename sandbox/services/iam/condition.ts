import { matchesArn, matchesPattern } from './pattern';
import { PolicyError } from './policy-error';

/**
 * Condition keys of a request and their values, such as `aws:SourceArn`. Names are not
 * case-sensitive.
 */
export type Context = Readonly<Record<string, string | readonly string[]>>;

type ConditionValue = string | number | boolean;

/** Accepted values by operator and key. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, ConditionValue | readonly ConditionValue[]>>>>;

type SetOperator = 'ForAllValues' | 'ForAnyValue';

interface Comparison {
  /** Compares one value of the request with one of the policy. */
  readonly matches: (actual: string, expected: string) => boolean;
  /** The condition holds if nothing matches, as in `StringNotEquals`; also if the key is absent. */
  readonly negated?: true;
}

const equals: Comparison['matches'] = (actual, expected) => actual === expected;
const equalsIgnoringCase: Comparison['matches'] = (actual, expected) => actual.toLowerCase() === expected.toLowerCase();
const like: Comparison['matches'] = (actual, expected) => matchesPattern(expected, actual);
const arnLike: Comparison['matches'] = (actual, expected) => matchesArn(expected, actual);
const numeric =
  (compare: (actual: number, expected: number) => boolean): Comparison['matches'] =>
  (actual, expected) =>
    actual.trim() !== '' && compare(Number(actual), Number(expected));

/**
 * @see
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: { matches: equals },
  StringNotEquals: { matches: equals, negated: true },
  StringEqualsIgnoreCase: { matches: equalsIgnoringCase },
  StringNotEqualsIgnoreCase: { matches: equalsIgnoringCase, negated: true },
  StringLike: { matches: like },
  StringNotLike: { matches: like, negated: true },
  ArnEquals: { matches: arnLike },
  ArnLike: { matches: arnLike },
  ArnNotEquals: { matches: arnLike, negated: true },
  ArnNotLike: { matches: arnLike, negated: true },
  Bool: { matches: equalsIgnoringCase },
  NumericEquals: { matches: numeric((a, b) => a === b) },
  NumericNotEquals: { matches: numeric((a, b) => a === b), negated: true },
  NumericLessThan: { matches: numeric((a, b) => a < b) },
  NumericLessThanEquals: { matches: numeric((a, b) => a <= b) },
  NumericGreaterThan: { matches: numeric((a, b) => a > b) },
  NumericGreaterThanEquals: { matches: numeric((a, b) => a >= b) },
};

/**
 * Whether every condition holds. @throws PolicyError for an operator that the sandbox does not
 * have.
 */
export function conditionsHold(conditions: Conditions | undefined, context: Context): boolean {
  const values = lowerCaseKeys(context);
  return Object.entries(conditions ?? {}).every(([operator, keys]) => {
    const holds = readOperator(operator);
    return Object.entries(keys).every(([key, expected]) =>
      holds(values.get(key.toLowerCase()) ?? [], [expected].flat().map(String), key),
    );
  });
}

/**
 * Refuses such a policy when it is written. @throws PolicyError for an operator that the sandbox
 * does not have.
 */
export function checkConditions(conditions: Conditions | undefined): void {
  for (const operator of Object.keys(conditions ?? {})) readOperator(operator);
}

type Holds = (actual: readonly string[], expected: readonly string[], key: string) => boolean;

function readOperator(operator: string): Holds {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null' && !set && !ifExists)
    return (actual, expected) => expected.some((wanted) => (wanted.toLowerCase() === 'true') === (actual.length === 0));
  const comparison = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  if (!comparison)
    throw new PolicyError(
      `The condition operator ${operator} is not one that the sandbox evaluates. It knows Null, ${Object.keys(COMPARISONS).join(', ')}, with IfExists, ForAllValues: and ForAnyValue:.`,
    );
  return (actual, expected, key) =>
    ifExists && actual.length === 0 ? true : compare(comparison, set as SetOperator | undefined, actual, expected, key);
}

function compare(
  { matches, negated }: Comparison,
  set: SetOperator | undefined,
  actual: readonly string[],
  expected: readonly string[],
  key: string,
): boolean {
  const holds = (value: string) => expected.some((wanted) => matches(value, wanted)) !== Boolean(negated);
  if (set === 'ForAllValues') return actual.every(holds);
  if (set === 'ForAnyValue') return actual.some(holds);
  const [value, another] = actual;
  if (another !== undefined)
    throw new PolicyError(
      `The condition key ${key} has several values in this request; its operator needs ForAllValues: or ForAnyValue:.`,
    );
  return value === undefined ? Boolean(negated) : holds(value);
}

const lowerCaseKeys = (context: Context): Map<string, readonly string[]> =>
  new Map(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
