import { randomUUID } from 'node:crypto';
import * as sdk from '@aws-sdk/client-eventbridge';
import { AwsError, type Call, type Service } from '../../service';
import type { World } from '../../world/world';
import { type BusEvent, deliver, type Receivers } from './delivery';
import { type EventPattern, matches, parsePattern } from './pattern';

interface Rule {
  readonly arn: string;
  readonly name: string;
  readonly request: sdk.PutRuleRequest;
  readonly state: sdk.RuleState;
  readonly pattern?: EventPattern;
  readonly targets: Map<string, sdk.Target>;
  readonly tags: Map<string, string>;
  readonly schedule?: ReturnType<typeof setInterval>;
}

const MAX_RETRY_ATTEMPTS = 185;
const EVENT_AGE_SECONDS = { min: 60, max: 86_400 };
const MS_PER_UNIT: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Amazon EventBridge: the default bus, its rules and their targets. */
export class Events implements Service {
  readonly name = 'events';
  readonly sdk = sdk;
  private readonly rules = new Map<string, Rule>();

  constructor(
    private readonly world: World,
    private readonly receivers: Receivers,
  ) {}

  readonly operations = {
    DescribeEventBus: (_: sdk.DescribeEventBusRequest, call: Call): sdk.DescribeEventBusResponse => ({
      Name: 'default',
      Arn: `arn:aws:events:${call.region}:${call.account}:event-bus/default`,
    }),
    PutRule: (input: sdk.PutRuleRequest, call: Call): sdk.PutRuleResponse => this.putRule(input, call),
    DescribeRule: ({ Name }: sdk.DescribeRuleRequest): sdk.DescribeRuleResponse => ({
      ...describe(this.rule(Name)),
      CreatedBy: this.world.account,
    }),
    ListRules: ({ NamePrefix = '' }: sdk.ListRulesRequest): sdk.ListRulesResponse => ({
      Rules: [...this.rules.values()].filter(({ name }) => name.startsWith(NamePrefix)).map(describe),
    }),
    EnableRule: ({ Name }: sdk.EnableRuleRequest) => this.setState(Name, 'ENABLED'),
    DisableRule: ({ Name }: sdk.DisableRuleRequest) => this.setState(Name, 'DISABLED'),
    DeleteRule: ({ Name = '' }: sdk.DeleteRuleRequest) => this.deleteRule(Name),
    PutTargets: ({ Rule, Targets = [] }: sdk.PutTargetsRequest): sdk.PutTargetsResponse => {
      const { targets } = this.rule(Rule);
      Targets.forEach(checkTarget);
      for (const target of Targets) targets.set(target.Id ?? '', target);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule: ({ Rule }: sdk.ListTargetsByRuleRequest): sdk.ListTargetsByRuleResponse => ({
      Targets: [...this.rule(Rule).targets.values()],
    }),
    ListRuleNamesByTarget: ({ TargetArn }: sdk.ListRuleNamesByTargetRequest): sdk.ListRuleNamesByTargetResponse => ({
      RuleNames: [...this.rules.values()]
        .filter(({ targets }) => [...targets.values()].some(({ Arn }) => Arn === TargetArn))
        .map(({ name }) => name),
    }),
    RemoveTargets: ({ Rule, Ids = [] }: sdk.RemoveTargetsRequest): sdk.RemoveTargetsResponse => {
      const { targets } = this.rule(Rule);
      for (const id of Ids) targets.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    PutEvents: ({ Entries = [] }: sdk.PutEventsRequest, call: Call): sdk.PutEventsResponse =>
      this.putEvents(Entries, call),
    TestEventPattern: ({ EventPattern, Event }: sdk.TestEventPatternRequest): sdk.TestEventPatternResponse => ({
      Result: matches(parsePattern(EventPattern ?? ''), JSON.parse(Event ?? '')),
    }),
    TagResource: ({ ResourceARN, Tags = [] }: sdk.TagResourceRequest) => {
      const { tags } = this.ruleOfArn(ResourceARN);
      for (const { Key, Value } of Tags) tags.set(Key ?? '', Value ?? '');
    },
    UntagResource: ({ ResourceARN, TagKeys = [] }: sdk.UntagResourceRequest) => {
      const { tags } = this.ruleOfArn(ResourceARN);
      for (const key of TagKeys) tags.delete(key);
    },
    ListTagsForResource: ({ ResourceARN }: sdk.ListTagsForResourceRequest): sdk.ListTagsForResourceResponse => ({
      Tags: [...this.ruleOfArn(ResourceARN).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
  };

  /** A CloudTrail event on its way to the bus: it arrives after the sandbox's event delay. */
  accept(event: BusEvent): void {
    this.world.activity.after(this.world.eventDelaySeconds * 1000, `event ${event.id}`, () => this.put(event));
  }

  reset(): void {
    for (const name of [...this.rules.keys()]) this.removeRule(name);
  }

  private put(event: BusEvent): void {
    this.world.timeline.record('event', `${eventTitle(event)} reaches the event bus`, { eventId: event.id, event });
    for (const rule of this.rules.values())
      if (rule.state !== 'DISABLED' && rule.pattern && matches(rule.pattern, event)) this.fire(rule, event);
  }

  private fire(rule: Rule, event: BusEvent): void {
    this.receivers.reportMetric('TriggeredRules', rule.arn);
    this.world.timeline.record('match', `rule ${rule.name} wants event ${event.id}`, {
      eventId: event.id,
      rule: rule.name,
    });
    for (const target of rule.targets.values()) deliver(this.world, this.receivers, rule.arn, target, event);
  }

  private putRule(input: sdk.PutRuleRequest, call: Call): sdk.PutRuleResponse {
    const name = input.Name ?? '';
    if (!/^[\w.-]{1,64}$/.test(name))
      throw invalid(`Value '${name}' at 'name' must have 1 to 64 letters, digits, '.', '-' or '_'`);
    if (!input.EventPattern && !input.ScheduleExpression)
      throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    const previous = this.rules.get(name);
    const pattern = input.EventPattern ? parsePattern(input.EventPattern) : undefined;
    if (previous?.schedule) clearInterval(previous.schedule);
    const rule: Rule = {
      arn: `arn:aws:events:${call.region}:${call.account}:rule/${name}`,
      name,
      request: input,
      state: input.State ?? 'ENABLED',
      targets: previous?.targets ?? new Map(),
      tags: previous?.tags ?? new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      pattern,
      schedule: input.ScheduleExpression ? this.startSchedule(name, input.ScheduleExpression, call.region) : undefined,
    };
    this.rules.set(name, rule);
    return { RuleArn: rule.arn };
  }

  /** Fires `rate(…)` schedules. A `cron(…)` one is stored; the sandbox says that it will not fire. */
  private startSchedule(name: string, expression: string, region: string): ReturnType<typeof setInterval> | undefined {
    const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
    if (!count && !/^cron\(.+\)$/.test(expression)) throw invalid('Parameter ScheduleExpression is not valid.');
    if (!count) {
      process.stderr.write(`sandbox: rule ${name} is stored, but ${expression} will not fire here; rate(…) does\n`);
      return undefined;
    }
    const fire = () => {
      const rule = this.rules.get(name);
      if (rule && rule.state !== 'DISABLED') this.fire(rule, scheduledEvent(rule, this.world.account, region));
    };
    return setInterval(fire, Number(count) * (MS_PER_UNIT[unit] ?? 0)).unref();
  }

  private putEvents(entries: sdk.PutEventsRequestEntry[], call: Call): sdk.PutEventsResponse {
    const results = entries.map((entry) => {
      const id = randomUUID();
      this.put({
        version: '0',
        id,
        'detail-type': entry.DetailType ?? '',
        source: entry.Source ?? '',
        account: call.account,
        time: wholeSeconds(entry.Time ?? call.at),
        region: call.region,
        resources: entry.Resources ?? [],
        detail: JSON.parse(entry.Detail ?? '{}'),
      });
      return { EventId: id };
    });
    return { FailedEntryCount: 0, Entries: results };
  }

  private setState(name: string | undefined, state: sdk.RuleState): void {
    const rule = this.rule(name);
    this.rules.set(rule.name, { ...rule, state });
  }

  private deleteRule(name: string): void {
    if (this.rules.get(name)?.targets.size) throw invalid("Rule can't be deleted since it has targets.");
    this.removeRule(name);
  }

  private removeRule(name: string): void {
    const schedule = this.rules.get(name)?.schedule;
    if (schedule) clearInterval(schedule);
    this.rules.delete(name);
  }

  private rule(name: string | undefined): Rule {
    const rule = this.rules.get(name ?? '');
    if (!rule) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
    return rule;
  }

  private ruleOfArn(arn: string | undefined): Rule {
    return this.rule(arn?.split(':rule/')[1]);
  }
}

const describe = ({ request, arn, name, state }: Rule): sdk.Rule => ({
  Name: name,
  Arn: arn,
  State: state,
  EventBusName: 'default',
  EventPattern: request.EventPattern,
  ScheduleExpression: request.ScheduleExpression,
  Description: request.Description,
  RoleArn: request.RoleArn,
});

function checkTarget({ RetryPolicy, Id }: sdk.Target): void {
  const { MaximumRetryAttempts: attempts = 0, MaximumEventAgeInSeconds: age = EVENT_AGE_SECONDS.min } =
    RetryPolicy ?? {};
  if (attempts < 0 || attempts > MAX_RETRY_ATTEMPTS)
    throw invalid(`MaximumRetryAttempts of target ${Id} must be 0 to ${MAX_RETRY_ATTEMPTS}, not ${attempts}.`);
  if (age < EVENT_AGE_SECONDS.min || age > EVENT_AGE_SECONDS.max)
    throw invalid(
      `MaximumEventAgeInSeconds of target ${Id} must be ${EVENT_AGE_SECONDS.min} to ${EVENT_AGE_SECONDS.max}, not ${age}.`,
    );
}

/** The call's name where the event tells of one. */
const eventTitle = ({ detail, 'detail-type': type }: BusEvent): string => {
  const { eventName } = (detail ?? {}) as { eventName?: unknown };
  return typeof eventName === 'string' ? eventName : type;
};

const scheduledEvent = (rule: Rule, account: string, region: string): BusEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: wholeSeconds(new Date()),
  region,
  resources: [rule.arn],
  detail: {},
});

const wholeSeconds = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

const invalid = (message: string) => new AwsError('ValidationException', message);
