import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

export const bodyDigest = (body: string): string => createHash('md5').update(body).digest('hex');

/**
 * The MD5 of message attributes, which SDKs check; undefined if there are none.
 * @see
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    hash.update(withLength(name)).update(withLength(DataType));
    // The transport type: 1 for text and numbers, 2 for binary.
    hash.update(Buffer.from([BinaryValue ? 2 : 1])).update(withLength(BinaryValue ?? StringValue ?? ''));
  }
  return hash.digest('hex');
}

function withLength(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as Uint8Array);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
