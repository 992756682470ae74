import type { World } from '../../world/world';
import type { Sqs } from '../sqs/sqs';
import { messageFor, type Notification } from './check-notification';
import { accepts, readFilterPolicy } from './filter-policy';
import type { Subscription } from './topics';

/** What became of one notification for one subscription. */
export interface Delivery {
  readonly protocol: string;
  readonly endpoint: string;
  readonly status: 'delivered' | 'pending confirmation' | 'filtered out' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
}

export interface PublishedNotification extends Notification {
  readonly id: string;
  readonly topicArn: string;
  /** ISO 8601, milliseconds. */
  readonly publishedAt: string;
}

export interface DeliveryPeers {
  readonly sqs: Pick<Sqs, 'sendAsService'>;
  /** Invokes a function with an SNS event, for `topicArn`; throws when it may not. Without it, functions get nothing and the delivery says so. */
  readonly invokeFunction?: (functionArn: string, payload: string, topicArn: string) => void;
}

// Raw delivery to a queue hands the attributes on, and a queue takes no more than these.
const MAX_RAW_ATTRIBUTES = 10;

/**
 * Delivers to a queue or a function of the sandbox. Mail and HTTP leave nothing but this record: nothing goes out of the machine.
 */
export function deliver(
  world: World,
  peers: DeliveryPeers,
  subscription: Subscription,
  notification: PublishedNotification,
): Delivery {
  const { protocol, endpoint } = subscription;
  const filter = subscription.attributes.FilterPolicy;
  if (!subscription.confirmed) return { protocol, endpoint, status: 'pending confirmation' };
  if (filter && !accepts(readFilterPolicy(filter), notification.attributes ?? {}))
    return { protocol, endpoint, status: 'filtered out' };
  try {
    if (protocol === 'sqs') sendToQueue(peers, subscription, notification);
    if (protocol === 'lambda') invoke(peers, subscription, notification);
    return { protocol, endpoint, status: 'delivered' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    world.timeline.record('message', `Not delivered to ${endpoint}: ${reason}`, {
      topicArn: notification.topicArn,
      endpoint,
      reason,
    });
    return { protocol, endpoint, status: 'failed', reason };
  }
}

function sendToQueue(
  { sqs }: DeliveryPeers,
  { endpoint, attributes }: Subscription,
  notification: PublishedNotification,
): void {
  const send = (body: string, messageAttributes = {}) =>
    sqs.sendAsService('sns.amazonaws.com', notification.topicArn, endpoint, body, messageAttributes);
  if (attributes.RawMessageDelivery !== 'true') {
    send(JSON.stringify(envelope('sqs', notification)));
    return;
  }
  const own = notification.attributes ?? {};
  if (Object.keys(own).length > MAX_RAW_ATTRIBUTES)
    throw new Error(`raw delivery takes at most ${MAX_RAW_ATTRIBUTES} message attributes`);
  send(messageFor('sqs', notification), own);
}

function invoke(
  { invokeFunction }: DeliveryPeers,
  { arn, endpoint }: Subscription,
  notification: PublishedNotification,
): void {
  if (!invokeFunction) throw new Error('the sandbox has no functions to invoke');
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: arn,
    Sns: { ...envelope('lambda', notification), MessageAttributes: wireAttributes(notification) },
  };
  invokeFunction(endpoint, JSON.stringify({ Records: [record] }), notification.topicArn);
}

/**
 * The JSON around a message that is not delivered raw; unsigned, since the sandbox has no certificate.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
function envelope(protocol: string, notification: PublishedNotification): Record<string, unknown> {
  const attributes = wireAttributes(notification);
  return {
    Type: 'Notification',
    MessageId: notification.id,
    TopicArn: notification.topicArn,
    Subject: notification.subject,
    Message: messageFor(protocol, notification),
    Timestamp: notification.publishedAt,
    MessageAttributes: Object.keys(attributes).length > 0 ? attributes : undefined,
  };
}

const wireAttributes = ({
  attributes = {},
}: Notification): Record<string, { Type: string | undefined; Value: string | undefined }> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: BinaryValue ? Buffer.from(BinaryValue).toString('base64') : StringValue },
    ]),
  );
