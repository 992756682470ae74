import { AwsError } from '../../service';
import type { World } from '../../world/world';

/** The envelope of every event on the bus. */
export interface BusEvent {
  readonly version: string;
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface Target {
  readonly Id?: string;
  readonly Arn?: string;
  /** Sent to the target instead of the event. */
  readonly Input?: string;
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

/** The services that EventBridge delivers to. Each throws AwsError as the real service would. */
export interface Receivers {
  invokeFunction(functionArn: string, payload: string, ruleArn: string): void;
  sendMessage(queueArn: string, body: string, attributes: Readonly<Record<string, string>>, ruleArn: string): void;
  publish(topicArn: string, message: string, ruleArn: string): void;
  reportMetric(name: string, ruleArn: string): void;
}

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
const DEFAULT_RETRY_ATTEMPTS = 185;
const DEFAULT_EVENT_AGE_SECONDS = 86_400;
// AWS does not publish its intervals. These start short, so that a demo can show retries.
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;

// The errors that EventBridge does not retry, with the ERROR_CODE of the dead letter.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
const FINAL_ERRORS: Readonly<Record<string, string>> = {
  AccessDeniedException: 'NO_PERMISSIONS',
  AccessDenied: 'NO_PERMISSIONS',
  AuthorizationError: 'NO_PERMISSIONS',
  ResourceNotFoundException: 'RESOURCE_NOT_FOUND',
  NotFound: 'RESOURCE_NOT_FOUND',
  QueueDoesNotExist: 'RESOURCE_NOT_FOUND',
};
const RETRIED_ERRORS: Readonly<Record<string, string>> = {
  TooManyRequestsException: 'THROTTLING',
  ThrottlingException: 'THROTTLING',
};

/** Delivers an event to one target. After the last retry, it goes to the dead-letter queue. */
export function deliver(world: World, receivers: Receivers, ruleArn: string, target: Target, event: BusEvent): void {
  const started = Date.now();
  const attempt = (retries: number): void => {
    try {
      handOver(receivers, ruleArn, target, target.Input ?? JSON.stringify(event));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      receivers.reportMetric('FailedInvocations', ruleArn);
      const exhausted = exhaustedCondition(target, retries, started);
      const isFinal = error.code in FINAL_ERRORS;
      if (isFinal || exhausted)
        sendDeadLetter(world, receivers, ruleArn, target, event, {
          error,
          retries,
          exhausted: isFinal ? undefined : exhausted,
        });
      else
        world.activity.after(Math.min(FIRST_RETRY_MS * 2 ** retries, LONGEST_RETRY_MS), `retry ${ruleArn}`, () =>
          attempt(retries + 1),
        );
    }
  };
  attempt(0);
}

function handOver(receivers: Receivers, ruleArn: string, target: Target, payload: string): void {
  const arn = target.Arn ?? '';
  const service = arn.split(':')[2];
  if (service === 'lambda') receivers.invokeFunction(arn, payload, ruleArn);
  else if (service === 'sqs') receivers.sendMessage(arn, payload, {}, ruleArn);
  else if (service === 'sns') receivers.publish(arn, payload, ruleArn);
  else throw new AwsError('ResourceNotFoundException', `The sandbox has no target of the kind ${arn}.`, 404);
}

function exhaustedCondition(target: Target, retries: number, started: number): string | undefined {
  const { MaximumRetryAttempts = DEFAULT_RETRY_ATTEMPTS, MaximumEventAgeInSeconds = DEFAULT_EVENT_AGE_SECONDS } =
    target.RetryPolicy ?? {};
  if (retries >= MaximumRetryAttempts) return 'MaximumRetryAttempts';
  return Date.now() - started >= MaximumEventAgeInSeconds * 1000 ? 'MaximumEventAgeInSeconds' : undefined;
}

interface GivenUp {
  readonly error: AwsError;
  readonly retries: number;
  readonly exhausted: string | undefined;
}

function sendDeadLetter(
  world: World,
  receivers: Receivers,
  ruleArn: string,
  target: Target,
  event: BusEvent,
  { error, retries, exhausted }: GivenUp,
): void {
  const code = FINAL_ERRORS[error.code] ?? RETRIED_ERRORS[error.code] ?? 'SDK_CLIENT_ERROR';
  const queueArn = target.DeadLetterConfig?.Arn;
  const attributes = {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.Arn ?? '',
    ERROR_CODE: code,
    ERROR_MESSAGE: error.message,
    RETRY_ATTEMPTS: String(retries),
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
  if (!queueArn) {
    world.timeline.record(
      'dead-letter',
      `event ${event.id} is lost: ${code}, and the target has no dead-letter queue`,
      { eventId: event.id, ...attributes },
    );
    return;
  }
  try {
    receivers.sendMessage(queueArn, JSON.stringify(event), attributes, ruleArn);
    receivers.reportMetric('InvocationsSentToDlq', ruleArn);
    world.timeline.record('dead-letter', `event ${event.id} went to the dead-letter queue: ${code}`, {
      eventId: event.id,
      queueArn,
      ...attributes,
    });
  } catch (failure) {
    if (!(failure instanceof AwsError)) throw failure;
    receivers.reportMetric('InvocationsFailedToBeSentToDlq', ruleArn);
    world.timeline.record(
      'dead-letter',
      `event ${event.id} is lost: the dead-letter queue refused it: ${failure.message}`,
      { eventId: event.id, queueArn, ...attributes },
    );
  }
}
