import type { AwsError } from '../../../../sandbox/service';
import { CloudTrail } from '../../../../sandbox/services/cloudtrail/cloudtrail';
import { callTo, services } from '../../../../testing/emulator/connected-services';

const CALL = callTo('cloudtrail', 'any');
const ELSEWHERE = callTo('cloudtrail', 'any', { region: 'us-west-2' });
const DEFAULT_ARN = 'arn:aws:cloudtrail:eu-central-1:123456789012:trail/management-events';

const REVOKE = {
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RevokeSecurityGroupEgress',
  eventType: 'AwsApiCall',
  readOnly: false,
  userIdentity: { arn: 'arn:aws:iam::123456789012:user/operator' },
};

const start = () => {
  const trail = new CloudTrail(services().world);
  return { trail, operations: trail.operations, logs: (region = 'eu-central-1') => trail.logs(region, REVOKE) };
};

const refusal = (code: string) => expect.objectContaining({ code }) as AwsError;

describe('trails', () => {
  it('are at first one that logs every management event of every Region', () => {
    const { operations, logs } = start();
    expect(operations.DescribeTrails({}, CALL).trailList).toMatchObject([
      { TrailARN: DEFAULT_ARN, HomeRegion: 'eu-central-1', IsMultiRegionTrail: true, HasCustomEventSelectors: false },
    ]);
    expect(operations.GetTrailStatus({ Name: 'management-events' }, CALL)).toMatchObject({ IsLogging: true });
    expect(logs()).toBe(true);
    expect(logs('us-west-2')).toBe(true);
  });

  it('log from when logging starts until it stops, or until they are deleted', () => {
    const { operations, logs } = start();
    operations.DeleteTrail({ Name: DEFAULT_ARN }, CALL);
    expect(logs()).toBe(false);
    operations.CreateTrail({ Name: 'audit', S3BucketName: 'bucket' }, CALL);
    expect(logs()).toBe(false);
    operations.StartLogging({ Name: 'audit' }, CALL);
    expect(logs()).toBe(true);
    operations.StopLogging({ Name: 'audit' }, CALL);
    expect(logs()).toBe(false);
    expect(operations.GetTrailStatus({ Name: 'audit' }, CALL)).toMatchObject({
      IsLogging: false,
      StopLoggingTime: CALL.at,
    });
  });

  it('of one Region do not log another, and are not visible there', () => {
    const { operations, logs } = start();
    operations.UpdateTrail({ Name: 'management-events', IsMultiRegionTrail: false }, CALL);
    expect(logs()).toBe(true);
    expect(logs('us-west-2')).toBe(false);
    expect(operations.DescribeTrails({}, ELSEWHERE).trailList).toEqual([]);
    expect(operations.ListTrails({}).Trails).toHaveLength(1);
  });

  it('are visible elsewhere as shadows, by ARN only, and can only be changed in the home Region', () => {
    const { operations } = start();
    expect(operations.DescribeTrails({}, ELSEWHERE).trailList).toHaveLength(1);
    expect(operations.DescribeTrails({ includeShadowTrails: false }, ELSEWHERE).trailList).toEqual([]);
    expect(() => operations.GetTrailStatus({ Name: 'management-events' }, ELSEWHERE)).toThrow(
      refusal('TrailNotFoundException'),
    );
    expect(operations.GetTrail({ Name: DEFAULT_ARN }, ELSEWHERE).Trail?.Name).toBe('management-events');
    expect(() => operations.StopLogging({ Name: DEFAULT_ARN }, ELSEWHERE)).toThrow(
      refusal('InvalidHomeRegionException'),
    );
  });

  it('are restored by a reset', () => {
    const { operations, logs, trail } = start();
    operations.DeleteTrail({ Name: 'management-events' }, CALL);
    trail.reset();
    expect(logs()).toBe(true);
  });

  it.each([
    ['an invalid name', { Name: '-x', S3BucketName: 'bucket' }, 'InvalidTrailNameException'],
    ['no bucket', { Name: 'audit' }, 'InvalidS3BucketNameException'],
    ['an existing name', { Name: 'management-events', S3BucketName: 'bucket' }, 'TrailAlreadyExistsException'],
  ])('are refused with %s', (_, input, code) => {
    const { operations } = start();
    expect(() => operations.CreateTrail({ S3BucketName: undefined, ...input }, CALL)).toThrow(refusal(code));
  });
});

describe('event selectors', () => {
  const management = (...FieldSelectors: object[]) => ({
    AdvancedEventSelectors: [
      { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...FieldSelectors] as never },
    ],
  });

  it.each([
    ['of reads only', { EventSelectors: [{ ReadWriteType: 'ReadOnly' as const }] }, false],
    ['of writes only', { EventSelectors: [{ ReadWriteType: 'WriteOnly' as const }] }, true],
    ['without management events', { EventSelectors: [{ IncludeManagementEvents: false }] }, false],
    ['without KMS', { EventSelectors: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] }, true],
    ['advanced, of all', management(), true],
    ['advanced, of reads only', management({ Field: 'readOnly', Equals: ['true'] }), false],
    ['advanced, of writes only', management({ Field: 'readOnly', Equals: ['false'] }), true],
    ['advanced, without EC2', management({ Field: 'eventSource', NotEquals: ['ec2.amazonaws.com'] }), false],
    ['advanced, of some names', management({ Field: 'eventName', StartsWith: ['Revoke'] }), true],
    ['advanced, of other names', management({ Field: 'eventName', NotStartsWith: ['Revoke'] }), false],
    [
      'of data events only',
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
      false,
    ],
  ])('%s decide what is logged', (_, selectors, logged) => {
    const { operations, logs } = start();
    operations.PutEventSelectors({ TrailName: 'management-events', ...selectors }, CALL);
    expect(logs()).toBe(logged);
    expect(operations.GetEventSelectors({ TrailName: DEFAULT_ARN }, CALL)).toEqual({
      TrailARN: DEFAULT_ARN,
      ...selectors,
    });
  });

  it.each([
    ['no selector', {}],
    ['no category', { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'readOnly', Equals: ['true'] }] }] }],
    ['an unknown field', management({ Field: 'colour', Equals: ['red'] })],
    ['an unknown kind of access', { EventSelectors: [{ ReadWriteType: 'Write' as never }] }],
  ])('with %s are refused', (_, selectors) => {
    const { operations } = start();
    expect(() => operations.PutEventSelectors({ TrailName: 'management-events', ...selectors }, CALL)).toThrow(
      refusal('InvalidEventSelectorsException'),
    );
  });
});
