import type {
  CreateTopicInput,
  CreateTopicResponse,
  DeleteTopicInput,
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  ListTopicsInput,
  ListTopicsResponse,
  SetTopicAttributesInput,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-sns';
import type { Call } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import { addTags, removeTags, type Tags, tagList, tagsFromList } from '../tags';
import {
  changeTopicAttribute,
  DEFAULT_DELIVERY_POLICY,
  defaultTopicAttributes,
  invalidParameter,
  type TopicAttributes,
} from './topic-attributes';
import type { Topic, Topics } from './topics';

const PAGE_SIZE = 100;

export const topicOperations = (topics: Topics) => ({
  CreateTopic: (input: CreateTopicInput, call: Call): CreateTopicResponse => {
    const arn = `arn:aws:sns:${call.region}:${call.account}:${topicName(input.Name)}`;
    const existing = topics.find(arn);
    const before = existing?.attributes ?? defaultTopicAttributes(arn, call.account);
    const attributes = Object.entries(input.Attributes ?? {}).reduce<TopicAttributes>(
      (changed, [name, value]) => changeTopicAttribute(changed, name, value ?? ''),
      before,
    );
    const tags = tagsFromList(input.Tags, 'InvalidParameter');
    if (existing) refuseDifference(existing, attributes, tags);
    else topics.add({ arn, owner: call.account, attributes, tags, deletedSubscriptions: 0 });
    return { TopicArn: arn };
  },

  /** Deleting a topic that does not exist succeeds, as on AWS. */
  DeleteTopic: (input: DeleteTopicInput): void => topics.delete(topicArn(input.TopicArn)),

  GetTopicAttributes: (input: GetTopicAttributesInput): GetTopicAttributesResponse => {
    const topic = topics.get(topicArn(input.TopicArn));
    const subscriptions = topics.subscriptionsOf(topic.arn);
    const confirmed = subscriptions.filter((subscription) => subscription.confirmed).length;
    return {
      Attributes: {
        ...topic.attributes,
        TopicArn: topic.arn,
        Owner: topic.owner,
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: String(subscriptions.length - confirmed),
        SubscriptionsDeleted: String(topic.deletedSubscriptions),
        EffectiveDeliveryPolicy: topic.attributes.DeliveryPolicy ?? DEFAULT_DELIVERY_POLICY,
      },
    };
  },

  SetTopicAttributes: (input: SetTopicAttributesInput): void => {
    const topic = topics.get(topicArn(input.TopicArn));
    const name = required(input.AttributeName, 'AttributeName', 'InvalidParameter');
    topic.attributes = changeTopicAttribute(topic.attributes, name, input.AttributeValue ?? '');
  },

  ListTopics: (input: ListTopicsInput, { region }: Call): ListTopicsResponse => {
    const { items, next } = page(topics.inRegion(region), PAGE_SIZE, input.NextToken);
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken: next };
  },

  ListTagsForResource: (input: ListTagsForResourceRequest): ListTagsForResourceResponse => ({
    Tags: tagList(topics.get(input.ResourceArn).tags),
  }),

  TagResource: (input: TagResourceRequest): TagResourceResponse => {
    addTags(topics.get(input.ResourceArn).tags, tagsFromList(input.Tags, 'InvalidParameter'));
    return {};
  },

  UntagResource: (input: UntagResourceRequest): UntagResourceResponse => {
    removeTags(topics.get(input.ResourceArn).tags, input.TagKeys);
    return {};
  },
});

/** @throws AwsError `InvalidParameter` for a text that is not the ARN of a topic. */
export function topicArn(arn: string | undefined): string {
  const given = required(arn, 'TopicArn', 'InvalidParameter');
  if (!/^arn:[^:]+:sns:[^:]+:\d{12}:[^:]+$/.test(given))
    throw invalidParameter(
      `TopicArn Reason: ${given} is not a topic ARN such as arn:aws:sns:eu-central-1:123456789012:alerts`,
    );
  return given;
}

function topicName(name: string | undefined): string {
  if (!name || !/^[\w-]{1,256}$/.test(name))
    throw invalidParameter(
      `Topic Name ${name} must be 1 to 256 letters, digits, hyphens or underscores; the sandbox has no FIFO topics`,
    );
  return name;
}

function refuseDifference(topic: Topic, attributes: TopicAttributes, tags: Tags): void {
  const changed = Object.keys(attributes).find((name) => attributes[name] !== topic.attributes[name]);
  if (changed) throw invalidParameter(`Attributes Reason: Topic already exists with different attributes (${changed})`);
  if ([...tags].some(([key, value]) => topic.tags.get(key) !== value))
    throw invalidParameter('Tags Reason: Topic already exists with different tags');
}
