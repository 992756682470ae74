import { randomUUID } from 'node:crypto';
import type {
  ConfirmSubscriptionInput,
  ConfirmSubscriptionResponse,
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  SetSubscriptionAttributesInput,
  SubscribeInput,
  SubscribeResponse,
  UnsubscribeInput,
  Subscription as WireSubscription,
} from '@aws-sdk/client-sns';
import type { Call } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import { changeSubscriptionAttribute, type SubscriptionAttributes } from './subscription-attributes';
import { invalidParameter } from './topic-attributes';
import { topicArn } from './topic-operations';
import type { Subscription, Topics } from './topics';

const PAGE_SIZE = 100;

/** The protocols that the sandbox has, with the form of their endpoints. */
const ENDPOINTS: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+$/,
  'email-json': /^[^\s@]+@[^\s@]+$/,
  http: /^http:\/\/\S+$/,
  https: /^https:\/\/\S+$/,
  sqs: /^arn:[^:]+:sqs:[^:]+:\d{12}:[\w-]+$/,
  lambda: /^arn:[^:]+:lambda:[^:]+:\d{12}:function:\S+$/,
};

/** E-mail subscriptions wait for a confirmation. All others are confirmed at once. */
const confirmsAtOnce = (protocol: string) => !protocol.startsWith('email');

export const subscriptionOperations = (topics: Topics) => ({
  Subscribe: (input: SubscribeInput, call: Call): SubscribeResponse => {
    const topic = topics.get(topicArn(input.TopicArn));
    const { protocol, endpoint } = readEndpoint(input);
    const attributes = Object.entries(input.Attributes ?? {}).reduce<SubscriptionAttributes>(
      (changed, [name, value]) => changeSubscriptionAttribute(changed, name, value ?? ''),
      {},
    );
    const existing = topics
      .subscriptionsOf(topic.arn)
      .find((candidate) => candidate.protocol === protocol && candidate.endpoint === endpoint);
    const subscription: Subscription = existing ?? {
      arn: `${topic.arn}:${randomUUID()}`,
      topicArn: topic.arn,
      owner: call.account,
      protocol,
      endpoint,
      principal: call.principal.arn,
      confirmed: confirmsAtOnce(protocol),
      attributes,
    };
    if (existing) refuseDifference(existing, attributes);
    else topics.subscribe(subscription);
    const isTold = subscription.confirmed || input.ReturnSubscriptionArn;
    return { SubscriptionArn: isTold ? subscription.arn : 'pending confirmation' };
  },

  /** The token of a pending subscription is the last part of its ARN, because no mail is sent. */
  ConfirmSubscription: (input: ConfirmSubscriptionInput): ConfirmSubscriptionResponse => {
    const arn = `${topics.get(topicArn(input.TopicArn)).arn}:${input.Token}`;
    const subscription = topics.subscriptionsOf(input.TopicArn ?? '').find((candidate) => candidate.arn === arn);
    if (!subscription) throw invalidParameter('Token');
    subscription.confirmed = true;
    return { SubscriptionArn: subscription.arn };
  },

  Unsubscribe: (input: UnsubscribeInput): void => {
    const subscription = topics.subscription(required(input.SubscriptionArn, 'SubscriptionArn', 'InvalidParameter'));
    if (!subscription.confirmed)
      throw invalidParameter('SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation');
    topics.unsubscribe(subscription);
  },

  GetSubscriptionAttributes: (input: GetSubscriptionAttributesInput): GetSubscriptionAttributesResponse => {
    const subscription = topics.subscription(input.SubscriptionArn);
    return {
      Attributes: {
        RawMessageDelivery: 'false',
        ...subscription.attributes,
        SubscriptionArn: subscription.arn,
        TopicArn: subscription.topicArn,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        Owner: subscription.owner,
        SubscriptionPrincipal: subscription.principal,
        PendingConfirmation: String(!subscription.confirmed),
        ConfirmationWasAuthenticated: String(confirmsAtOnce(subscription.protocol)),
      },
    };
  },

  SetSubscriptionAttributes: (input: SetSubscriptionAttributesInput): void => {
    const subscription = topics.subscription(input.SubscriptionArn);
    const name = required(input.AttributeName, 'AttributeName', 'InvalidParameter');
    subscription.attributes = changeSubscriptionAttribute(subscription.attributes, name, input.AttributeValue ?? '');
  },

  ListSubscriptionsByTopic: (input: ListSubscriptionsByTopicInput): ListSubscriptionsByTopicResponse => {
    const all = topics.subscriptionsOf(topics.get(topicArn(input.TopicArn)).arn);
    const { items, next } = page(all, PAGE_SIZE, input.NextToken);
    return { Subscriptions: items.map(listed), NextToken: next };
  },

  ListSubscriptions: (input: ListSubscriptionsInput, { region }: Call): ListSubscriptionsResponse => {
    const { items, next } = page(topics.subscriptionsInRegion(region), PAGE_SIZE, input.NextToken);
    return { Subscriptions: items.map(listed), NextToken: next };
  },
});

const listed = (subscription: Subscription): WireSubscription => ({
  SubscriptionArn: subscription.confirmed ? subscription.arn : 'PendingConfirmation',
  Owner: subscription.owner,
  Protocol: subscription.protocol,
  Endpoint: subscription.endpoint,
  TopicArn: subscription.topicArn,
});

function readEndpoint({ Protocol = '', Endpoint = '' }: SubscribeInput): { protocol: string; endpoint: string } {
  const form = Object.hasOwn(ENDPOINTS, Protocol) ? ENDPOINTS[Protocol] : undefined;
  if (!form)
    throw invalidParameter(
      `Protocol Reason: the sandbox delivers by ${Object.keys(ENDPOINTS).join(', ')}, not by "${Protocol}"`,
    );
  if (!form.test(Endpoint))
    throw invalidParameter(`Endpoint Reason: "${Endpoint}" is not an endpoint of protocol ${Protocol}`);
  return { protocol: Protocol, endpoint: Endpoint };
}

function refuseDifference(subscription: Subscription, attributes: SubscriptionAttributes): void {
  if (Object.keys(attributes).some((name) => attributes[name] !== subscription.attributes[name]))
    throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
}
