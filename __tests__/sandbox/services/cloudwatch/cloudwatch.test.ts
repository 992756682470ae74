import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { AwsError } from '../../../../sandbox/service';
import { callTo, policyOf, services } from '../../../../testing/emulator/connected-services';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alerts';
const ALARM = 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:errors';
const START = new Date('2026-11-23T10:00:00Z');
const DIMENSIONS = [{ Name: 'FunctionName', Value: 'monitor' }];

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});
afterEach(() => {
  jest.useRealTimers();
});

const call = (action = 'PutMetricAlarm') => callTo('cloudwatch', action);

function withAlarm(input: Partial<PutMetricAlarmInput> = {}) {
  const all = services();
  all.sns.operations.CreateTopic({ Name: 'alerts' }, callTo('sns', 'CreateTopic'));
  const { operations } = all.cloudwatch;
  const put = (changes: Partial<PutMetricAlarmInput> = {}) =>
    operations.PutMetricAlarm(
      {
        AlarmName: 'errors',
        AlarmDescription: 'The function failed',
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: DIMENSIONS,
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [TOPIC],
        OKActions: [TOPIC],
        ...input,
        ...changes,
      },
      call(),
    );
  put();
  const describe = () =>
    operations.DescribeAlarms({ AlarmNames: ['errors'] }, call('DescribeAlarms')).MetricAlarms?.[0];
  const report = (value: number) => all.cloudwatch.put('AWS/Lambda', 'Errors', { FunctionName: 'monitor' }, value);
  const subjects = () => all.sns.inbox.map(({ subject }) => subject);
  return { ...all, operations, put, describe, report, subjects };
}

const refusal = (code: string) => expect.objectContaining({ code }) as AwsError;

describe('alarms', () => {
  it('are described as they were created', () => {
    expect(withAlarm().describe()).toMatchObject({
      AlarmName: 'errors',
      AlarmArn: ALARM,
      StateValue: 'INSUFFICIENT_DATA',
      ActionsEnabled: true,
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
      InsufficientDataActions: [],
      Dimensions: DIMENSIONS,
      Period: 60,
      Threshold: 0,
      TreatMissingData: 'notBreaching',
    });
  });

  it('notify their topic as soon as the threshold is crossed, in AWS’s form', () => {
    const { sns, describe, report } = withAlarm();
    report(1);
    expect(describe()?.StateValue).toBe('ALARM');
    expect(sns.inbox).toEqual([
      expect.objectContaining({ topicArn: TOPIC, subject: 'ALARM: "errors" in EU (Frankfurt)' }),
    ]);
    expect(JSON.parse(sns.inbox[0]?.message ?? '')).toMatchObject({
      AlarmName: 'errors',
      AlarmDescription: 'The function failed',
      AWSAccountId: '123456789012',
      NewStateValue: 'ALARM',
      OldStateValue: 'INSUFFICIENT_DATA',
      NewStateReason: 'Threshold Crossed: 1 out of the last 1 datapoints [1.0] was greater than the threshold (0.0).',
      StateChangeTime: '2026-11-23T10:00:00.000+0000',
      Region: 'EU (Frankfurt)',
      AlarmArn: ALARM,
      Trigger: {
        MetricName: 'Errors',
        Namespace: 'AWS/Lambda',
        Statistic: 'SUM',
        Dimensions: [{ name: 'FunctionName', value: 'monitor' }],
        Period: 60,
        Threshold: 0,
      },
    });
  });

  it('notify each change of state once, and return to OK after the period', async () => {
    const { describe, report, subjects } = withAlarm();
    report(1);
    report(2);
    await jest.advanceTimersByTimeAsync(59_000);
    expect(describe()?.StateValue).toBe('ALARM');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(describe()?.StateValue).toBe('OK');
    expect(subjects()).toEqual(['ALARM: "errors" in EU (Frankfurt)', 'OK: "errors" in EU (Frankfurt)']);
  });

  it('watch only their metric, whatever the order of its dimensions', () => {
    const { cloudwatch, describe, put } = withAlarm();
    put({
      Dimensions: [
        { Name: 'b', Value: '2' },
        { Name: 'a', Value: '1' },
      ],
    });
    cloudwatch.put('AWS/Lambda', 'Errors', { a: '1' }, 1);
    cloudwatch.put('AWS/Lambda', 'Throttles', { a: '1', b: '2' }, 1);
    cloudwatch.put('AWS/Events', 'Errors', { a: '1', b: '2' }, 1);
    expect(describe()?.StateValue).toBe('INSUFFICIENT_DATA');
    cloudwatch.put('AWS/Lambda', 'Errors', { a: '1', b: '2' }, 1);
    expect(describe()?.StateValue).toBe('ALARM');
  });

  it.each([
    ['notBreaching', 'OK'],
    ['breaching', 'ALARM'],
    ['missing', 'INSUFFICIENT_DATA'],
    ['ignore', 'INSUFFICIENT_DATA'],
  ])('without data, treated as %s, are %s', async (TreatMissingData, state) => {
    const { describe } = withAlarm({ TreatMissingData });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(describe()?.StateValue).toBe(state);
  });

  it.each([
    ['Sum', [1, 2], 3, true],
    ['Sum', [1, 1], 3, false],
    ['Maximum', [1, 3], 3, true],
    ['Average', [1, 3], 3, false],
    ['SampleCount', [0, 0, 0], 3, true],
    ['Minimum', [3, 1], 3, false],
  ] as const)('compare the %s of %j with %d', (Statistic, values, Threshold, isAlarm) => {
    const { describe, report } = withAlarm({
      Statistic,
      Threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    for (const value of values) report(value);
    expect(describe()?.StateValue).toBe(isAlarm ? 'ALARM' : 'OK');
  });

  it('need the configured number of breaching periods', async () => {
    const { describe, report } = withAlarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    report(1);
    expect(describe()?.StateValue).toBe('OK');
    await jest.advanceTimersByTimeAsync(70_000);
    report(1);
    expect(describe()?.StateValue).toBe('ALARM');
  });

  it('keep their state and tags when they are changed', () => {
    const { operations, put, describe, report } = withAlarm({ Tags: [{ Key: 'Team', Value: 'net' }] });
    report(1);
    put({ Threshold: 5, Tags: [] });
    expect(describe()).toMatchObject({ StateValue: 'ALARM', Threshold: 5 });
    operations.TagResource({ ResourceARN: ALARM, Tags: [{ Key: 'Stage', Value: 'prod' }] });
    operations.UntagResource({ ResourceARN: ALARM, TagKeys: ['Team'] });
    expect(operations.ListTagsForResource({ ResourceARN: ALARM }).Tags).toEqual([{ Key: 'Stage', Value: 'prod' }]);
  });

  it('can be set to a state, and carry out its actions', () => {
    const { operations, describe, subjects } = withAlarm();
    operations.SetAlarmState({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'drill' }, call());
    expect(describe()).toMatchObject({ StateValue: 'ALARM', StateReason: 'drill' });
    expect(subjects()).toEqual(['ALARM: "errors" in EU (Frankfurt)']);
    expect(() => operations.SetAlarmState({ AlarmName: 'none', StateValue: 'OK', StateReason: 'x' }, call())).toThrow(
      refusal('ResourceNotFound'),
    );
    expect(() =>
      operations.SetAlarmState({ AlarmName: 'errors', StateValue: 'RED' as 'OK', StateReason: 'x' }, call()),
    ).toThrow(refusal('ValidationError'));
  });

  it('do nothing while their actions are disabled', () => {
    const { operations, describe, report, subjects } = withAlarm();
    operations.DisableAlarmActions({ AlarmNames: ['errors'] }, call());
    report(1);
    expect(describe()).toMatchObject({ StateValue: 'ALARM', ActionsEnabled: false });
    expect(subjects()).toEqual([]);
  });

  it('record in their history that the topic refused them', () => {
    const { sns, operations, report, subjects, world } = withAlarm();
    const Policy = policyOf({ Action: 'sns:Publish', Principal: { Service: 'events.amazonaws.com' }, Resource: TOPIC });
    sns.operations.SetTopicAttributes({ TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: Policy });
    report(1);
    expect(subjects()).toEqual([]);
    const input = { AlarmName: 'errors', HistoryItemType: 'Action' } as const;
    const { AlarmHistoryItems } = operations.DescribeAlarmHistory(input, call('DescribeAlarmHistory'));
    expect(AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      expect.stringContaining(`Failed to execute action ${TOPIC}: AuthorizationError`),
    ]);
    expect(world.timeline.entries.map(({ summary }) => summary)).toContainEqual(
      expect.stringContaining('could not notify'),
    );
  });

  it('do not exist after their deletion', async () => {
    const { operations, describe, report, subjects } = withAlarm();
    operations.DeleteAlarms({ AlarmNames: ['errors'] }, call('DeleteAlarms'));
    report(1);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(describe()).toBeUndefined();
    expect(subjects()).toEqual([]);
    expect(() => operations.DeleteAlarms({ AlarmNames: ['errors'] }, call('DeleteAlarms'))).toThrow(
      refusal('ResourceNotFound'),
    );
  });

  it.each([
    ['metric math', { Metrics: [] }],
    ['a percentile', { ExtendedStatistic: 'p99' }],
    ['no period', { Period: undefined }],
    ['a period of 45 seconds', { Period: 45 }],
    ['more than a day', { Period: 300, EvaluationPeriods: 289 }],
    ['more datapoints than periods', { DatapointsToAlarm: 2 }],
    ['an unknown comparison', { ComparisonOperator: 'EqualToThreshold' }],
    ['an unknown treatment', { TreatMissingData: 'fine' }],
  ])('refuse %s', (_, input) => {
    expect(() => withAlarm(input as Partial<PutMetricAlarmInput>)).toThrow(refusal('ValidationError'));
  });

  it('watch the number of messages in a queue', () => {
    const { sqs, put, describe } = withAlarm();
    put({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      Dimensions: [{ Name: 'QueueName', Value: 'dead' }],
    });
    sqs.operations.CreateQueue({ QueueName: 'dead' }, callTo('sqs', 'CreateQueue'));
    const message = { QueueUrl: 'http://127.0.0.1:4566/123456789012/dead', MessageBody: '{}' };
    sqs.operations.SendMessage(message, callTo('sqs', 'SendMessage'));
    expect(describe()?.StateValue).toBe('ALARM');
  });
});

describe('metrics', () => {
  it('are read in periods', () => {
    const { operations } = services().cloudwatch;
    const put = (seconds: number, datum: object) =>
      operations.PutMetricData(
        {
          Namespace: 'N',
          MetricData: [{ MetricName: 'M', Timestamp: new Date(START.getTime() + seconds * 1000), ...datum }],
        },
        call('PutMetricData'),
      );
    put(0, { Value: 1 });
    put(59, { Values: [2, 3], Counts: [2, 1] });
    put(60, { StatisticValues: { SampleCount: 4, Sum: 8, Minimum: 1, Maximum: 5 } });
    const { Datapoints } = operations.GetMetricStatistics(
      {
        Namespace: 'N',
        MetricName: 'M',
        StartTime: START,
        EndTime: new Date(START.getTime() + 120_000),
        Period: 60,
        Statistics: ['Sum', 'Maximum', 'SampleCount', 'Average'],
      },
      call('GetMetricStatistics'),
    );
    expect(Datapoints).toEqual([
      { Timestamp: START, Unit: 'None', Sum: 8, Maximum: 3, SampleCount: 4, Average: 2 },
      { Timestamp: new Date('2026-11-23T10:01:00Z'), Unit: 'None', Sum: 8, Maximum: 5, SampleCount: 4, Average: 2 },
    ]);
  });

  it('are listed by name and dimension', () => {
    const { cloudwatch } = services();
    cloudwatch.put('N', 'A', { path: 'one' }, 1);
    cloudwatch.put('N', 'A', { path: 'two' }, 1);
    cloudwatch.put('N', 'B', {}, 1);
    const { Metrics } = cloudwatch.operations.ListMetrics(
      { Namespace: 'N', MetricName: 'A', Dimensions: [{ Name: 'path', Value: 'two' }] },
      call(),
    );
    expect(Metrics).toEqual([{ Namespace: 'N', MetricName: 'A', Dimensions: [{ Name: 'path', Value: 'two' }] }]);
  });

  it('are read from log messages in embedded metric format', () => {
    const { cloudwatch } = services();
    const directive = {
      Namespace: 'N',
      Dimensions: [['name'], ['name', 'path']],
      Metrics: [{ Name: 'AnalysesStarted', Unit: 'Count' }, { Name: 'Absent' }],
    };
    const message = {
      _aws: { Timestamp: START.getTime(), CloudWatchMetrics: [directive] },
      name: 'monitor',
      path: 'web',
      AnalysesStarted: 3,
    };
    cloudwatch.readLogMessage(JSON.stringify(message));
    cloudwatch.readLogMessage('{"_aws":');
    cloudwatch.readLogMessage('START');
    const { Metrics } = cloudwatch.operations.ListMetrics({}, call());
    expect(Metrics?.map(({ MetricName, Dimensions }) => [MetricName, Dimensions?.map(({ Value }) => Value)])).toEqual([
      ['AnalysesStarted', ['monitor']],
      ['AnalysesStarted', ['monitor', 'web']],
    ]);
  });
});

describe('dashboards', () => {
  it('are kept as they were written', () => {
    const { operations } = services().cloudwatch;
    const body = '{"widgets":[]}';
    operations.PutDashboard({ DashboardName: 'monitor', DashboardBody: body }, call());
    expect(operations.GetDashboard({ DashboardName: 'monitor' })).toEqual({
      DashboardName: 'monitor',
      DashboardArn: 'arn:aws:cloudwatch::123456789012:dashboard/monitor',
      DashboardBody: body,
    });
    expect(operations.ListDashboards({}).DashboardEntries).toEqual([
      expect.objectContaining({ DashboardName: 'monitor', Size: 14 }),
    ]);
    operations.DeleteDashboards({ DashboardNames: ['monitor'] });
    expect(() => operations.GetDashboard({ DashboardName: 'monitor' })).toThrow(refusal('ResourceNotFound'));
  });

  it.each([
    ['no JSON', { DashboardName: 'monitor', DashboardBody: '{' }, 'InvalidParameterInput'],
    ['no widgets', { DashboardName: 'monitor', DashboardBody: '{}' }, 'InvalidParameterInput'],
    ['a bad name', { DashboardName: 'a b', DashboardBody: '{"widgets":[]}' }, 'InvalidParameterValue'],
  ])('refuse %s', (_, input, code) => {
    expect(() => services().cloudwatch.operations.PutDashboard(input, call())).toThrow(refusal(code));
  });
});
