import { PutMetricAlarmCommand, type PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { alarmsMayPublish } from '../../lib/policies/topic-policy';
import type { ReachabilityMonitorProps } from '../../lib/reachability-monitor';
import { monitorStack } from '../synthesis/synthesis';
import type { Monitor } from './deployed-monitor';

/** Creates every alarm of the stack on the monitor's resources, and allows the alarms to publish as the stack does. */
export async function putAlarms(
  monitor: Monitor,
  props: Partial<ReachabilityMonitorProps> = {},
): Promise<readonly string[]> {
  const { aws, names, topicArn } = monitor;
  const alarms = alarmsOf(monitor, props);
  const policy = alarmsMayPublish({
    topicArn,
    alarmArns: monitor.arn('cloudwatch', `alarm:${names.alarmPrefix}*`),
    account: topicArn.split(':')[4] ?? '',
  });
  await aws.sns.send(
    new SetTopicAttributesCommand({
      TopicArn: topicArn,
      AttributeName: 'Policy',
      AttributeValue: JSON.stringify(policy),
    }),
  );
  for (const alarm of alarms) await aws.cloudwatch.send(new PutMetricAlarmCommand(alarm));
  return alarms.map(({ AlarmName = '' }) => AlarmName);
}

function alarmsOf(monitor: Monitor, props: Partial<ReachabilityMonitorProps>): PutMetricAlarmInput[] {
  const { name, names, topicArn } = monitor;
  const { aws_cloudwatch_metric_alarm: alarms } = monitorStack({ name, ...props }).resource;
  // The values of the resources that the alarms refer to.
  const known: Readonly<Record<string, string>> = {
    '${aws_lambda_function.analyzer.function_name}': names.function,
    '${aws_cloudwatch_event_rule.change.name}': names.changeRule,
    '${aws_cloudwatch_event_rule.appliance[count.index].name}': names.applianceRule,
    '${aws_cloudwatch_event_rule.sweep[count.index].name}': names.sweepRule,
    '${aws_cloudwatch_event_rule.look.name}': names.lookRule,
    '${aws_sqs_queue.dead_letter.name}': names.deadLetterQueue,
    '${aws_sqs_queue.on_failure.name}': names.givenUpQueue,
    '${compact([one(aws_sns_topic.alerts[*].arn)])}': topicArn,
  };
  const value = (text: string): string => {
    const found = known[text] ?? text;
    if (found.includes('${')) throw new Error(`there is no value for ${text}`);
    return found;
  };
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has a shape of its own for each type
  return Object.values<any>(alarms).map((alarm) => ({
    AlarmName: value(alarm.alarm_name),
    Namespace: alarm.namespace,
    MetricName: alarm.metric_name,
    Dimensions: Object.entries<string>(alarm.dimensions).map(([Name, of]) => ({ Name, Value: value(of) })),
    Statistic: alarm.statistic,
    ComparisonOperator: alarm.comparison_operator,
    Threshold: alarm.threshold,
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluation_periods,
    TreatMissingData: alarm.treat_missing_data,
    AlarmActions: [value(alarm.alarm_actions)],
  }));
}
