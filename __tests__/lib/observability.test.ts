import { hcl, monitorStack } from './synthesis';

const alarms = monitorStack({ name: 'prod' }).resource.aws_cloudwatch_metric_alarm;
const FUNCTION = { FunctionName: hcl('aws_lambda_function.analyzer.function_name') };
const RULE = { RuleName: hcl('aws_cloudwatch_event_rule.change.name') };

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
  ['failed_invocations', 'AWS/Events', 'FailedInvocations', RULE],
  ['lost_dead_letters', 'AWS/Events', 'InvocationsFailedToBeSentToDlq', RULE],
])('%s watches %s %s', (id, namespace, metric_name, dimensions) => {
  expect(alarms[id]).toMatchObject({ namespace, metric_name, dimensions });
});

it('has no other alarm', () => {
  expect(Object.keys(alarms)).toHaveLength(8);
});

it.each(Object.entries(alarms))('%s fires at the first, tells people, and rests without data', (_, alarm) => {
  expect(alarm).toMatchObject({
    comparison_operator: 'GreaterThanThreshold',
    threshold: 0,
    evaluation_periods: 1,
    treat_missing_data: 'notBreaching',
    alarm_actions: hcl('compact([one(aws_sns_topic.alerts[*].arn)])'),
  });
});

it.each(Object.entries(alarms))('%s has a name that the policy of the topic covers', (_, alarm) => {
  expect((alarm as { alarm_name: string }).alarm_name).toMatch(/^prod-[a-z-]+$/);
});
