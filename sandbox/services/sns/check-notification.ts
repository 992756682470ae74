import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { AwsError } from '../../service';
import { invalidParameter } from './topic-attributes';

const MAX_BYTES = 262_144;
const MAX_SUBJECT_CHARACTERS = 99;

/** What is published to a topic. */
export interface Notification {
  readonly subject?: string;
  readonly message: string;
  /** `json`: `message` is an object of texts by protocol, with a `default`. */
  readonly structure?: string;
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>>;
}

/**
 * Throws what SNS answers to a notification that it does not take.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function checkNotification({ subject, message, structure, attributes = {} }: Notification): void {
  if (message === '') throw invalidParameter('Empty message');

  if (subject !== undefined && (subject.length > MAX_SUBJECT_CHARACTERS || /\p{Cc}/u.test(subject) || subject === ''))
    throw invalidParameter(
      `Subject: at most ${MAX_SUBJECT_CHARACTERS} characters, none of them a line break or control character`,
    );
  if (structure !== undefined && structure !== 'json')
    throw invalidParameter(`MessageStructure ${structure} must be json`);
  if (structure === 'json') readStructure(message);
  for (const [name, attribute] of Object.entries(attributes)) checkAttribute(name, attribute);
  const size =
    Buffer.byteLength(message) + Object.entries(attributes).reduce((sum, entry) => sum + attributeSize(...entry), 0);
  if (size > MAX_BYTES) throw invalidParameter(`Message too long: ${size} bytes of at most ${MAX_BYTES}`);
}

/** The text for subscribers of `protocol`. */
export function messageFor(protocol: string, { message, structure }: Notification): string {
  if (structure !== 'json') return message;
  const texts = readStructure(message);
  return texts[protocol] ?? texts.default ?? '';
}

function readStructure(message: string): Readonly<Record<string, string>> {
  let texts: unknown;
  try {
    texts = JSON.parse(message);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  if (typeof texts !== 'object' || texts === null || !('default' in texts) || typeof texts.default !== 'string')
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return texts as Readonly<Record<string, string>>;
}

function checkAttribute(name: string, { DataType, StringValue, BinaryValue }: MessageAttributeValue): void {
  const refuse = (what: string) => new AwsError('ParameterValueInvalid', `The message attribute '${name}' ${what}.`);
  if (!/^[\w.-]{1,256}$/.test(name)) throw refuse('must have a name of 1 to 256 letters, digits, or any of _-.');
  if (!/^(String|String\.Array|Number|Binary)$/.test(DataType ?? ''))
    throw refuse(
      `has an invalid message attribute type: ${DataType}. It must be String, String.Array, Number or Binary`,
    );
  if (!(DataType === 'Binary' ? BinaryValue?.length : StringValue))
    throw refuse(`must contain non-empty message attribute value for message attribute type '${DataType}'`);
  if (DataType === 'Number' && !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(StringValue ?? ''))
    throw refuse(`is no number: ${StringValue}`);
}

const attributeSize = (name: string, { DataType, StringValue, BinaryValue }: MessageAttributeValue): number =>
  Buffer.byteLength(name + DataType + (StringValue ?? '')) + (BinaryValue?.length ?? 0);
