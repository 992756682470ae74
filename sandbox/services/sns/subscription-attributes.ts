import { readFilterPolicy } from './filter-policy';
import { invalidParameter, parseJson } from './topic-attributes';

export type SubscriptionAttributes = Readonly<Record<string, string>>;

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
const SETTABLE = ['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'];

/**
 * `current` with one attribute changed. The empty text removes it.
 * @throws AwsError `InvalidParameter` that names the attribute.
 */
export function changeSubscriptionAttribute(
  current: SubscriptionAttributes,
  name: string,
  value: string,
): SubscriptionAttributes {
  if (!SETTABLE.includes(name)) throw invalidParameter(`AttributeName ${name} must be one of ${SETTABLE.join(', ')}`);
  const { [name]: _, ...others } = current;
  if (value === '') return others;
  if (name === 'FilterPolicy') return changeFilterPolicy(others, value);
  if (name === 'FilterPolicyScope' && value !== 'MessageAttributes')
    throw invalidParameter(`FilterPolicyScope ${value}: the sandbox filters by MessageAttributes only`);
  if (name === 'RawMessageDelivery' && value !== 'true' && value !== 'false')
    throw invalidParameter(`RawMessageDelivery ${value} must be true or false`);
  if (name.endsWith('Policy')) parseJson(name, value);
  return { ...others, [name]: value };
}

function changeFilterPolicy(others: SubscriptionAttributes, text: string): SubscriptionAttributes {
  const { FilterPolicyScope, ...rest } = others;
  const policy = readFilterPolicy(text);
  if (Object.keys(policy).length === 0) return rest;
  return { ...rest, FilterPolicy: text, FilterPolicyScope: FilterPolicyScope ?? 'MessageAttributes' };
}
