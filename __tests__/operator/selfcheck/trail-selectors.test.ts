import type { AdvancedFieldSelector } from '@aws-sdk/client-cloudtrail';
import { coverage } from '../../../operator/selfcheck/trail-selectors';

const advanced = (...FieldSelectors: AdvancedFieldSelector[]) => ({
  AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...FieldSelectors] }],
});

it.each([
  ['nothing', {}, 'none'],
  [
    'basic selectors of all events',
    { EventSelectors: [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true }] },
    'all',
  ],
  ['basic selectors of writes', { EventSelectors: [{ ReadWriteType: 'WriteOnly' as const }] }, 'all'],
  ['basic selectors of reads', { EventSelectors: [{ ReadWriteType: 'ReadOnly' as const }] }, 'none'],
  ['basic selectors of data events', { EventSelectors: [{ IncludeManagementEvents: false }] }, 'none'],
  ['management events', advanced(), 'all'],
  ['writes', advanced({ Field: 'readOnly', Equals: ['false'] }), 'all'],
  ['reads', advanced({ Field: 'readOnly', Equals: ['true'] }), 'none'],
  ['all but KMS', advanced({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }), 'all'],
  ['all but EC2', advanced({ Field: 'eventSource', NotEquals: ['ec2.amazonaws.com'] }), 'none'],
  ['IAM alone', advanced({ Field: 'eventSource', Equals: ['iam.amazonaws.com'] }), 'none'],
  ['some people', advanced({ Field: 'userIdentity.arn', StartsWith: ['arn:aws:iam'] }), 'some'],
  [
    'reads of some people',
    advanced({ Field: 'readOnly', Equals: ['true'] }, { Field: 'eventName', StartsWith: ['Get'] }),
    'none',
  ],
  [
    'data events',
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
    'none',
  ],
  [
    'reads, and writes besides',
    {
      AdvancedEventSelectors: ['true', 'false'].flatMap(
        (value) => advanced({ Field: 'readOnly', Equals: [value] }).AdvancedEventSelectors,
      ),
    },
    'all',
  ],
])('a trail with %s covers %#', (_, selectors, covered) => {
  expect(coverage(selectors)).toBe(covered);
});
