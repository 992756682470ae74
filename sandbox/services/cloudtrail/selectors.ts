import type { AdvancedFieldSelector } from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../service';
import type { Selectors } from './trail';

/** The fields of a CloudTrail record that selectors of management events use. */
export interface ManagementRecord {
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventType: string;
  readonly readOnly: boolean;
  readonly userIdentity: Readonly<Record<string, unknown>>;
}

const READ_WRITE_TYPES = ['All', 'ReadOnly', 'WriteOnly'];

/**
 * The fields of advanced selectors for management events.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
const FIELDS: Readonly<Record<string, (record: ManagementRecord) => string>> = {
  eventCategory: () => 'Management',
  readOnly: ({ readOnly }) => String(readOnly),
  eventSource: ({ eventSource }) => eventSource,
  eventName: ({ eventName }) => eventName,
  eventType: ({ eventType }) => eventType,
  'userIdentity.arn': ({ userIdentity }) => String(userIdentity.arn ?? ''),
};

/** Whether a trail with these selectors logs the record of a management call. */
export function selects(selectors: Selectors, record: ManagementRecord): boolean {
  if ('AdvancedEventSelectors' in selectors) {
    return selectors.AdvancedEventSelectors.some(({ FieldSelectors = [] }) =>
      FieldSelectors.every((selector) => holds(selector, record)),
    );
  }
  return selectors.EventSelectors.some(
    ({ IncludeManagementEvents = true, ReadWriteType = 'All', ExcludeManagementEventSources = [] }) =>
      IncludeManagementEvents &&
      (ReadWriteType === 'All' || (ReadWriteType === 'ReadOnly') === record.readOnly) &&
      !ExcludeManagementEventSources.includes(record.eventSource),
  );
}

/**
 * @throws AwsError `InvalidEventSelectorsException` for selectors that CloudTrail refuses or the
 * sandbox does not evaluate.
 */
export function checkSelectors(selectors: Selectors): void {
  if ('EventSelectors' in selectors) {
    for (const { ReadWriteType = 'All' } of selectors.EventSelectors)
      if (!READ_WRITE_TYPES.includes(ReadWriteType))
        throw invalid(`ReadWriteType ${ReadWriteType} must be one of ${READ_WRITE_TYPES.join(', ')}.`);
    return;
  }
  for (const { FieldSelectors = [] } of selectors.AdvancedEventSelectors) {
    const [category] = FieldSelectors.find(({ Field }) => Field === 'eventCategory')?.Equals ?? [];
    if (category === undefined) throw invalid('Every advanced event selector must have eventCategory with Equals.');
    if (category !== 'Management') continue;
    for (const { Field = '' } of FieldSelectors)
      if (!Object.hasOwn(FIELDS, Field))
        throw invalid(
          `The field ${Field} is not one that the sandbox evaluates. It knows ${Object.keys(FIELDS).join(', ')}.`,
        );
  }
}

function holds({ Field = '', ...operators }: AdvancedFieldSelector, record: ManagementRecord): boolean {
  const value = FIELDS[Field]?.(record);
  // A selector with a field of data events selects no management event.
  if (value === undefined) return false;
  const any = (wanted: readonly string[] | undefined, test: (text: string) => boolean) => wanted?.some(test) ?? false;
  const positive = [operators.Equals, operators.StartsWith, operators.EndsWith].some((list) => list !== undefined);
  const isWanted =
    any(operators.Equals, (text) => value === text) ||
    any(operators.StartsWith, (text) => value.startsWith(text)) ||
    any(operators.EndsWith, (text) => value.endsWith(text));
  const isRefused =
    any(operators.NotEquals, (text) => value === text) ||
    any(operators.NotStartsWith, (text) => value.startsWith(text)) ||
    any(operators.NotEndsWith, (text) => value.endsWith(text));
  return (!positive || isWanted) && !isRefused;
}

const invalid = (message: string) => new AwsError('InvalidEventSelectorsException', message);
