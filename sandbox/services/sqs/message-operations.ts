import type {
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageBatchRequest,
  SendMessageBatchResult,
  SendMessageRequest,
  SendMessageResult,
  Message as WireMessage,
} from '@aws-sdk/client-sqs';
import { AwsError, type Call } from '../../service';
import type { Kms } from '../kms/kms';
import { checkKey } from './check-key';
import { checkMessage } from './check-message';
import { attributesDigest, bodyDigest, type MessageAttributes } from './message-digest';
import { type Message, type Queue, receiptHandle } from './queue';
import { redrivePolicy } from './queue-attributes';
import type { Queues } from './queues';
import { sqsError } from './sqs-error';

const MAX_BATCH = 10;

/** `onChange` hears of each queue whose messages changed. */
export const messageOperations = (queues: Queues, kms: Pick<Kms, 'maySend'>, onChange: (queue: Queue) => void) => ({
  SendMessage: (input: SendMessageRequest, call: Call): SendMessageResult => {
    const queue = queues.byUrl(input.QueueUrl, call);
    checkKey(kms, queue, call.principal);
    const result = send(queue, input, call);
    onChange(queue);
    return result;
  },

  SendMessageBatch: (input: SendMessageBatchRequest, call: Call): SendMessageBatchResult => {
    const queue = queues.byUrl(input.QueueUrl, call);
    checkKey(kms, queue, call.principal);
    const { done, failed } = batch(input.Entries, (entry) => ({ Id: entry.Id, ...send(queue, entry, call) }));
    onChange(queue);
    return { Successful: done as SendMessageBatchResult['Successful'], Failed: failed };
  },

  ReceiveMessage: async (input: ReceiveMessageRequest, call: Call): Promise<ReceiveMessageResult> => {
    const queue = queues.byUrl(input.QueueUrl, call);
    const max = bounded('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, 10, 1);
    const visibility = bounded(
      'VisibilityTimeout',
      input.VisibilityTimeout,
      0,
      43_200,
      Number(queue.attributes.VisibilityTimeout),
    );
    const ownWait = Number(queue.attributes.ReceiveMessageWaitTimeSeconds);
    const wait = bounded('WaitTimeSeconds', input.WaitTimeSeconds, 0, 20, ownWait);
    const messages = await poll(redriving(queues, onChange), queue, {
      max,
      visibility,
      at: call.at.getTime(),
      wait: wait * 1000,
    });
    if (messages.length > 0) onChange(queue);
    return messages.length > 0 ? { Messages: messages.map((message) => received(message, input)) } : {};
  },

  DeleteMessage: (input: DeleteMessageRequest, call: Call): void => {
    const queue = queues.byUrl(input.QueueUrl, call);
    queue.delete(input.ReceiptHandle ?? '');
    onChange(queue);
  },

  DeleteMessageBatch: (input: DeleteMessageBatchRequest, call: Call): DeleteMessageBatchResult => {
    const queue = queues.byUrl(input.QueueUrl, call);
    const { done, failed } = batch(input.Entries, (entry) => {
      queue.delete(entry.ReceiptHandle ?? '');
      return { Id: entry.Id };
    });
    onChange(queue);
    return { Successful: done, Failed: failed };
  },

  ChangeMessageVisibility: (input: ChangeMessageVisibilityRequest, call: Call): void => {
    const seconds = bounded('VisibilityTimeout', input.VisibilityTimeout, 0, 43_200, 0);
    const queue = queues.byUrl(input.QueueUrl, call);
    queue.changeVisibility(input.ReceiptHandle ?? '', seconds, call.at.getTime());
    onChange(queue);
  },
});

type Outgoing = Pick<SendMessageRequest, 'MessageBody' | 'MessageAttributes' | 'DelaySeconds'>;

function send(queue: Queue, input: Outgoing, call: Call): SendMessageResult {
  const attributes = input.MessageAttributes ?? {};
  const body = checkMessage(queue, input.MessageBody, attributes);
  const delaySeconds =
    input.DelaySeconds === undefined ? undefined : bounded('DelaySeconds', input.DelaySeconds, 0, 900, 0);
  const message = queue.send(
    { body, attributes, senderId: call.principal.principalId, delaySeconds },
    call.at.getTime(),
  );
  return {
    MessageId: message.id,
    MD5OfMessageBody: bodyDigest(body),
    MD5OfMessageAttributes: attributesDigest(attributes),
  };
}

interface Poll {
  readonly max: number;
  readonly visibility: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds. */
  readonly wait: number;
}

/** Moves what was received too often to the queue's dead-letter queue. */
type Redrive = (queue: Queue, at: number) => void;

async function poll(redrive: Redrive, queue: Queue, { max, visibility, at, wait }: Poll): Promise<Message[]> {
  redrive(queue, at);
  const messages = queue.receive(max, visibility, at);
  if (messages.length > 0 || wait <= 0 || queue.isClosed) return messages;
  const started = Date.now();
  await queue.waitForMessage(Math.min(wait, queue.untilVisible(at)));
  const waited = Date.now() - started;
  return poll(redrive, queue, { max, visibility, at: at + waited, wait: Math.max(wait - waited, 0) });
}

const redriving =
  (queues: Queues, onChange: (queue: Queue) => void): Redrive =>
  (queue, at) => {
    const target = queues.find(redrivePolicy(queue.attributes)?.deadLetterTargetArn ?? '');
    const exhausted = target ? queue.takeExhausted(at) : [];
    for (const message of exhausted) target?.accept({ ...message, receiveCount: 0 });
    if (target && exhausted.length > 0) for (const changed of [queue, target]) onChange(changed);
  };

function received(message: Message, input: ReceiveMessageRequest): WireMessage {
  const attributes = select(message.attributes, input.MessageAttributeNames ?? []);
  const system = select(systemAttributes(message), [
    ...(input.MessageSystemAttributeNames ?? []),
    ...(input.AttributeNames ?? []),
  ]);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(message),
    MD5OfBody: bodyDigest(message.body),
    Body: message.body,
    Attributes: Object.keys(system).length > 0 ? system : undefined,
    MessageAttributes: Object.keys(attributes).length > 0 ? attributes : undefined,
    MD5OfMessageAttributes: attributesDigest(attributes as MessageAttributes),
  };
}

const systemAttributes = (message: Message): Record<string, string> => ({
  SenderId: message.senderId,
  SentTimestamp: String(message.sentAt),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
});

/** The entries that `names` ask for: by name, `All`, `.*`, or `prefix.*`. */
function select<T>(entries: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  const asked = (entry: string) =>
    names.some(
      (name) => name === 'All' || name === entry || (name.endsWith('.*') && entry.startsWith(name.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(entries).filter(([name]) => asked(name)));
}

function batch<E extends { readonly Id?: string }, R>(entries: readonly E[] | undefined, work: (entry: E) => R) {
  checkBatch(entries ?? []);
  const done: R[] = [];
  const failed: { Id: string | undefined; SenderFault: boolean; Code: string; Message: string }[] = [];
  for (const entry of entries ?? [])
    try {
      done.push(work(entry));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  return { done, failed };
}

function checkBatch(entries: readonly { readonly Id?: string }[]): void {
  const refuse = (code: string, message: string) => sqsError(code, message, `AWS.SimpleQueueService.${code}`);
  if (entries.length === 0) throw refuse('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > MAX_BATCH)
    throw refuse(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_BATCH}. You have sent ${entries.length}.`,
    );
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
}

function bounded(name: string, value: number | undefined, min: number, max: number, otherwise: number): number {
  const given = value ?? otherwise;
  if (!Number.isInteger(given) || given < min || given > max)
    throw sqsError(
      'InvalidParameterValue',
      `Value ${given} for parameter ${name} is invalid. Reason: Must be >= ${min} and <= ${max}.`,
    );
  return given;
}
