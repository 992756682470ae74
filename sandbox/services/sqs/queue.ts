import { randomUUID } from 'node:crypto';
import type { Tags } from '../tags';
import type { MessageAttributes } from './message-digest';
import { type QueueAttributes, redrivePolicy } from './queue-attributes';
import { sqsError } from './sqs-error';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  readonly sentAt: number;
  /** Milliseconds since 1970; nobody receives it before. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
}

interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  /** The queue's own delay when absent. */
  readonly delaySeconds?: number;
}

interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A standard queue: at-least-once, in order here, with a visibility timeout. All times are milliseconds since 1970. */
export class Queue {
  private messages: Message[] = [];
  private readonly waiters = new Set<() => void>();
  private closed = false;

  constructor(
    readonly name: string,
    readonly arn: string,
    readonly createdAt: number,
    public attributes: QueueAttributes,
    readonly tags: Tags,
    public modifiedAt = createdAt,
  ) {}

  send({ body, attributes, senderId, delaySeconds }: NewMessage, at: number): Message {
    const delay = delaySeconds ?? Number(this.attributes.DelaySeconds);
    const message = {
      id: randomUUID(),
      body,
      attributes,
      senderId,
      sentAt: at,
      visibleAt: at + delay * 1000,
      receiveCount: 0,
    };
    this.accept(message);
    return message;
  }

  /** Takes a message as it is, such as one that another queue gave up. */
  accept(message: Message): void {
    this.messages.push(message);
    this.wake();
  }

  /** Up to `max` messages that are visible at `at`; they are hidden from others for `visibilitySeconds`. */
  receive(max: number, visibilitySeconds: number, at: number): Message[] {
    const received = this.visible(at).slice(0, max);
    for (const message of received) {
      message.receiveCount += 1;
      message.firstReceivedAt ??= at;
      message.visibleAt = at + visibilitySeconds * 1000;
    }
    return received;
  }

  /** Takes out the visible messages that were received as often as the redrive policy lets them. */
  takeExhausted(at: number): Message[] {
    const redrive = redrivePolicy(this.attributes);
    if (!redrive) return [];
    const exhausted = this.visible(at).filter(({ receiveCount }) => receiveCount >= redrive.maxReceiveCount);
    this.messages = this.messages.filter((message) => !exhausted.includes(message));
    return exhausted;
  }

  /** Milliseconds from `at` until the next hidden message shows itself; infinite when none is hidden. */
  untilVisible(at: number): number {
    return Math.min(...this.messages.map(({ visibleAt }) => Math.max(visibleAt - at, 0)));
  }

  /** Settles when a message has come, at the latest after `ms` milliseconds. */
  async waitForMessage(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms).unref();
      this.waiters.add(done);
    });
  }

  /** True once the queue is deleted; then nobody need wait for its messages. */
  get isClosed(): boolean {
    return this.closed;
  }

  close(): void {
    this.closed = true;
    this.purge();
    this.wake();
  }

  /** Deletes the message that the handle was given for; a second time is fine. Throws `ReceiptHandleIsInvalid`. */
  delete(handle: string): void {
    const id = messageId(handle);
    this.messages = this.messages.filter((message) => message.id !== id);
  }

  /** Throws `MessageNotInflight` for a message that nobody holds. */
  changeVisibility(handle: string, seconds: number, at: number): void {
    const id = messageId(handle);
    const message = this.messages.find((candidate) => candidate.id === id);
    if (!message || message.receiveCount === 0 || message.visibleAt <= at)
      throw sqsError(
        'MessageNotInflight',
        'The message referred to is not in flight.',
        'AWS.SimpleQueueService.MessageNotInflight',
      );
    message.visibleAt = at + seconds * 1000;
    if (seconds === 0) this.wake();
  }

  purge(): void {
    this.messages = [];
  }

  count(at: number): MessageCounts {
    const living = this.living(at);
    const hidden = living.filter(({ visibleAt }) => visibleAt > at);
    const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
    return { visible: living.length - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  private visible(at: number): Message[] {
    this.messages = this.living(at);
    return this.messages.filter(({ visibleAt }) => visibleAt <= at);
  }

  /** Those that are not older than the queue keeps them. */
  private living(at: number): Message[] {
    const oldest = at - Number(this.attributes.MessageRetentionPeriod) * 1000;
    return this.messages.filter(({ sentAt }) => sentAt > oldest);
  }

  private wake(): void {
    for (const waiter of this.waiters) waiter();
  }
}

/** A new handle for each receipt, which knows its message. */
export const receiptHandle = (message: Message): string =>
  Buffer.from(`${message.id} ${message.receiveCount}`).toString('base64');

function messageId(handle: string): string {
  const [, id] = /^([0-9a-f-]{36}) \d+$/.exec(Buffer.from(handle, 'base64').toString()) ?? [];
  if (!id)
    throw sqsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      undefined,
      404,
    );
  return id;
}
