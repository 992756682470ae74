import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { Monitor } from '../../../testing/deployment/deployed-monitor';
import type { Damage } from '../../../testing/operator/damage';
import { newMonitors, reportOf, run as runOn } from '../../../testing/operator/selfcheck-report';

const world = newMonitors();

const run = (...args: string[]) => runOn(world.monitor, ...args);
const report = () => reportOf(world.monitor);

/**
 * A fault, the id and the finding of the check that notices it, and whether the monitor can still
 * send alerts.
 */
type Case = [what: string, harm: (damage: Damage) => Promise<unknown>, id: string, finding: string, canFire: boolean];

const DEAD_LETTERS = 'watch-dead-letters';

// biome-ignore format: one line a case
const CASES: Case[] = [
  ['the trail has stopped', (damage) => damage.stopTrail(), 'trail', 'The trail management-events has stopped logging.', false],
  ['there is no trail', (damage) => damage.deleteTrail(), 'trail', 'There is no trail in us-east-1.', false],
  ['the trail logs reads alone', (damage) => damage.select({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }), 'trail', 'logs no write management events', false],
  ['the rule is gone', (damage) => damage.deleteRule(), 'change-rule', 'There is no rule watch-change', false],
  ['the rule is disabled', (damage) => damage.disableRule(), 'change-rule', 'The rule watch-change is disabled.', false],
  ['the schedule is disabled', (damage) => damage.addSchedule('DISABLED'), 'sweep-rule', 'The rule watch-sweep is disabled.', true],
  ['the schedule may not invoke the function', (damage) => damage.addSchedule('ENABLED'), 'permission', 'The rule watch-sweep may not invoke the function', true],
  ['the rule has no target', (damage) => damage.removeTarget(), 'targets', 'does not invoke the function', false],
  ['the target has no dead-letter queue', (damage) => damage.dropDeadLetterConfig(), 'targets', 'has no dead-letter queue', true],
  ['the permission is gone', (damage) => damage.removePermission(), 'permission', 'may not invoke the function: events go to the dead-letter queue', false],
  ['the function is gone', (damage) => damage.deleteFunction(), 'function', 'There is no function watch in us-east-1.', false],
  ["the function is another monitor's", (damage) => damage.setVariables({ MONITOR_NAME: 'other' }), 'function', 'has MONITOR_NAME "other"', false],
  ['the function is stopped', (damage) => damage.stopFunction(), 'function', 'it never runs', false],
  ['the role may do nothing', (damage) => damage.dropPolicy(), 'role', 'may not do ec2:StartNetworkInsightsAnalysis', false],
  ['the role may not delete analyses', (damage) => damage.deny('ec2:DeleteNetworkInsightsAnalysis'), 'role', 'The role watch may not do ec2:DeleteNetworkInsightsAnalysis.', true],
  ['the role is gone', (damage) => damage.deleteRole(), 'role', 'does not exist', false],
  ['a path expects nonsense', (damage) => damage.setVariables({ DECLARED_PATHS: '' }).then(() => damage.tagPath('Expect', 'open')), 'paths', 'The Expect tag of web-to-internet is none of reachable, unreachable', false],
  ['no path is watched', (damage) => damage.tagPath('ReachabilityMonitor', 'other'), 'paths', 'No path is watched.', false],
  ['a path that is named is gone', (damage) => damage.setVariables({ NETWORK_INSIGHTS_PATH_ID: 'nip-0123456789abcdef0' }), 'paths', 'does not exist', false],
  ['nobody is subscribed', (damage) => damage.unsubscribeAll(), 'topic', 'the topic has no subscription', false],
  ['nobody has confirmed', (damage) => damage.unsubscribeAll().then(damage.subscribe), 'topic', 'AWS waits for network@example.com', false],
  ['the topic is gone', (damage) => damage.deleteTopic(), 'topic', 'does not exist', false],
  ['nothing keeps what the function gives up on', (damage) => damage.dropOnFailure(), 'on-failure', 'no on-failure destination', true],
  ['there are dead letters', (damage) => damage.fillQueue(DEAD_LETTERS), 'dead-letters', 'The queue watch-dead-letters holds 1 event that EventBridge could not deliver', true],
  ['the function gave up on events', (damage) => damage.fillQueue('watch-given-up'), 'given-up', 'holds 1 event that the function gave up on', true],
  ['the dead-letter queue is gone', (damage) => damage.deleteQueue(DEAD_LETTERS), 'dead-letters', 'There is no queue watch-dead-letters', true],
  ['the dead-letter queue does not admit the rule', (damage) => damage.dropQueuePolicy(DEAD_LETTERS), 'dead-letters', 'The rule watch-change may not send to the queue', true],
];

describe('npm run selfcheck', () => {
  it('finds no problem in a new monitor, and lists what is still unknown', async () => {
    const { code, canFire, problems, unknown } = await report();
    expect({ code, canFire, problems, unknown }).toEqual({
      code: 0,
      canFire: true,
      problems: [],
      unknown: ['last-event', 'last-analysis'],
    });
  });

  it('reports the times of the last change and the last analysis', async () => {
    await world.monitor.breakPath();
    expect(await world.sandbox.activity.idle(120_000)).toBe(true);
    const { code, unknown, found } = await report();
    expect({ code, unknown }).toEqual({ code: 0, unknown: [] });
    const today = new Date().toISOString().slice(0, 10);
    expect(found('last-event')?.finding).toContain(`The last change came at ${today}`);
    expect(found('last-analysis')?.finding).toContain(`began at ${today}`);
  });

  it.each(CASES)('notices that %s', async (_, harm, id, finding, canFire) => {
    await harm(world.damage);
    const result = await report();
    expect(result.found(id)).toMatchObject({ status: 'problem', finding: expect.stringContaining(finding) });
    expect(result.found(id)?.remedy).toBeTruthy();
    expect({ code: result.code, canFire: result.canFire }).toEqual({ code: 1, canFire });
  });

  it('names an unconfirmed address where another subscription is confirmed', async () => {
    await world.damage.subscribe();
    const { code, found } = await report();
    expect(code).toBe(0);
    expect(found('topic')?.finding).toBe(
      'The topic has 1 confirmed subscription. Still to be confirmed: network@example.com.',
    );
  });

  it.each([
    ['an organization trail that cannot be read', 'cloudtrail', 'GetEventSelectors', 'trail'],
    ['trails that cannot be listed', 'cloudtrail', 'DescribeTrails', 'trail'],
    ['a simulation that is not allowed', 'iam', 'SimulatePrincipalPolicy', 'role'],
    ['a policy that cannot be read', 'lambda', 'GetPolicy', 'permission'],
    ['a topic that cannot be read', 'sns', 'ListSubscriptionsByTopic', 'topic'],
    ['metrics that cannot be read', 'cloudwatch', 'GetMetricStatistics', 'last-event'],
    ['queues that cannot be found', 'sqs', 'GetQueueUrl', 'dead-letters'],
  ])('calls %s unknown, neither good nor bad', async (_, service, action, id) => {
    await world.monitor.aws
      .cloudtrail('us-east-1')
      .send(new UpdateTrailCommand({ Name: 'management-events', IsOrganizationTrail: true }));
    const error = { code: service === 'sns' ? 'AuthorizationError' : 'AccessDeniedException', status: 403 };
    world.sandbox.faults.plan([{ service, action, times: 100, error }]);
    const { code, canFire, found } = await report();
    expect(found(id)?.status).toBe('unknown');
    expect(code).toBe(0);
    // The only subscription leads to a queue: where queues cannot be found, nobody knows whether it
    // is there.
    expect(canFire).toBe(id === 'last-event' ? true : null);
  });

  it('reports a trail as unknown where its selectors have conditions that are unknown in advance', async () => {
    const FieldSelectors = [
      { Field: 'eventCategory', Equals: ['Management'] },
      { Field: 'userIdentity.arn', NotStartsWith: ['arn:aws:sts::123456789012:assumed-role/deploy'] },
    ];
    await world.damage.select({ AdvancedEventSelectors: [{ FieldSelectors }] });
    expect((await report()).found('trail')?.status).toBe('unknown');
  });

  it('reports what it cannot check without the function', async () => {
    await world.damage.deleteFunction();
    const { found } = await report();
    for (const id of ['role', 'topic', 'paths', 'permission'])
      expect(found(id)).toMatchObject({
        status: 'unknown',
        finding: expect.stringContaining("without the function's"),
      });
  });

  it('prints a table with the remedies, and that such a monitor cannot send alerts', async () => {
    await world.damage.disableRule();
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toContain('Monitor watch in us-east-1, account 123456789012');
    expect(output).toMatch(
      /problem {2}change-rule +The rule watch-change is disabled\.\n +-> aws events enable-rule --region us-east-1 --name watch-change,/,
    );
    expect(output).toContain('This monitor cannot send any alert about a change. 1 problem.');
    expect(output).not.toContain('\x1b');
  });

  it('changes nothing', async () => {
    const before = world.sandbox.calls.length;
    await run();
    const reading = /^(Get|List|Describe|Simulate)/;
    expect(world.sandbox.calls.slice(before).filter(({ action }) => !reading.test(action))).toEqual([]);
  });

  it('says once that there is no such monitor, and which there is', async () => {
    const nope = new Monitor(world.sandbox, 'nope');
    const { code, output } = await runOn(nope);
    nope.close();
    expect(code).toBe(1);
    expect(output.split('\n').slice(2)).toEqual([
      '  problem  monitor  There is no monitor nope in us-east-1, account 123456789012; there is watch.',
      '                    -> Check --name, the Region and the account; or deploy the monitor.',
      '',
      'This monitor cannot send any alert about a change. 1 problem.',
      '',
    ]);
  });

  it('prints the policy that it needs: exactly the actions that it calls, in any state of the monitor', async () => {
    await world.damage.replaceCode('exports.handler = async () => ({ paths: [], started: 0 })');
    await world.damage.setPattern({ source: ['aws.ec2'] });
    const before = world.sandbox.calls.length;
    await run();
    const nope = new Monitor(world.sandbox, 'nope');
    await runOn(nope);
    nope.close();
    const asked = world.sandbox.calls
      .slice(before)
      .map(({ service, action }) => `${service}:${action === 'Invoke' ? 'InvokeFunction' : action}`)
      // Needs no permission:
      // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
      .filter((action) => action !== 'sts:GetCallerIdentity');
    const { code, output } = await run('--policy');
    expect(code).toBe(0);
    expect(JSON.parse(output).Statement[0].Action.toSorted()).toEqual([...new Set(asked)].sort());
  });

  it.each([
    [['--name', '../x'], '--name must be'],
    [['--nam', 'x'], '--nam'],
  ])('refuses %j', async (args, reason) => {
    const { code, output, lines } = await run(...args);
    expect({ code, output }).toEqual({ code: 3, output: '' });
    expect(lines).toEqual([expect.stringContaining(reason)]);
  });
});
