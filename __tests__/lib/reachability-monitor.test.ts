import { monitorStack } from '../../testing/synthesis/synthesis';

it('begins every name with its own', () => {
  const { resource } = monitorStack({ name: 'prod' });
  expect(resource.aws_lambda_function.analyzer.function_name).toBe('prod');
  expect(resource.aws_cloudwatch_event_rule.change.name).toBe('prod-change');
  expect(resource.aws_sqs_queue.dead_letter.name).toBe('prod-dead-letters');
  expect(resource.aws_sqs_queue.on_failure.name).toBe('prod-given-up');
  expect(resource.aws_sns_topic.alerts.name).toBe('prod');
  expect(resource.aws_iam_role.analyzer.name_prefix).toBe('prod-');
  expect(resource.aws_cloudwatch_log_group.analyzer.name).toBe('/aws/lambda/prod');
});

it.each([
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_log_group',
  'aws_cloudwatch_metric_alarm',
  'aws_ec2_network_insights_path',
  'aws_iam_role',
  'aws_lambda_function',
  'aws_sns_topic',
  'aws_sqs_queue',
])('puts the tags that are given, and its own, on every %s', (type) => {
  const { resource } = monitorStack({ name: 'prod', tags: { Team: 'network' } });
  const elements: { tags: string }[] = Object.values(resource[type]);
  for (const { tags } of elements)
    expect(tags).toContain('merge({"Team" = "network"}, {"ReachabilityMonitor" = "prod"})');
});

const CHAT = 'arn:aws:sns:us-east-1:123456789012:chat';

describe('settings that do not go together', () => {
  it.each([
    [{ trigger: 'security-groups' as const }, 'check = "affected" cannot be combined with trigger = "security-groups"'],
    [{ createTopic: false }, 'sns_topic_arn must be set when create_topic is false'],
    [{ snsTopicArn: 'arn:aws:sns:us-east-1:123456789012:x' }, 'sns_topic_arn is set, but create_topic = true'],
    [
      { createTopic: false, snsTopicArn: CHAT, chatTopicArn: CHAT },
      'chat_topic_arn and sns_topic_arn are the same topic',
    ],
    [{ paths: {} }, 'paths is empty, so nothing would be watched'],
  ])('are refused at synthesis: %j', (props, message) => {
    expect(() => monitorStack(props)).toThrow(message);
  });

  it.each([
    [{ trigger: 'security-groups' as const, check: 'all' as const }],
    [{ createTopic: false, snsTopicArn: 'arn:aws:sns:us-east-1:123456789012:x' }],
    [{ chatTopicArn: CHAT }],
    [{ paths: {}, watchTaggedPaths: true }],
  ])('are not these: %j', (props) => {
    expect(() => monitorStack(props)).not.toThrow();
  });
});

it('is refused a second time in a stack, where both would have the same addresses', () => {
  expect(() => monitorStack({ name: 'one' }, { name: 'two' })).toThrow(
    'test/monitor-1: the stack already has the ReachabilityMonitor test/monitor-0',
  );
});
