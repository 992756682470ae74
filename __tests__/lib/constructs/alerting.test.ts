import { hcl, monitorStack } from '../../../testing/synthesis/synthesis';

describe('a new topic', () => {
  const { resource } = monitorStack({ notificationEmails: ['network@example.com', 'duty@example.com'] });

  it('is made by default, without the key of SNS that alarms cannot use', () => {
    expect(resource.aws_sns_topic.alerts).toMatchObject({ count: 1, name: 'reachability-monitor' });
    expect(resource.aws_sns_topic.alerts).not.toHaveProperty('kms_master_key_id');
  });

  it('takes messages from the alarms of this monitor in this account', () => {
    const { policy, arn, count } = resource.aws_sns_topic_policy.alerts;
    expect({ arn, count }).toEqual({ arn: hcl('one(aws_sns_topic.alerts[*].arn)'), count: 1 });
    expect(policy).toContain('"Principal" = {"Service" = "cloudwatch.amazonaws.com"}, "Action" = "sns:Publish"');
    expect(policy).toContain(':alarm:reachability-monitor-*"}');
    expect(policy).toContain('"aws:SourceAccount" = data.aws_caller_identity.current.account_id');
  });

  it('has a subscription for each e-mail address', () => {
    expect(resource.aws_sns_topic_subscription.email).toMatchObject({
      for_each: hcl('toset(["network@example.com", "duty@example.com"])'),
      protocol: 'email',
      endpoint: hcl('each.key'),
      topic_arn: hcl('one(aws_sns_topic.alerts[*].arn)'),
    });
  });
});

describe('an existing topic', () => {
  const snsTopicArn = 'arn:aws:sns:us-east-1:123456789012:network';
  const { resource } = monitorStack({ createTopic: false, snsTopicArn });

  it('is used as it is: no topic and no policy is made', () => {
    expect(resource.aws_sns_topic.alerts.count).toBe(0);
    expect(resource.aws_sns_topic_policy.alerts.count).toBe(0);
  });

  it('gets the messages of the function, of the alarms, and the subscriptions', () => {
    expect(resource.aws_lambda_function.analyzer.environment.variables.SNS_TOPIC_ARN).toBe(snsTopicArn);
    expect(resource.aws_cloudwatch_metric_alarm.dead_letters.alarm_actions).toBe(`\${compact(["${snsTopicArn}"])}`);
    expect(resource.aws_sns_topic_subscription.email.topic_arn).toBe(snsTopicArn);
  });
});
