import { StartNetworkInsightsAnalysisCommand } from '@aws-sdk/client-ec2';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_PATTERNS } from '../../../lib/policies/event-patterns';
import type { Damage } from '../../../testing/operator/damage';
import { newMonitors, reportOf } from '../../../testing/operator/selfcheck-report';

const world = newMonitors();

/**
 * What somebody does, how the check that notices is called and what it says, and whether the
 * monitor can still alert anybody.
 */
type Case = [what: string, harm: (damage: Damage) => Promise<unknown>, id: string, finding: string, canFire: boolean];

const DEAF = { source: ['aws.ec2'], detail: { eventName: ['NothingEver'] } };
const WITHOUT_ROUTES = {
  ...EVENT_PATTERNS.network,
  detail: {
    ...EVENT_PATTERNS.network.detail,
    eventName: EVENT_PATTERNS.network.detail.eventName.filter((name) => !/Route/.test(JSON.stringify(name))),
  },
};
const NEVER = { severity: ['never'] };
const TOPIC_DENY = {
  Effect: 'Deny',
  Principal: '*',
  Action: 'sns:Publish',
  Resource: 'arn:aws:sns:us-east-1:123456789012:watch',
};
const TOPIC_FOR_NOBODY = { ...TOPIC_DENY, Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
const OTHER_QUEUE = 'arn:aws:sqs:us-east-1:123456789012:listener';

// biome-ignore format: one line a case
const CASES: Case[] = [
  ["the rule's pattern matches nothing", (d) => d.setPattern(DEAF), 'change-rule', 'The event pattern of the rule watch-change is not one of this release', false],
  ["the rule's pattern lacks the routes", (d) => d.setPattern(WITHOUT_ROUTES), 'change-rule', 'it lacks {"suffix":"Route"} and', true],
  ['the second rule is gone', (d) => d.deleteRule('watch-appliance'), 'change-rule', 'There is no rule watch-appliance', true],
  ['the second rule is disabled', (d) => d.disableRule('watch-appliance'), 'change-rule', 'The rule watch-appliance is disabled.', true],
  ["the second rule's pattern matches nothing", (d) => d.setPattern(DEAF, 'watch-appliance'), 'change-rule', 'The event pattern of the rule watch-appliance is not one of this release', true],
  ['the daily look is gone', (d) => d.deleteRule('watch-look'), 'sweep-rule', 'There is no rule watch-look', true],
  ['the daily look is disabled', (d) => d.disableRule('watch-look'), 'sweep-rule', 'The rule watch-look is disabled.', true],
  ['the daily look asks for nothing', (d) => d.setTarget({ Input: '{"action":"status"}' }, 'watch-look'), 'targets', 'The target of the rule watch-look sends the function another input', true],
  ['the daily look may not invoke the function', (d) => d.removePermission('look'), 'permission', 'The rule watch-look may not invoke the function', true],
  ['the alarm of the daily look is gone', (d) => d.deleteAlarm('watch-look-failed-invocations'), 'alarms', 'There is no alarm watch-look-failed-invocations.', true],
  ["the rule's pattern has another condition", (d) => d.setPattern({ ...EVENT_PATTERNS.network, account: ['210987654321'] }), 'change-rule', 'it has other conditions', false],
  ['the target hands over another input', (d) => d.setTarget({ Input: '{"action":"status"}' }), 'targets', 'sends the function something else than the event', false],
  ['the target hands over a part of the event', (d) => d.setTarget({ InputPath: '$.detail.requestParameters' }), 'targets', 'sends the function something else than the event', false],
  ['hand-overs are not tried again', (d) => d.setTarget({ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } }), 'targets', 'does not retry a failed delivery', true],
  ['dead letters go to another queue', (d) => d.setTarget({ DeadLetterConfig: { Arn: OTHER_QUEUE } }), 'targets', `go to ${OTHER_QUEUE}, which no alarm watches`, true],
  ['the code of the function throws', (d) => d.replaceCode('throw new Error("corrupt")'), 'code', 'The function runs other code than this checkout builds. The function watch failed: corrupt.', false],
  ['the code of the function does nothing', (d) => d.replaceCode('exports.handler = async () => ({})'), 'code', 'returned {}, not the outcomes of its paths', false],
  ['the handler is another', (d) => d.setFunction({ Handler: 'index.nope' }), 'settings', 'The handler of the function is "index.nope", not index.handler.', false],
  ['the runtime is another', (d) => d.setFunction({ Runtime: 'python3.13' }), 'settings', 'The runtime of the function is "python3.13", not Node.js.', false],
  ['the timeout is too short to start an analysis', (d) => d.setFunction({ Timeout: 3 }), 'settings', 'times out after 3 s, before it can start an analysis', false],
  ['the timeout is too short for an analysis', (d) => d.setFunction({ Timeout: 40 }), 'settings', 'times out after 40 s', true],
  ['it waits for longer than it may run', (d) => d.setVariables({ SETTLE_SECONDS: '300' }), 'settings', 'before it can start an analysis', false],
  ['a variable is nonsense', (d) => d.setVariables({ CHECK: 'none' }), 'settings', 'The function cannot start: environment variable CHECK is "none"', false],
  ['what was declared is nonsense', (d) => d.setVariables({ DECLARED_PATHS: 'web' }), 'settings', 'DECLARED_PATHS holds the entry "web"', false],
  ['Node.js is told to load something else', (d) => d.setVariables({ NODE_OPTIONS: '--require /tmp/x.js' }), 'settings', 'NODE_OPTIONS', true],
  ['no subscription lets an alert through', (d) => d.filter(NEVER), 'topic', 'the filter policies of the subscriptions reject every alert', false],
  ['every subscription is for another path', (d) => d.filter({ pathName: ['other'] }), 'topic', 'reject every alert', false],
  ['no subscription lets errors through', (d) => d.filter({ severity: ['critical'] }), 'topic', 'reject every message about web-to-internet (inconclusive)', true],
  ['the queue that is subscribed does not exist', (d) => d.deleteQueue('listener'), 'topic', 'No message can arrive: the queue listener does not exist.', false],
  ['the queue that is subscribed does not admit the topic', (d) => d.dropQueuePolicy('listener'), 'topic', 'the policy of the queue listener does not admit the topic', false],
  ['the topic denies the function', (d) => d.setTopicPolicy(TOPIC_DENY), 'topic-policy', 'The policy of the topic denies publishing to the function.', false],
  ['the topic does not admit the alarms', (d) => d.setTopicPolicy(TOPIC_FOR_NOBODY), 'topic-policy', 'does not allow the alarms to publish', true],
  ['an alarm is gone', (d) => d.deleteAlarm('watch-dead-letters'), 'alarms', 'There is no alarm watch-dead-letters.', true],
  ['the actions of an alarm are disabled', (d) => d.muteAlarm('watch-function-errors'), 'alarms', 'The actions of the alarm watch-function-errors are disabled', true],
  ['an alarm sends to nobody', (d) => d.changeAlarm('watch-dropped-events', { AlarmActions: [] }), 'alarms', 'watch-dropped-events does not send to the topic', true],
  ['an alarm has another threshold', (d) => d.changeAlarm('watch-dead-letters', { Threshold: 1e9 }), 'alarms', 'watch-dead-letters is not as the stack defines it', true],
  ['an alarm watches another queue', (d) => d.changeAlarm('watch-dead-letters', { Dimensions: [{ Name: 'QueueName', Value: 'listener' }] }), 'alarms', 'watch-dead-letters is not as the stack defines it', true],
  ['an alarm rings', (d) => d.ringAlarm('watch-given-up-events'), 'alarms', 'The alarm watch-given-up-events is firing since ', true],
  ['Lambda does not try again', (d) => d.setAsynchronous({ MaximumRetryAttempts: 0 }), 'on-failure', 'Lambda retries a failed event 0 times, not 2.', true],
  ['Lambda drops events after a minute', (d) => d.setAsynchronous({ MaximumEventAgeInSeconds: 60 }), 'on-failure', 'Lambda drops events older than 60 s.', true],
  ['dead letters are kept for a minute', (d) => d.setQueue('watch-dead-letters', { MessageRetentionPeriod: '60' }), 'dead-letters', 'keeps events for 60 s only', true],
  ['what was given up is kept for a minute', (d) => d.setQueue('watch-given-up', { MessageRetentionPeriod: '60' }), 'given-up', 'keeps events for 60 s only', true],
];

it.each(CASES)('notices that %s', async (_, harm, id, finding, canFire) => {
  await harm(world.damage);
  const result = await reportOf(world.monitor);
  expect(result.found(id)).toMatchObject({ status: 'problem', finding: expect.stringContaining(finding) });
  expect(result.found(id)?.remedy).toBeTruthy();
  expect({ code: result.code, canFire: result.canFire }).toEqual({ code: 1, canFire });
});

describe('of two declared paths', () => {
  /** The second one stays as it is, so that a path is watched in any case. */
  beforeEach(async () => {
    const other = await world.monitor.path('web-to-world');
    await world.damage.setVariables({
      DECLARED_PATHS: `web-to-internet=${world.monitor.pathId}/reachable,web-to-world=${other}/reachable`,
    });
  });

  it.each<[what: string, harm: (damage: Damage) => Promise<unknown>, finding: string]>([
    ['is deleted', (d) => d.deletePath(), 'A declared path is not watched: web-to-internet: path nip-'],
    ['is untagged', (d) => d.untagPath('ReachabilityMonitor'), 'it has no such tag'],
    ['is tagged for another monitor', (d) => d.tagPath('ReachabilityMonitor', 'other'), 'its value is "other"'],
    ['lost its Expect tag', (d) => d.untagPath('Expect'), 'its Expect tag is absent, declared is "reachable"'],
    [
      'has a turned Expect tag',
      (d) => d.tagPath('Expect', 'unreachable'),
      'its Expect tag is "unreachable", declared is "reachable"',
    ],
    ['has another name', (d) => d.tagPath('Name', 'x'), 'its Name tag is "x", declared is "web-to-internet"'],
  ])('it notices that one %s', async (_, harm, finding) => {
    await harm(world.damage);
    const { code, canFire, found, problems } = await reportOf(world.monitor);
    expect(found('paths')).toMatchObject({ status: 'problem', finding: expect.stringContaining(finding) });
    expect({ code, canFire, problems }).toEqual({ code: 1, canFire: true, problems: ['paths'] });
  });

  it('it notices that NETWORK_INSIGHTS_PATH_ID leaves one out', async () => {
    await world.damage.setVariables({ NETWORK_INSIGHTS_PATH_ID: world.monitor.pathId });
    expect((await reportOf(world.monitor)).found('paths')?.finding).toContain(
      'A declared path is not watched: web-to-world: NETWORK_INSIGHTS_PATH_ID of the function does not name path',
    );
  });

  it('it notices where the function does not know what was declared', async () => {
    await world.damage.setVariables({ DECLARED_PATHS: undefined });
    const { code, found } = await reportOf(world.monitor);
    expect(code).toBe(1);
    expect(found('paths')).toMatchObject({
      status: 'problem',
      finding: expect.stringContaining('The function has no DECLARED_PATHS'),
    });
  });
});

describe('analyses with the tags of the monitor', () => {
  const OWNER = '11111111-2222-3333-4444-555555555555/11111111-2222-3333-4444-555555555555';

  it.each<[what: string, tags: Record<string, string>, finding: string]>([
    ['no owner', {}, 'has no owner'],
    ['an owner that is none', { ReachabilityMonitorOwner: 'me' }, 'has the owner "me"'],
    [
      'a judgement that is none',
      { ReachabilityMonitorOwner: OWNER, ReachabilityMonitorJudged: 'fine' },
      'is judged "fine"',
    ],
    [
      'a judgement that the analysis contradicts',
      { ReachabilityMonitorOwner: OWNER, ReachabilityMonitorJudged: 'broken/reachable' },
      'is judged broken/reachable, but found a path',
    ],
    [
      'a judgement of a forbidden path that the analysis contradicts',
      { ReachabilityMonitorOwner: OWNER, ReachabilityMonitorJudged: 'kept/unreachable then newer' },
      'is judged kept/unreachable, but found a path',
    ],
  ])('are not its own with %s', async (_, tags, finding) => {
    await world.damage.forgeAnalysis(tags);
    await world.sandbox.activity.idle(20_000);
    const { code, found, problems } = await reportOf(world.monitor);
    expect(found('record')).toMatchObject({ status: 'problem', finding: expect.stringContaining(finding) });
    expect({ code, problems }).toEqual({ code: 1, problems: ['record'] });
  });

  it('are its own where it started them; one that was started by hand does not count', async () => {
    await world.monitor.aws.ec2.send(
      new StartNetworkInsightsAnalysisCommand({ NetworkInsightsPathId: world.monitor.pathId }),
    );
    await world.monitor.breakPath();
    expect(await world.sandbox.activity.idle(20_000)).toBe(true);
    expect((await reportOf(world.monitor)).found('record')).toMatchObject({
      status: 'ok',
      finding: 'The history has 1 analyses; none contradicts its tags.',
    });
  });
});

it('does not report another release as a problem while it returns the status', async () => {
  const paths =
    '[{"pathId":"nip-0a","name":"web","expect":"reachable","outcome":"kept","analysisId":null,"told":false}]';
  await world.damage.replaceCode(`exports.handler = async () => ({ paths: ${paths}, started: 0 })`);
  const { code, canFire, found } = await reportOf(world.monitor);
  expect(found('code')).toMatchObject({ status: 'unknown', finding: expect.stringContaining('another release') });
  expect({ code, canFire }).toEqual({ code: 0, canFire: true });
});

it('takes either trigger for what the stack writes, in any order; the narrower one needs no second rule', async () => {
  await world.damage.deleteRule('watch-appliance');
  const { detail, ...rest } = EVENT_PATTERNS['security-groups'];
  await world.damage.setPattern({ detail: { ...detail, eventName: [...detail.eventName].reverse() }, ...rest });
  expect((await reportOf(world.monitor)).found('change-rule')?.status).toBe('ok');
});

it('says what no monitor sees, and that a sweep finds some of it', async () => {
  const without = await reportOf(world.monitor);
  expect(without.found('ipv6')).toMatchObject({ status: 'note' });
  expect(without.found('unseen')).toMatchObject({
    status: 'note',
    finding: expect.stringContaining('No sweep is on.'),
  });
  await world.monitor.aws.events.send(new PutRuleCommand({ Name: 'watch-sweep', ScheduleExpression: 'rate(1 day)' }));
  await world.monitor.aws.events.send(
    new PutTargetsCommand({
      Rule: 'watch-sweep',
      Targets: [{ Id: 'f', Arn: world.monitor.arn('lambda', 'function:watch') }],
    }),
  );
  expect((await reportOf(world.monitor)).found('unseen')?.finding).toContain('The sweep finds them: rate(1 day).');
});
