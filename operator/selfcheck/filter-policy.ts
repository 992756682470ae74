/** The attributes of a message, each a text. */
export type MessageAttributes = Readonly<Record<string, string>>;

/**
 * Whether a subscription's filter policy accepts a message with these attributes; undefined where
 * it uses an operator that is not supported here.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function accepts(policy: string, attributes: MessageAttributes): boolean | undefined {
  const parsed: unknown = JSON.parse(policy);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const results = Object.entries(parsed).map(([name, conditions]) =>
    name === '$or' ? undefined : accepted(conditions, attributes[name]),
  );
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

/** Whether at least one of the conditions holds. */
function accepted(conditions: unknown, value: string | undefined): boolean | undefined {
  if (!Array.isArray(conditions)) return undefined;
  const results = conditions.map((condition) => holds(condition, value));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

function holds(condition: unknown, value: string | undefined): boolean | undefined {
  if (typeof condition !== 'object' || condition === null) return condition === value;
  const [[operator, operand] = [], ...others] = Object.entries(condition);
  if (others.length > 0) return undefined;
  if (operator === 'exists' && typeof operand === 'boolean') return operand === (value !== undefined);
  if (value === undefined) return false;
  if (operator === 'anything-but') return anythingBut(operand, value);
  if (typeof operand !== 'string') return undefined;
  if (operator === 'prefix') return value.startsWith(operand);
  if (operator === 'suffix') return value.endsWith(operand);
  if (operator === 'equals-ignore-case') return value.toLowerCase() === operand.toLowerCase();
  return undefined;
}

function anythingBut(operand: unknown, value: string): boolean | undefined {
  if (typeof operand !== 'object' || operand === null) return operand !== value;
  if (Array.isArray(operand)) return !operand.includes(value);
  const result = holds(operand, value);
  return result === undefined ? undefined : !result;
}
