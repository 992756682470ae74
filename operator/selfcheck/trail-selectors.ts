import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  GetEventSelectorsResponse,
} from '@aws-sdk/client-cloudtrail';

/** How many of the calls that change a network a trail logs. `some`: the selectors also go by what we cannot foresee. */
export type Coverage = 'all' | 'some' | 'none';

const EC2 = 'ec2.amazonaws.com';

/** The fields whose value is the same for every call that matters here. */
const FORESEEABLE: Readonly<Record<string, string>> = {
  eventCategory: 'Management',
  readOnly: 'false',
  eventSource: EC2,
  eventType: 'AwsApiCall',
};

/**
 * What the selectors of a trail let through of the write management events of EC2.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function coverage({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse): Coverage {
  // Basic selectors can leave out the sources KMS and RDS Data API only, which change no network.
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
