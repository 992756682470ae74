import { monitorNames } from '../../../contract/names';
import { expectedAlarms } from '../../../operator/selfcheck/expected-alarms';
import { expectedRules } from '../../../operator/selfcheck/expected-rules';
import { hcl, monitorStack } from '../../../testing/synthesis/synthesis';

type Alarm = { alarm_name: string; namespace: string; metric_name: string; dimensions: Record<string, string> };

const { resource } = monitorStack({ name: 'watch', scheduleExpression: 'rate(1 day)' });
const names = monitorNames('watch');

/** What Terraform puts in the place of the resources' names. */
const NAMES: Readonly<Record<string, string>> = {
  [hcl('aws_lambda_function.analyzer.function_name')]: names.function,
  [hcl('aws_sqs_queue.dead_letter.name')]: names.deadLetterQueue,
  [hcl('aws_sqs_queue.on_failure.name')]: names.givenUpQueue,
  ...Object.fromEntries(
    Object.entries<{ name: string; count?: unknown }>(resource.aws_cloudwatch_event_rule).map(
      ([id, { name, count }]) => [
        hcl(`aws_cloudwatch_event_rule.${id}${count === undefined ? '' : '[count.index]'}.name`),
        name,
      ],
    ),
  ),
};

it('every alarm of the stack is looked at, and no other', () => {
  const made = Object.values<Alarm>(resource.aws_cloudwatch_metric_alarm).map((alarm) => {
    const [of] = Object.values<string>(alarm.dimensions);
    return {
      id: alarm.alarm_name.replace('watch-', ''),
      metric: `${alarm.namespace}/${alarm.metric_name}`,
      of: NAMES[of ?? ''] ?? of,
    };
  });
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const expected = expectedAlarms('watch', names, expectedRules(names)).map(({ id, metric, of }) => ({
    id,
    metric,
    of,
  }));
  expect(expected.sort(byId)).toEqual(made.sort(byId));
});

it('every rule of the stack is looked at, and no other', () => {
  const made = Object.values<{ name: string }>(resource.aws_cloudwatch_event_rule).map(({ name }) => name);
  expect(
    expectedRules(names)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(made.sort());
});
