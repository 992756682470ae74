import type {
  CreateQueueRequest,
  CreateQueueResult,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListQueuesRequest,
  ListQueuesResult,
  ListQueueTagsRequest,
  ListQueueTagsResult,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
  TagQueueRequest,
  UntagQueueRequest,
} from '@aws-sdk/client-sqs';
import type { Call } from '../../service';
import { page } from '../paging';
import { addTags, removeTags } from '../tags';
import { Queue } from './queue';
import { changeAttributes, defaultAttributes, type QueueAttributes } from './queue-attributes';
import type { Queues } from './queues';
import { sqsError } from './sqs-error';

export const queueOperations = (queues: Queues, onChange: (queue: Queue) => void) => ({
  CreateQueue: (input: CreateQueueRequest, call: Call): CreateQueueResult => {
    const name = queueName(input.QueueName);
    const arn = queues.arn(name, call);
    const attributes = (input.Attributes ?? {}) as QueueAttributes;
    const existing = queues.find(arn);
    if (existing) {
      refuseOtherAttributes(existing, attributes);
      return { QueueUrl: queues.url(existing) };
    }
    const tags = new Map(Object.entries(input.tags ?? {}));
    const queue = new Queue(name, arn, call.at.getTime(), changeAttributes(defaultAttributes(), attributes), tags);
    queues.add(queue);
    return { QueueUrl: queues.url(queue) };
  },

  DeleteQueue: (input: DeleteQueueRequest, call: Call): void => {
    const queue = queues.byUrl(input.QueueUrl, call);
    queues.delete(queue);
    onChange(queue);
  },

  GetQueueUrl: (input: GetQueueUrlRequest, call: Call): GetQueueUrlResult => ({
    QueueUrl: queues.url(queues.byName(queueName(input.QueueName), call)),
  }),

  ListQueues: (input: ListQueuesRequest, call: Call): ListQueuesResult => {
    const found = queues.inRegion(call.region).filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''));
    const { items, next } = page(found, input.MaxResults ?? 1000, input.NextToken);
    return { QueueUrls: items.map((queue) => queues.url(queue)), NextToken: next };
  },

  GetQueueAttributes: (input: GetQueueAttributesRequest, call: Call): GetQueueAttributesResult => {
    const names: readonly string[] = input.AttributeNames ?? [];
    const all = allAttributes(queues.byUrl(input.QueueUrl, call), call.at.getTime());
    for (const name of names)
      if (name !== 'All' && !READABLE.includes(name))
        throw sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    const asked = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
    return { Attributes: asked.length > 0 ? Object.fromEntries(asked) : undefined };
  },

  SetQueueAttributes: (input: SetQueueAttributesRequest, call: Call): void => {
    const queue = queues.byUrl(input.QueueUrl, call);
    queue.attributes = changeAttributes(queue.attributes, (input.Attributes ?? {}) as QueueAttributes);
    queue.modifiedAt = call.at.getTime();
  },

  PurgeQueue: (input: PurgeQueueRequest, call: Call): void => {
    const queue = queues.byUrl(input.QueueUrl, call);
    queue.purge();
    onChange(queue);
  },

  ListQueueTags: (input: ListQueueTagsRequest, call: Call): ListQueueTagsResult => {
    const { tags } = queues.byUrl(input.QueueUrl, call);
    return { Tags: tags.size > 0 ? Object.fromEntries(tags) : undefined };
  },

  TagQueue: (input: TagQueueRequest, call: Call): void =>
    addTags(queues.byUrl(input.QueueUrl, call).tags, new Map(Object.entries(input.Tags ?? {}))),

  UntagQueue: (input: UntagQueueRequest, call: Call): void =>
    removeTags(queues.byUrl(input.QueueUrl, call).tags, input.TagKeys),
});

const READABLE = [
  ...Object.keys(defaultAttributes()),
  ...['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'QueueArn'],
  ...['CreatedTimestamp', 'LastModifiedTimestamp', 'ApproximateNumberOfMessages'],
  ...['ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'],
  // Only FIFO queues have a value for these, but clients also request them for standard queues.
  ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
];

function allAttributes(queue: Queue, at: number): QueueAttributes {
  const { visible, inFlight, delayed } = queue.count(at);
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}

const seconds = (ms: number) => String(Math.floor(ms / 1000));

function refuseOtherAttributes(queue: Queue, attributes: QueueAttributes): void {
  const changed = changeAttributes(queue.attributes, attributes);
  const differing = Object.keys(attributes).find((name) => changed[name] !== queue.attributes[name]);
  if (differing)
    throw sqsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${differing}`,
      'QueueAlreadyExists',
    );
}

function queueName(name: string | undefined): string {
  if (!name || !/^[\w-]{1,80}$/.test(name))
    throw sqsError(
      'InvalidParameterValue',
      `QueueName ${name} must be 1 to 80 letters, digits, hyphens or underscores; the sandbox has no FIFO queues.`,
    );
  return name;
}
