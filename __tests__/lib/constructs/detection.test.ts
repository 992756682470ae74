import { APPLIANCE_PATTERN, EVENT_PATTERNS } from '../../../lib/policies/event-patterns';
import { hcl, monitorStack } from '../../../testing/synthesis/synthesis';

const { resource } = monitorStack();

describe('the rule', () => {
  const patternOf = (props = {}): string => monitorStack(props).resource.aws_cloudwatch_event_rule.change.event_pattern;

  it('starts a check on network changes by default', () => {
    const pattern = patternOf();
    expect(pattern).toMatch(/^\$\{jsonencode\(/);
    expect(pattern).toContain('{"suffix" = "Route"}');
    expect(pattern).toContain('"errorCode" = [{"exists" = false}]');
  });

  it('starts a check on security group changes only where that is wanted', () => {
    const pattern = patternOf({ trigger: 'security-groups', check: 'all' });
    for (const name of EVENT_PATTERNS['security-groups'].detail.eventName) expect(pattern).toContain(`"${name}"`);
    expect(pattern).not.toContain('"Route"');
  });
});

describe('the rule for load balancers and firewalls', () => {
  it('has the pattern, a permission, and a target like that of a change', () => {
    const { event_pattern, name } = resource.aws_cloudwatch_event_rule.appliance;
    expect(name).toBe('reachability-monitor-appliance');
    for (const eventName of APPLIANCE_PATTERN.detail.eventName.filter((one) => typeof one === 'string'))
      expect(event_pattern).toContain(`"${eventName}"`);
    expect(resource.aws_lambda_permission.appliance).toMatchObject({
      count: 1,
      principal: 'events.amazonaws.com',
      source_arn: hcl('aws_cloudwatch_event_rule.appliance[count.index].arn'),
    });
    expect(resource.aws_cloudwatch_event_target.appliance).toMatchObject({
      count: 1,
      rule: hcl('aws_cloudwatch_event_rule.appliance[count.index].name'),
      arn: hcl('aws_lambda_function.analyzer.arn'),
      dead_letter_config: { arn: hcl('aws_sqs_queue.dead_letter.arn') },
      retry_policy: { maximum_retry_attempts: 8, maximum_event_age_in_seconds: 3600 },
      depends_on: ['aws_lambda_permission.appliance'],
    });
    expect(resource.aws_cloudwatch_event_target.appliance).not.toHaveProperty('input');
  });

  it('is not there where only security groups start a check', () => {
    const { aws_cloudwatch_event_rule, aws_cloudwatch_event_target, aws_lambda_permission } = monitorStack({
      trigger: 'security-groups',
      check: 'all',
    }).resource;
    for (const element of [aws_cloudwatch_event_rule, aws_cloudwatch_event_target, aws_lambda_permission])
      expect(element.appliance.count).toBe(0);
  });
});

describe('the daily look', () => {
  it('always exists, and sends the function that action', () => {
    expect(resource.aws_cloudwatch_event_rule.look).toMatchObject({
      name: 'reachability-monitor-look',
      schedule_expression: 'rate(1 day)',
    });
    expect(resource.aws_cloudwatch_event_rule.look).not.toHaveProperty('count');
    expect(resource.aws_lambda_permission.look.source_arn).toBe(hcl('aws_cloudwatch_event_rule.look.arn'));
    expect(resource.aws_cloudwatch_event_target.look).toMatchObject({
      rule: hcl('aws_cloudwatch_event_rule.look.name'),
      arn: hcl('aws_lambda_function.analyzer.arn'),
      input: hcl('jsonencode({"action" = "look"})'),
      dead_letter_config: { arn: hcl('aws_sqs_queue.dead_letter.arn') },
      retry_policy: { maximum_retry_attempts: 8, maximum_event_age_in_seconds: 3600 },
      depends_on: ['aws_lambda_permission.look'],
    });
  });
});

describe('the target', () => {
  it('invokes the function, with both fields of the retry policy and a dead-letter queue', () => {
    expect(resource.aws_cloudwatch_event_target.change).toMatchObject({
      rule: hcl('aws_cloudwatch_event_rule.change.name'),
      arn: hcl('aws_lambda_function.analyzer.arn'),
      dead_letter_config: { arn: hcl('aws_sqs_queue.dead_letter.arn') },
      retry_policy: { maximum_retry_attempts: 8, maximum_event_age_in_seconds: 3600 },
    });
  });

  it('takes another retry policy', () => {
    const retryPolicy = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 };
    expect(monitorStack({ retryPolicy }).resource.aws_cloudwatch_event_target.change.retry_policy).toEqual({
      maximum_retry_attempts: 0,
      maximum_event_age_in_seconds: 60,
    });
  });

  it('waits for the permission: an event without it is not tried again', () => {
    expect(resource.aws_cloudwatch_event_target.change.depends_on).toEqual(['aws_lambda_permission.change']);
  });
});

it('lets that rule alone invoke the function', () => {
  expect(resource.aws_lambda_permission.change).toMatchObject({
    action: 'lambda:InvokeFunction',
    function_name: hcl('aws_lambda_function.analyzer.function_name'),
    principal: 'events.amazonaws.com',
    source_arn: hcl('aws_cloudwatch_event_rule.change.arn'),
  });
});

describe('the dead-letter queue', () => {
  const queue = resource.aws_sqs_queue.dead_letter;

  it('is encrypted and keeps messages for 14 days', () => {
    expect(queue).toMatchObject({ sqs_managed_sse_enabled: true, message_retention_seconds: 1_209_600 });
    expect(queue).not.toHaveProperty('kms_master_key_id');
  });

  it('is encrypted with the key that is given, and with that one only', () => {
    const kmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const encrypted = monitorStack({ kmsKeyArn }).resource.aws_sqs_queue.dead_letter;
    expect(encrypted.kms_master_key_id).toBe(kmsKeyArn);
    expect(encrypted).not.toHaveProperty('sqs_managed_sse_enabled');
  });

  it('takes messages from the rules of this monitor, by a policy of its own', () => {
    const here = `${hcl('data.aws_region.current.id')}:${hcl('data.aws_caller_identity.current.account_id')}`;
    expect(queue.policy).toContain('"Principal" = {"Service" = "events.amazonaws.com"}, "Action" = "sqs:SendMessage"');
    const rules = ['change', 'appliance', 'sweep', 'look'].map(
      (rule) => `"arn:\${data.aws_partition.current.partition}:events:${here}:rule/reachability-monitor-${rule}"`,
    );
    expect(queue.policy).toContain(`"ArnEquals" = {"aws:SourceArn" = [${rules.join(', ')}]}`);
    expect(resource).not.toHaveProperty('aws_sqs_queue_policy');
  });
});

describe('the sweep', () => {
  it('is not there without a schedule', () => {
    expect(resource.aws_cloudwatch_event_rule.sweep.count).toBe(0);
    expect(resource.aws_cloudwatch_event_target.sweep.count).toBe(0);
    expect(resource.aws_lambda_permission.sweep.count).toBe(0);
  });

  it('has a rule, a permission and a target like those of a change', () => {
    const { resource } = monitorStack({ scheduleExpression: 'rate(1 day)' });
    expect(resource.aws_cloudwatch_event_rule.sweep).toMatchObject({ count: 1, schedule_expression: 'rate(1 day)' });
    expect(resource.aws_lambda_permission.sweep).toMatchObject({
      count: 1,
      source_arn: hcl('aws_cloudwatch_event_rule.sweep[count.index].arn'),
    });
    expect(resource.aws_cloudwatch_event_target.sweep).toMatchObject({
      count: 1,
      rule: hcl('aws_cloudwatch_event_rule.sweep[count.index].name'),
      dead_letter_config: { arn: hcl('aws_sqs_queue.dead_letter.arn') },
      retry_policy: { maximum_retry_attempts: 8, maximum_event_age_in_seconds: 3600 },
    });
  });
});
