import { type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { variablesOf } from '../function-variables';
import { ago } from './ago';
import type { Deployed } from './deployed';
import { type ExpectedAlarm, expectedAlarms } from './expected-alarms';
import { APPLY, type Finding, ok, problem, worst } from './finding';
import { existingRules } from './rules';

/** Whether every alarm exists, watches the right metric, sends to the topic, and is not firing. */
export async function alarms(monitor: Deployed): Promise<Finding> {
  const { name, names } = monitor;
  const topicArn = variablesOf(await monitor.settings()).SNS_TOPIC_ARN;
  const found = await describeAlarms(monitor);
  const findings = expectedAlarms(name, names, await existingRules(monitor)).flatMap((expected) => {
    const alarm = found.get(`${names.alarmPrefix}${expected.id}`);
    if (alarm) return [...faults(monitor, expected, alarm, topicArn), ...ringing(monitor, alarm)];
    return expected.isOptional ? [] : [problem(`There is no alarm ${names.alarmPrefix}${expected.id}.`, APPLY)];
  });
  const budget = found.get(`${names.alarmPrefix}analyses-beyond-budget`);
  const budgetText = budget
    ? `more than ${budget.Threshold} analyses a day raise an alarm`
    : 'none watches the number of analyses';
  return worst([ok(`The alarms exist and send to the topic; ${budgetText}.`), ...findings]);
}

async function describeAlarms({ aws, names }: Deployed): Promise<Map<string, MetricAlarm>> {
  const found: MetricAlarm[] = [];
  const query = { AlarmNamePrefix: names.alarmPrefix, AlarmTypes: ['MetricAlarm' as const] };
  for await (const page of paginateDescribeAlarms({ client: aws.cloudwatch }, query))
    found.push(...(page.MetricAlarms ?? []));
  return new Map(found.map((alarm) => [alarm.AlarmName ?? '', alarm]));
}

function faults(
  { cli }: Deployed,
  expected: ExpectedAlarm,
  alarm: MetricAlarm,
  topicArn: string | undefined,
): Finding[] {
  const { AlarmName: name, ActionsEnabled, AlarmActions = [], Dimensions = [] } = alarm;
  if (ActionsEnabled === false)
    return [
      problem(
        `The actions of the alarm ${name} are disabled: it sends no message.`,
        cli('cloudwatch enable-alarm-actions', `--alarm-names ${name}`),
      ),
    ];
  if (!AlarmActions.includes(topicArn ?? '')) return [problem(`The alarm ${name} does not send to the topic.`, APPLY)];
  const isMeant =
    `${alarm.Namespace}/${alarm.MetricName}` === expected.metric &&
    Dimensions.length === 1 &&
    Dimensions[0]?.Value === expected.of &&
    alarm.ComparisonOperator === 'GreaterThanThreshold' &&
    alarm.EvaluationPeriods === 1 &&
    (expected.isOptional || alarm.Threshold === 0);
  return isMeant ? [] : [problem(`The alarm ${name} is not as the stack defines it.`, APPLY)];
}

function ringing(
  { now }: Deployed,
  { AlarmName, StateValue, StateReason, StateTransitionedTimestamp }: MetricAlarm,
): Finding[] {
  if (StateValue !== 'ALARM') return [];
  const since = StateTransitionedTimestamp ? ` since ${ago(StateTransitionedTimestamp, now)}` : '';
  return [
    problem(
      `The alarm ${AlarmName} is firing${since}: ${StateReason ?? 'AWS gives no reason'}.`.replace(/\.\.$/, '.'),
      'docs/runbook.md, "From an alarm".',
    ),
  ];
}
