import { randomUUID } from 'node:crypto';
import type { MessageAttributeValue, PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import * as sdk from '@aws-sdk/client-sns';
import { AwsError, type Call, type Permission, type Principal, type Service } from '../../service';
import type { World } from '../../world/world';
import { accessDenied } from '../iam/access-denied';
import type { Iam } from '../iam/iam';
import { allowsService } from '../iam/service-access';
import type { KeyUse, KeyUser, Kms } from '../kms/kms';
import { checkNotification, type Notification } from './check-notification';
import { type Delivery, type DeliveryPeers, deliver, type PublishedNotification } from './delivery';
import { subscriptionOperations } from './subscription-operations';
import { invalidParameter, topicPolicy } from './topic-attributes';
import { topicArn, topicOperations } from './topic-operations';
import { type Topic, Topics } from './topics';

/** One message as it was published, and what became of it. */
export interface InboxEntry {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  readonly messageAttributes: Readonly<Record<string, MessageAttributeValue>>;
  /** ISO 8601, milliseconds. */
  readonly publishedAt: string;
  /** One for each subscription of the topic. */
  readonly deliveries: readonly Delivery[];
}

interface SnsPeers extends DeliveryPeers {
  readonly iam: Pick<Iam, 'allowed'>;
  readonly kms: Pick<Kms, 'maySend'>;
}

const KEY_REFUSALS: Readonly<Record<Exclude<KeyUse, 'allowed'>, string>> = {
  'access denied': 'KMSAccessDenied',
  disabled: 'KMSDisabled',
  'invalid state': 'KMSInvalidState',
  'not found': 'KMSNotFound',
};

/** Standard topics. Every message published is kept in `inbox`. */
export class Sns implements Service {
  readonly name = 'sns';
  readonly sdk = sdk;
  /** Oldest first. */
  readonly inbox: InboxEntry[] = [];
  private readonly topics = new Topics();
  readonly operations = {
    ...topicOperations(this.topics),
    ...subscriptionOperations(this.topics),
    Publish: (input: PublishInput, call: Call) => this.publish(input, call),
  };
  readonly permissions = topicPermissions(Object.keys(this.operations));

  constructor(
    private readonly world: World,
    private readonly peers: SnsPeers,
  ) {}

  /**
   * Publishes as an AWS service such as `cloudwatch.amazonaws.com` for one of its resources, if the topic's policy and key let it.
   * Throws `NotFound`, `AuthorizationError`, or the error of the key. Gives the message's id.
   */
  publishAsService(service: string, sourceArn: string, arn: string, notification: Notification): string {
    const topic = this.topics.get(arn);
    const access = { service, sourceArn, action: 'sns:Publish', resource: arn, account: this.world.account };
    if (!allowsService(topicPolicy(topic.attributes), access))
      throw new AwsError(
        'AuthorizationError',
        `${service} is not authorized to perform: SNS:Publish on resource: ${arn} on behalf of ${sourceArn} because the topic's policy does not allow it`,
        403,
      );
    return this.accept(topic, notification, { service, sourceArn }).messageId;
  }

  /**
   * Publishes in the name of `principal`, such as the function that an on-failure destination belongs to, if its policies let it.
   * Throws `NotFound`, `AuthorizationError`, or the error of the key. Gives the message's id.
   */
  publishAs(principal: Principal, arn: string, notification: Notification): string {
    const topic = this.topics.get(arn);
    if (!this.peers.iam.allowed(principal, { action: 'sns:Publish', resource: arn }))
      throw accessDenied('sns', principal, 'sns:Publish', arn, 'implicitly denied');
    return this.accept(topic, notification, principal).messageId;
  }

  reset(): void {
    this.topics.clear();
    this.inbox.length = 0;
  }

  private publish(input: PublishInput, call: Call): PublishResponse {
    if (input.PhoneNumber) throw invalidParameter('PhoneNumber: the sandbox sends no text messages; give a TopicArn');
    if (input.MessageDeduplicationId)
      throw invalidParameter('MessageDeduplicationId: the sandbox has standard topics only');
    const topic = this.topics.get(topicArn(input.TopicArn ?? input.TargetArn));
    const notification = {
      subject: input.Subject,
      message: input.Message ?? '',
      structure: input.MessageStructure,
      attributes: input.MessageAttributes,
    };
    return { MessageId: this.accept(topic, notification, call.principal).messageId };
  }

  private accept(topic: Topic, notification: Notification, publisher: KeyUser): InboxEntry {
    checkNotification(notification);
    this.checkKey(topic, publisher);
    const published: PublishedNotification = {
      ...notification,
      id: randomUUID(),
      topicArn: topic.arn,
      publishedAt: new Date().toISOString(),
    };
    const { subject } = published;
    this.world.timeline.record('message', subject ?? published.message.slice(0, 100), {
      topicArn: topic.arn,
      messageId: published.id,
    });
    const entry: InboxEntry = {
      messageId: published.id,
      topicArn: topic.arn,
      subject,
      message: published.message,
      messageAttributes: published.attributes ?? {},
      publishedAt: published.publishedAt,
      deliveries: this.topics.subscriptionsOf(topic.arn).map((to) => deliver(this.world, this.peers, to, published)),
    };
    this.inbox.push(entry);
    return entry;
  }

  private checkKey(topic: Topic, publisher: KeyUser): void {
    const keyId = topic.attributes.KmsMasterKeyId;
    if (!keyId) return;
    const use = this.peers.kms.maySend(keyId, topic.arn.split(':')[3] ?? '', publisher);
    if (use !== 'allowed')
      throw new AwsError(
        KEY_REFUSALS[use],
        `The key ${keyId} of the topic ${topic.arn} cannot be used by the publisher: ${use}.`,
      );
  }
}

interface Addressed {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
  readonly ResourceArn?: string;
  readonly SubscriptionArn?: string;
  readonly Name?: string;
}

function topicPermissions(operations: readonly string[]) {
  const permission = (input: Addressed, call: Call): Permission[] => {
    const { TopicArn, TargetArn, ResourceArn, SubscriptionArn, Name } = input;
    const created = Name && `arn:aws:sns:${call.region}:${call.account}:${Name}`;
    // A subscription's ARN is its topic's with one more part.
    const subscribed = SubscriptionArn?.split(':').slice(0, 6).join(':');
    return [{ resource: TopicArn ?? TargetArn ?? ResourceArn ?? subscribed ?? created ?? '*' }];
  };
  return Object.fromEntries(operations.map((operation) => [operation, permission]));
}
