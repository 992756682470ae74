import {
  DescribeRuleCommand,
  type DescribeRuleResponse,
  ListTargetsByRuleCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { EVENT_PATTERNS } from '../../lib/policies/event-patterns';
import { isAccessDenied, orNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { isSamePattern, patternDifference, sampleEvent } from './event-pattern';
import { type ExpectedRule, expectedRules } from './expected-rules';
import { APPLY, type Finding, fatal, ok, problem, worst } from './finding';

const describe = ({ aws }: Deployed, Name: string): Promise<DescribeRuleResponse | undefined> =>
  orNotFound(aws.events.send(new DescribeRuleCommand({ Name })));

/** The monitor's rules that exist. */
export async function existingRules(monitor: Deployed): Promise<ExpectedRule[]> {
  const rules = expectedRules(monitor.names);
  const found = await Promise.all(rules.map(({ name }) => describe(monitor, name)));
  return rules.filter((_, index) => found[index]);
}

export const ruleNames = (rules: readonly ExpectedRule[]): string => rules.map(({ name }) => name).join(', ');

/** How serious a fault of the rule is. */
export const faultOf = ({ need }: ExpectedRule): typeof problem => (need === 'essential' ? fatal : problem);

/**
 * Whether the rules for changes of the network exist, are enabled, and match the events that the
 * stack wants.
 */
export async function changeRules(monitor: Deployed): Promise<Finding> {
  const rules = expectedRules(monitor.names).filter(({ patterns }) => patterns);
  const found = await Promise.all(rules.map(({ name }) => describe(monitor, name)));
  const onlyGroups = found.some(({ EventPattern = '{}' } = {}) =>
    isSamePattern(EventPattern, EVENT_PATTERNS['security-groups']),
  );
  return worst(
    await Promise.all(
      rules.map((expected, index) => {
        const rule = found[index];
        if (rule) return changeRule(monitor, expected, rule);
        if (expected.need === 'network' && onlyGroups) return ok('The monitor watches only security groups.');
        return faultOf(expected)(
          `There is no rule ${expected.name}: the changes that it matches start no check.`,
          APPLY,
        );
      }),
    ),
    `Enabled, with the patterns of the stack: ${ruleNames(rules.filter((_, index) => found[index]))}.`,
  );
}

async function changeRule(monitor: Deployed, expected: ExpectedRule, rule: DescribeRuleResponse): Promise<Finding> {
  const { name, patterns = [] } = expected;
  if (!isEnabled(rule)) return disabled(monitor, expected);
  if (!rule.EventPattern) return faultOf(expected)(`The rule ${name} has no event pattern.`, APPLY);
  const difference = patternDifference(rule.EventPattern, patterns);
  if (difference === undefined) return ok(`The rule ${name} is enabled and has a pattern of the stack.`);
  const isDeaf = expected.need === 'essential' && !(await letsThroughSample(monitor, rule.EventPattern));
  return (isDeaf ? fatal : problem)(
    `The event pattern of the rule ${name} is not one of this release: ${difference}.`,
    'Apply the stack again; or run the selfcheck of the release that is deployed.',
  );
}

/**
 * Whether the pattern matches a sample event, by EventBridge's own test. True where the test is not
 * allowed.
 */
async function letsThroughSample({ aws, account, region, now }: Deployed, EventPattern: string): Promise<boolean> {
  const Event = JSON.stringify(sampleEvent(account, region, now));
  try {
    const { Result } = await aws.events.send(new TestEventPatternCommand({ EventPattern, Event }));
    return Result === true;
  } catch (error) {
    if (isAccessDenied(error)) return true;
    throw error;
  }
}

/** Whether the rules with a schedule exist and are enabled. */
export async function scheduledRules(monitor: Deployed): Promise<Finding> {
  const rules = expectedRules(monitor.names).filter(({ patterns }) => !patterns);
  return worst(await Promise.all(rules.map((rule) => scheduledRule(monitor, rule))));
}

async function scheduledRule(monitor: Deployed, expected: ExpectedRule): Promise<Finding> {
  const { name, need } = expected;
  const rule = await describe(monitor, name);
  if (rule)
    return isEnabled(rule) ? ok(`The rule ${name} runs at ${rule.ScheduleExpression}.`) : disabled(monitor, expected);
  if (need === 'optional') return ok(`There is no schedule (rule ${name}).`);
  return problem(`There is no rule ${name}: its scheduled runs do not happen.`, APPLY);
}

/** The schedule of the sweep; undefined where there is none, or where it is disabled. */
export async function sweepSchedule(monitor: Deployed): Promise<string | undefined> {
  const rule = await describe(monitor, monitor.names.sweepRule);
  return rule && isEnabled(rule) ? rule.ScheduleExpression : undefined;
}

const isEnabled = ({ State }: DescribeRuleResponse): boolean => State?.startsWith('ENABLED') === true;

const disabled = ({ cli }: Deployed, rule: ExpectedRule): Finding =>
  faultOf(rule)(
    `The rule ${rule.name} is disabled.`,
    `${cli('events enable-rule', `--name ${rule.name}`)}, then check once: npm run verify.`,
  );

/** Whether the rules send their events to the function unchanged, and have a dead-letter queue. */
export async function targets(monitor: Deployed): Promise<Finding> {
  const rules = await existingRules(monitor);
  if (rules.length === 0) return fatal('There is no rule, and so no target.', APPLY);
  return worst(
    await Promise.all(rules.map((rule) => targetOf(monitor, rule))),
    `Each of ${ruleNames(rules)} invokes the function and has a dead-letter queue.`,
  );
}

async function targetOf({ aws, arn, names }: Deployed, expected: ExpectedRule): Promise<Finding> {
  const { name } = expected;
  const functionArn = arn('lambda', `function:${names.function}`);
  const { Targets = [] } = await aws.events.send(new ListTargetsByRuleCommand({ Rule: name }));
  const target = Targets.find(({ Arn = '' }) => Arn === functionArn || Arn.startsWith(`${functionArn}:`));
  const bad = faultOf(expected);
  if (!target) return bad(`The rule ${name} does not invoke the function.`, APPLY);
  if (isOtherInput(target, expected))
    return bad(
      `The target of the rule ${name} sends the function ${expected.input ? 'another input than the stack wants' : 'something else than the event'}.`,
      APPLY,
    );
  return worst([
    ok(`The rule ${name} invokes the function and has a dead-letter queue.`),
    ...losses(target, name, arn('sqs', names.deadLetterQueue)),
  ]);
}

function isOtherInput({ Input, InputPath, InputTransformer }: Target, { input }: ExpectedRule): boolean {
  if (InputPath || InputTransformer) return true;
  return input === undefined ? Input !== undefined : Input === undefined || !isSameJson(Input, input);
}

function isSameJson(text: string, value: object): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
}

/** How undelivered events of the rule could get lost. */
function losses({ DeadLetterConfig, RetryPolicy }: Target, rule: string, queueArn: string): Finding[] {
  const findings: Finding[] = [];
  if (!DeadLetterConfig?.Arn)
    findings.push(problem(`The rule ${rule} has no dead-letter queue: undelivered events are lost.`, APPLY));
  else if (DeadLetterConfig.Arn !== queueArn)
    findings.push(
      problem(`The dead letters of the rule ${rule} go to ${DeadLetterConfig.Arn}, which no alarm watches.`, APPLY),
    );
  if (RetryPolicy?.MaximumRetryAttempts === 0)
    findings.push(
      problem(
        `The rule ${rule} does not retry a failed delivery.`,
        'Set retry_policy.maximum_retry_attempts to at least 1, and apply.',
      ),
    );
  return findings;
}
