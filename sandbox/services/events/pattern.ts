import { BlockList, isIP } from 'node:net';
import { AwsError } from '../../service';

/**
 * EventBridge's event patterns, which select the events of a rule.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export type EventPattern = { readonly [field: string]: unknown };

type Json = unknown;
type Matcher = (value: Json, exists: boolean) => boolean;

const MAX_PATTERN_CHARACTERS = 2048;

/**
 * Reads a rule's pattern.
 * @throws AwsError `InvalidEventPatternException` for a pattern that EventBridge refuses and for an
 * unknown operator.
 */
export function parsePattern(text: string): EventPattern {
  if (text.length > MAX_PATTERN_CHARACTERS) throw invalid(`it is longer than ${MAX_PATTERN_CHARACTERS} characters`);
  let pattern: Json;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalid('it is not valid JSON');
  }
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw invalid('it must be an object with at least one field');
  validate(pattern, '');
  return pattern;
}

/** Whether the event matches every field of the pattern. */
export function matches(pattern: EventPattern, event: Json): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return (wanted as EventPattern[]).some((alternative) => matches(alternative, event));
    const exists = isObject(event) && field in event;
    const value = exists ? event[field] : undefined;
    if (!Array.isArray(wanted)) return matches(wanted as EventPattern, value);
    // An array of the event matches if one of its elements does.
    const values = Array.isArray(value) ? value : [value];
    return wanted.some((item) => values.some((each) => matcher(item, field)(each, exists && !isObject(each))));
  });
}

function validate(pattern: EventPattern, path: string): void {
  for (const [field, wanted] of Object.entries(pattern)) {
    const here = path ? `${path}.${field}` : field;
    if (field === '$or') {
      if (!Array.isArray(wanted) || wanted.length < 2 || !wanted.every(isObject))
        throw invalid(`${here} must be an array of at least two patterns`);
      for (const alternative of wanted) validate(alternative as EventPattern, path);
    } else if (Array.isArray(wanted)) {
      if (wanted.length === 0) throw invalid(`${here} is an empty array`);
      for (const item of wanted) matcher(item, here);
    } else if (isObject(wanted)) validate(wanted, here);
    else throw invalid(`${here} must be an object or an array`);
  }
}

const OPERATORS: Readonly<Record<string, (operand: Json, path: string) => Matcher>> = {
  exists: (operand) => (_, exists) => exists === operand,
  prefix: (operand) => textMatcher(operand, (value, wanted) => value.startsWith(wanted)),
  suffix: (operand) => textMatcher(operand, (value, wanted) => value.endsWith(wanted)),
  wildcard: (operand) => textMatcher(operand, (value, wanted) => wildcard(wanted).test(value)),
  'equals-ignore-case': (operand) =>
    textMatcher(operand, (value, wanted) => value.toLowerCase() === wanted.toLowerCase()),
  'anything-but': (operand, path) => {
    const refused = (Array.isArray(operand) ? operand : [operand]).map((item) => matcher(item, path));
    return (value, exists) => exists && !refused.some((refuses) => refuses(value, exists));
  },
  numeric: (operand, path) => numeric(operand as Json[], path),
  cidr: (operand, path) => cidr(operand, path),
};

function matcher(item: Json, path: string): Matcher {
  if (!isObject(item)) return (value, exists) => exists && value === item;
  const [name = '', ...others] = Object.keys(item);
  const operator = OPERATORS[name];
  if (!operator || others.length > 0)
    throw invalid(`${path} has an operator that is not known: ${JSON.stringify(item)}`);
  return operator(item[name], path);
}

function textMatcher(operand: Json, test: (value: string, wanted: string) => boolean): Matcher {
  const ignoreCase = isObject(operand) ? operand['equals-ignore-case'] : undefined;
  const wanted = ignoreCase ?? operand;
  if (typeof wanted !== 'string') throw invalid(`${JSON.stringify(operand)} must be a string`);
  if (ignoreCase === undefined) return (value) => typeof value === 'string' && test(value, wanted);
  return (value) => typeof value === 'string' && test(value.toLowerCase(), wanted.toLowerCase());
}

const wildcard = (pattern: string) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

const COMPARISONS: Readonly<Record<string, (value: number, operand: number) => boolean>> = {
  '=': (value, operand) => value === operand,
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
};

function numeric(operand: Json[], path: string): Matcher {
  const pairs = Array.from({ length: operand.length / 2 }, (_, index) => operand.slice(index * 2, index * 2 + 2));
  const tests = pairs.map(([name, number]) => {
    const compare = COMPARISONS[String(name)];
    if (!compare || typeof number !== 'number')
      throw invalid(`${path} has a numeric comparison that is not known: ${JSON.stringify(operand)}`);
    return (value: number) => compare(value, number);
  });
  if (tests.length === 0) throw invalid(`${path} has an empty numeric comparison`);
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function cidr(operand: Json, path: string): Matcher {
  const [address = '', prefix] = String(operand).split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0) throw invalid(`${path} has a cidr that is not an address block: ${JSON.stringify(operand)}`);
  const block = new BlockList();
  block.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  return (value) =>
    typeof value === 'string' && isIP(value) !== 0 && block.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4');
}

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (reason: string) =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}.`);
