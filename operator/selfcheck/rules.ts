import { DescribeRuleCommand, type DescribeRuleResponse, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { orNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { type Finding, fatal, ok, problem, worst } from './finding';

const describe = ({ aws }: Deployed, Name: string): Promise<DescribeRuleResponse | undefined> =>
  orNotFound(aws.events.send(new DescribeRuleCommand({ Name })));

/** The names of the monitor's rules that exist; the sweep is optional. */
export async function existingRules(monitor: Deployed): Promise<string[]> {
  const { changeRule, sweepRule } = monitor.names;
  const found = await Promise.all([changeRule, sweepRule].map((name) => describe(monitor, name)));
  return found.flatMap((rule) => rule?.Name ?? []);
}

/** Whether the rule that picks out changes of the network is there and enabled. */
export async function changeRule(monitor: Deployed): Promise<Finding> {
  const { changeRule: name } = monitor.names;
  const rule = await describe(monitor, name);
  if (!rule) return fatal(`There is no rule ${name}: no change starts a check.`, 'Apply the stack again.');
  if (!rule.EventPattern) return fatal(`The rule ${name} has no event pattern.`, 'Apply the stack again.');
  return isEnabled(rule) ? ok(`The rule ${name} is enabled.`) : disabled(name, fatal);
}

/** Whether the schedule, where there is one, runs. */
export async function sweepRule(monitor: Deployed): Promise<Finding> {
  const { sweepRule: name } = monitor.names;
  const rule = await describe(monitor, name);
  if (!rule) return ok('There is no schedule: changes alone start checks.');
  return isEnabled(rule) ? ok(`Every path is checked besides: ${rule.ScheduleExpression}.`) : disabled(name, problem);
}

const isEnabled = ({ State }: DescribeRuleResponse): boolean => State?.startsWith('ENABLED') === true;

const disabled = (name: string, bad: typeof problem): Finding =>
  bad(`The rule ${name} is disabled.`, `aws events enable-rule --name ${name}, then check once: npm run verify.`);

/** Whether the rules hand their events to the function, and keep what they cannot hand over. */
export async function targets(monitor: Deployed): Promise<Finding> {
  const rules = await existingRules(monitor);
  if (rules.length === 0) return fatal('There is no rule, and so no target.', 'Apply the stack again.');
  return worst(await Promise.all(rules.map((rule) => targetOf(monitor, rule))));
}

async function targetOf({ aws, arn, names }: Deployed, rule: string): Promise<Finding> {
  const functionArn = arn('lambda', `function:${names.function}`);
  const { Targets = [] } = await aws.events.send(new ListTargetsByRuleCommand({ Rule: rule }));
  const target = Targets.find(({ Arn = '' }) => Arn === functionArn || Arn.startsWith(`${functionArn}:`));
  const bad = rule === names.changeRule ? fatal : problem;
  if (!target) return bad(`The rule ${rule} does not invoke the function.`, 'Apply the stack again.');
  if (!target.DeadLetterConfig?.Arn)
    return problem(
      `The rule ${rule} has no dead-letter queue: what it cannot hand over is lost.`,
      'Apply the stack again.',
    );
  return ok(`The rule ${rule} invokes the function and has a dead-letter queue.`);
}
