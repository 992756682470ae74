import { AwsError } from '../../service';
import type { Tags } from '../tags';
import type { SubscriptionAttributes } from './subscription-attributes';
import type { TopicAttributes } from './topic-attributes';

export interface Topic {
  readonly arn: string;
  readonly owner: string;
  attributes: TopicAttributes;
  readonly tags: Tags;
  /** The number of confirmed subscriptions that were deleted. */
  deletedSubscriptions: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly owner: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** The ARN of the subscriber. */
  readonly principal: string;
  /** False until the owner of the endpoint confirms. */
  confirmed: boolean;
  attributes: SubscriptionAttributes;
}

/** Topics and their subscriptions, of all Regions. */
export class Topics {
  private readonly byArn = new Map<string, Topic>();
  private readonly subscriptions = new Map<string, Subscription>();

  add(topic: Topic): void {
    this.byArn.set(topic.arn, topic);
  }

  find(arn: string): Topic | undefined {
    return this.byArn.get(arn);
  }

  /** Throws `NotFound`. */
  get(arn: string | undefined): Topic {
    const topic = this.byArn.get(arn ?? '');
    if (!topic) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return topic;
  }

  inRegion(region: string): Topic[] {
    return [...this.byArn.values()].filter(({ arn }) => arn.split(':')[3] === region);
  }

  /** Deletes the topic with all its subscriptions. */
  delete(arn: string): void {
    for (const { arn: subscriptionArn } of this.subscriptionsOf(arn)) this.subscriptions.delete(subscriptionArn);
    this.byArn.delete(arn);
  }

  subscribe(subscription: Subscription): void {
    this.subscriptions.set(subscription.arn, subscription);
  }

  /** Throws `NotFound`. */
  subscription(arn: string | undefined): Subscription {
    const subscription = this.subscriptions.get(arn ?? '');
    if (!subscription) throw new AwsError('NotFound', 'Subscription does not exist', 404);
    return subscription;
  }

  subscriptionsOf(topicArn: string): Subscription[] {
    return [...this.subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn);
  }

  subscriptionsInRegion(region: string): Subscription[] {
    return [...this.subscriptions.values()].filter(({ arn }) => arn.split(':')[3] === region);
  }

  unsubscribe(subscription: Subscription): void {
    this.subscriptions.delete(subscription.arn);
    const topic = this.byArn.get(subscription.topicArn);
    if (topic) topic.deletedSubscriptions += 1;
  }

  clear(): void {
    this.byArn.clear();
    this.subscriptions.clear();
  }
}
