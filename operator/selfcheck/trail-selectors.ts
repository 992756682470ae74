import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  GetEventSelectorsResponse,
} from '@aws-sdk/client-cloudtrail';

/**
 * Which of the calls that change a network a trail logs. `some`: it depends on fields that are
 * unknown in advance.
 */
export type Coverage = 'all' | 'some' | 'none';

const EC2 = 'ec2.amazonaws.com';

/** The fields with the same value for every such call. */
const FORESEEABLE: Readonly<Record<string, string>> = {
  eventCategory: 'Management',
  readOnly: 'false',
  eventSource: EC2,
  eventType: 'AwsApiCall',
};

/**
 * Which write management events of EC2 the selectors of a trail admit.
 * @see
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function coverage({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse): Coverage {
  // Basic selectors can exclude only the sources KMS and RDS Data API, which change no network.
  const basic = EventSelectors.some(
    ({ IncludeManagementEvents = true, ReadWriteType = 'All' }) =>
      IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
  );
  const all: Coverage[] = [basic ? 'all' : 'none', ...AdvancedEventSelectors.map(ofAdvanced)];
  return (['all', 'some'] as const).find((most) => all.includes(most)) ?? 'none';
}

function ofAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): Coverage {
  if (!FieldSelectors.some(({ Field }) => Field === 'eventCategory')) return 'none';
  const foreseeable = FieldSelectors.filter(({ Field = '' }) => Object.hasOwn(FORESEEABLE, Field));
  if (!foreseeable.every((selector) => admits(selector, FORESEEABLE[selector.Field ?? ''] ?? ''))) return 'none';
  return foreseeable.length === FieldSelectors.length ? 'all' : 'some';
}

function admits(selector: AdvancedFieldSelector, value: string): boolean {
  const { Equals, StartsWith, EndsWith, NotEquals = [], NotStartsWith = [], NotEndsWith = [] } = selector;
  const isRefused =
    NotEquals.includes(value) ||
    NotStartsWith.some((text) => value.startsWith(text)) ||
    NotEndsWith.some((text) => value.endsWith(text));
  const isWanted =
    Equals?.includes(value) ||
    StartsWith?.some((text) => value.startsWith(text)) ||
    EndsWith?.some((text) => value.endsWith(text)) ||
    (!Equals && !StartsWith && !EndsWith);
  return isWanted === true && !isRefused;
}
