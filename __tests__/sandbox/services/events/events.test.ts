import type { Call } from '../../../../sandbox/service';
import { AwsError } from '../../../../sandbox/service';
import type { BusEvent, Receivers } from '../../../../sandbox/services/events/delivery';
import { Events } from '../../../../sandbox/services/events/events';
import { Activity } from '../../../../sandbox/world/activity';
import { Timeline } from '../../../../sandbox/world/timeline';

const call = { account: '123456789012', region: 'eu-central-1', at: new Date() } as Call;
const FUNCTION = 'arn:aws:lambda:eu-central-1:123456789012:function:analyzer';
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:dead-letters';
const RULE = 'arn:aws:events:eu-central-1:123456789012:rule/change';

const event: BusEvent = {
  version: '0',
  id: 'e-1',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  account: '123456789012',
  time: '2026-11-23T10:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: { eventName: 'RevokeSecurityGroupEgress' },
};

/**
 * A bus with one rule for EC2 events. Its target's invocations have these `outcomes`, one after the
 * other.
 */
function bus(outcomes: (AwsError | 'ok')[], retryPolicy = { MaximumRetryAttempts: 8, MaximumEventAgeInSeconds: 3600 }) {
  const world = {
    account: '123456789012',
    region: 'eu-central-1',
    timeline: new Timeline(),
    activity: new Activity(),
    analysisSeconds: 0,
    eventDelaySeconds: 0,
  };
  const invoked: unknown[] = [];
  const deadLetters: { queueArn: string; body: unknown; attributes: Readonly<Record<string, string>> }[] = [];
  const metrics: string[] = [];
  const receivers: Receivers = {
    invokeFunction: (_arn, payload) => {
      const outcome = outcomes.shift() ?? 'ok';
      if (outcome !== 'ok') throw outcome;
      invoked.push(JSON.parse(payload));
    },
    sendMessage: (queueArn, body, attributes) =>
      void deadLetters.push({ queueArn, body: JSON.parse(body), attributes }),
    publish: () => {},
    reportMetric: (name) => void metrics.push(name),
  };
  const events = new Events(world, receivers);
  events.operations.PutRule({ Name: 'change', EventPattern: '{"source":["aws.ec2"]}' }, call);
  events.operations.PutTargets({
    Rule: 'change',
    Targets: [{ Id: 't', Arn: FUNCTION, RetryPolicy: retryPolicy, DeadLetterConfig: { Arn: QUEUE } }],
  });
  const send = async (sent: BusEvent = event) => {
    events.accept(sent);
    expect(await world.activity.idle(120_000)).toBe(true);
  };
  return { events, send, invoked, deadLetters, metrics };
}

const throttled = () => new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
const denied = () => new AwsError('AccessDeniedException', 'no', 403);

describe('EventBridge', () => {
  it('delivers a matching event to the target unchanged', async () => {
    const { send, invoked, deadLetters } = bus([]);
    await send();
    await send({ ...event, source: 'aws.s3' });
    expect(invoked).toEqual([event]);
    expect(deadLetters).toEqual([]);
  });

  it('delivers a constant input instead of the event', async () => {
    const { events, send, invoked } = bus([]);
    const Targets = [{ Id: 't', Arn: FUNCTION, Input: '{"action":"look"}' }];
    events.operations.PutTargets({ Rule: 'change', Targets });
    await send();
    expect(invoked).toEqual([{ action: 'look' }]);
  });

  it('retries after errors that may be temporary', async () => {
    const { send, invoked, deadLetters } = bus([throttled(), throttled()]);
    await send();
    expect(invoked).toEqual([event]);
    expect(deadLetters).toEqual([]);
  });

  it('sends a dead letter after the last attempt', async () => {
    const { send, invoked, deadLetters, metrics } = bus([throttled(), throttled()], {
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
    });
    await send();
    expect(invoked).toEqual([]);
    expect(deadLetters).toEqual([
      {
        queueArn: QUEUE,
        body: event,
        attributes: {
          RULE_ARN: RULE,
          TARGET_ARN: FUNCTION,
          ERROR_CODE: 'THROTTLING',
          ERROR_MESSAGE: 'Rate Exceeded.',
          RETRY_ATTEMPTS: '1',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        },
      },
    ]);
    expect(metrics).toContain('InvocationsSentToDlq');
  });

  it('sends a dead letter at once without a permission', async () => {
    const { send, deadLetters } = bus([denied()]);
    await send();
    expect(deadLetters).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' } }]);
    expect(deadLetters[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('does not fire a disabled rule, and keeps its targets', async () => {
    const { events, send, invoked } = bus([]);
    events.operations.DisableRule({ Name: 'change' });
    await send();
    expect(invoked).toEqual([]);
    events.operations.EnableRule({ Name: 'change' });
    await send();
    expect(invoked).toEqual([event]);
  });

  it('refuses what EventBridge refuses', () => {
    const { events } = bus([]);
    const target = (RetryPolicy: object) => () =>
      events.operations.PutTargets({ Rule: 'change', Targets: [{ Id: 't', Arn: FUNCTION, RetryPolicy }] });
    expect(target({ MaximumRetryAttempts: 200 })).toThrow('MaximumRetryAttempts of target t must be 0 to 185, not 200');
    expect(target({ MaximumEventAgeInSeconds: 10 })).toThrow(
      'MaximumEventAgeInSeconds of target t must be 60 to 86400, not 10',
    );
    expect(() => events.operations.PutRule({ Name: 'x' }, call)).toThrow('EventPattern or ScheduleExpression');
    expect(() => events.operations.PutRule({ Name: 'x', ScheduleExpression: 'every day' }, call)).toThrow(
      'ScheduleExpression is not valid',
    );
    expect(() => events.operations.DeleteRule({ Name: 'change' })).toThrow('it has targets');
    expect(() => events.operations.DescribeRule({ Name: 'none' })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });
});
