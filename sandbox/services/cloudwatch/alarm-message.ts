import type { Notification } from '../sns/check-notification';
import type { Alarm, AlarmState } from './alarm';

/** @see https://docs.aws.amazon.com/general/latest/gr/cw_region.html */
const REGION_NAMES: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
};

/**
 * The message to a topic when an alarm changes its state.
 * @see
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmMessage(alarm: Alarm, previous: AlarmState): Notification {
  const [, , , region = '', account] = alarm.arn.split(':');
  const regionName = REGION_NAMES[region] ?? region;
  const { input, state } = alarm;
  const subject = `${state.value}: "${alarm.name}" in ${regionName}`;
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: input.AlarmDescription ?? null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: timestamp(alarm.configuredAt),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: timestamp(state.updatedAt),
    Region: regionName,
    AlarmArn: alarm.arn,
    OldStateValue: previous.value,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    Trigger: trigger(alarm),
  };
  return { subject: subject.length > 99 ? `${subject.slice(0, 96)}...` : subject, message: JSON.stringify(message) };
}

const trigger = ({ input, settings }: Alarm) => ({
  MetricName: settings.metric.name,
  Namespace: settings.metric.namespace,
  StatisticType: 'Statistic',
  Statistic: settings.statistic.toUpperCase(),
  Unit: settings.unit ?? null,
  Dimensions: Object.entries(settings.metric.dimensions).map(([name, value]) => ({ value, name })),
  Period: settings.period,
  EvaluationPeriods: settings.evaluationPeriods,
  DatapointsToAlarm: input.DatapointsToAlarm,
  ComparisonOperator: settings.comparison,
  Threshold: settings.threshold,
  TreatMissingData: settings.missingData,
  EvaluateLowSampleCountPercentile: '',
});

/** ISO 8601 with the zone as CloudWatch writes it. */
const timestamp = (date: Date): string => date.toISOString().replace('Z', '+0000');
