import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { ago } from './ago';
import type { Deployed } from './deployed';
import { type Finding, ok, unknown } from './finding';

const HOUR_SECONDS = 3600;
const MINUTE_SECONDS = 60;
// CloudWatch keeps minutes for 15 days.
const DAYS = 14;

/** When the rule last matched a change. If it never did, perhaps nothing changed. */
export async function lastEvent(monitor: Deployed): Promise<Finding> {
  const { now, names } = monitor;
  const begin = new Date(now.getTime() - DAYS * 24 * HOUR_SECONDS * 1000);
  const hour = await newest(monitor, begin, now, HOUR_SECONDS);
  if (!hour)
    return unknown(
      `The rule ${names.changeRule} matched no event in the last ${DAYS} days: nothing changed, or no event arrives.`,
      'Change something harmless, such as a rule of an unused security group, and look again after 15 minutes.',
    );
  const end = new Date(Math.min(hour.getTime() + HOUR_SECONDS * 1000, now.getTime()));
  const minute = (await newest(monitor, hour, end, MINUTE_SECONDS)) ?? hour;
  return ok(`The last change came at ${ago(minute, now)}.`);
}

/** The newest time in the period at which the rule matched. A response has at most 1,440 values. */
async function newest(
  { aws, names }: Deployed,
  StartTime: Date,
  EndTime: Date,
  Period: number,
): Promise<Date | undefined> {
  const { Datapoints = [] } = await aws.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Events',
      MetricName: 'TriggeredRules',
      Dimensions: [{ Name: 'RuleName', Value: names.changeRule }],
      StartTime,
      EndTime,
      Period,
      Statistics: ['Sum'],
    }),
  );
  const times = Datapoints.filter(({ Sum = 0 }) => Sum > 0).flatMap(({ Timestamp }) => Timestamp?.getTime() ?? []);
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}
