import { hcl, monitorStack } from '../../../testing/synthesis/synthesis';

const alarms = monitorStack({ name: 'prod' }).resource.aws_cloudwatch_metric_alarm;
const FUNCTION = { FunctionName: hcl('aws_lambda_function.analyzer.function_name') };
const rule = (address: string) => ({ RuleName: hcl(`aws_cloudwatch_event_rule.${address}.name`) });
const RULE = rule('change');

it.each([
  [
    'dead_letters',
    'AWS/SQS',
    'ApproximateNumberOfMessagesVisible',
    { QueueName: hcl('aws_sqs_queue.dead_letter.name') },
  ],
  [
    'given_up_events',
    'AWS/SQS',
    'ApproximateNumberOfMessagesVisible',
    { QueueName: hcl('aws_sqs_queue.on_failure.name') },
  ],
  ['function_errors', 'AWS/Lambda', 'Errors', FUNCTION],
  ['function_throttles', 'AWS/Lambda', 'Throttles', FUNCTION],
  ['dropped_events', 'AWS/Lambda', 'AsyncEventsDropped', FUNCTION],
  ['lost_given_up_events', 'AWS/Lambda', 'DestinationDeliveryFailures', FUNCTION],
  ['unsent_chat_messages', 'ReachabilityMonitor', 'ChatMessagesFailed', { Monitor: 'prod' }],
  ['analyses_beyond_budget', 'ReachabilityMonitor', 'AnalysesStarted', { Monitor: 'prod' }],
  ['failed_invocations', 'AWS/Events', 'FailedInvocations', RULE],
  ['lost_dead_letters', 'AWS/Events', 'InvocationsFailedToBeSentToDlq', RULE],
  ['appliance_failed_invocations', 'AWS/Events', 'FailedInvocations', rule('appliance[count.index]')],
  ['appliance_lost_dead_letters', 'AWS/Events', 'InvocationsFailedToBeSentToDlq', rule('appliance[count.index]')],
  ['sweep_failed_invocations', 'AWS/Events', 'FailedInvocations', rule('sweep[count.index]')],
  ['sweep_lost_dead_letters', 'AWS/Events', 'InvocationsFailedToBeSentToDlq', rule('sweep[count.index]')],
  ['look_failed_invocations', 'AWS/Events', 'FailedInvocations', rule('look')],
  ['look_lost_dead_letters', 'AWS/Events', 'InvocationsFailedToBeSentToDlq', rule('look')],
])('%s watches %s %s', (id, namespace, metric_name, dimensions) => {
  expect(alarms[id]).toMatchObject({ namespace, metric_name, dimensions });
});

it('has no other alarm', () => {
  expect(Object.keys(alarms)).toHaveLength(16);
});

it.each(Object.entries(alarms))(
  '%s fires at the first that is too many, tells people, and rests without data',
  (id, alarm) => {
    expect(alarm).toMatchObject({
      comparison_operator: 'GreaterThanThreshold',
      threshold: id === 'analyses_beyond_budget' ? 100 : 0,
      evaluation_periods: 1,
      treat_missing_data: 'notBreaching',
      alarm_actions: hcl('compact([one(aws_sns_topic.alerts[*].arn)])'),
    });
  },
);

it.each(['failed_invocations', 'lost_dead_letters'])('has %s of a rule only where that rule is', (alarm) => {
  const { resource } = monitorStack({ trigger: 'security-groups', check: 'all' });
  const ofRule = (rule: string) => resource.aws_cloudwatch_metric_alarm[`${rule}_${alarm}`];
  expect(ofRule('appliance').count).toBe(0);
  expect(ofRule('sweep').count).toBe(0);
  expect(ofRule('look')).not.toHaveProperty('count');
  expect(alarms[`appliance_${alarm}`].count).toBe(1);
  const swept = monitorStack({ scheduleExpression: 'rate(1 day)' }).resource.aws_cloudwatch_metric_alarm;
  expect(swept[`sweep_${alarm}`].count).toBe(1);
});

it.each(Object.entries(alarms))('%s has a name that the policy of the topic covers', (_, alarm) => {
  expect((alarm as { alarm_name: string }).alarm_name).toMatch(/^prod-[a-z-]+$/);
});

describe('the budget of analyses', () => {
  const budget = (dailyAnalysisBudget: number | null) =>
    monitorStack({ dailyAnalysisBudget }).resource.aws_cloudwatch_metric_alarm.analyses_beyond_budget;

  it('is of any 24 hours, and as large as is said', () => {
    expect(budget(20)).toMatchObject({ count: 1, statistic: 'Sum', period: 86_400, threshold: 20 });
  });

  it('may be none', () => {
    expect(budget(null)).toMatchObject({ count: 0 });
  });
});
