import type { PolicyDocument } from '../iam/policy-document';
import { writePolicy } from '../iam/write-policy';
import { sqsError } from './sqs-error';

/** The attributes that a caller can set, as texts. */
export type QueueAttributes = Readonly<Record<string, string>>;

interface Range {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/**
 * The bounds, in seconds and, for the size, in bytes. @see
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
const NUMBERS: Readonly<Record<string, Range>> = {
  DelaySeconds: { min: 0, max: 900, default: 0 },
  MaximumMessageSize: { min: 1024, max: 1_048_576, default: 262_144 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, default: 345_600 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, default: 0 },
  VisibilityTimeout: { min: 0, max: 43_200, default: 30 },
};
const KMS_REUSE: Range = { min: 60, max: 86_400, default: 300 };
const TEXTS = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'SqsManagedSseEnabled',
  'KmsDataKeyReusePeriodSeconds',
];

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** The default attributes of a new queue. */
export const defaultAttributes = (): QueueAttributes => ({
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, range]) => [name, String(range.default)])),
  SqsManagedSseEnabled: 'true',
});

/**
 * `current` with `changes`. The empty text removes an attribute.
 * @throws AwsError `InvalidAttributeName` or `InvalidAttributeValue`, with the attribute and its
 * bounds.
 */
export function changeAttributes(current: QueueAttributes, changes: QueueAttributes): QueueAttributes {
  for (const [name, value] of Object.entries(changes)) checkAttribute(name, value);
  const result: Record<string, string> = { ...current, ...changes };
  for (const [name, value] of Object.entries(result)) if (value === '') delete result[name];
  if (changes.KmsMasterKeyId && changes.SqsManagedSseEnabled === 'true')
    throw invalidValue(
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  if (changes.SqsManagedSseEnabled === 'true') delete result.KmsMasterKeyId;
  if (result.KmsMasterKeyId) {
    result.SqsManagedSseEnabled = 'false';
    result.KmsDataKeyReusePeriodSeconds ??= String(KMS_REUSE.default);
  } else delete result.KmsDataKeyReusePeriodSeconds;
  result.SqsManagedSseEnabled ??= 'false';
  return result;
}

/** The queue's policy, parsed; undefined if it has none. */
export const queuePolicy = ({ Policy }: QueueAttributes): PolicyDocument | undefined =>
  Policy ? readPolicy(Policy) : undefined;

export function redrivePolicy({ RedrivePolicy }: QueueAttributes): RedrivePolicy | undefined {
  if (!RedrivePolicy) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = parseJson('RedrivePolicy', RedrivePolicy) as Partial<RedrivePolicy>;
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== 'string' || !Number.isInteger(count) || count < 1 || count > 1000)
    throw invalidValue(
      `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: it needs deadLetterTargetArn, and maxReceiveCount from 1 to 1000.`,
    );
  return { deadLetterTargetArn, maxReceiveCount: count };
}

function checkAttribute(name: string, value: string): void {
  const range =
    name === 'KmsDataKeyReusePeriodSeconds' ? KMS_REUSE : Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
  if (!range && !TEXTS.includes(name))
    throw sqsError(
      'InvalidAttributeName',
      `Unknown Attribute ${name}. The sandbox has standard queues only, no FIFO queues.`,
    );
  if (value === '') return;
  if (range && !(/^\d+$/.test(value) && Number(value) >= range.min && Number(value) <= range.max))
    throw invalidValue(
      `Invalid value for the parameter ${name}: ${value}. Reason: it must be ${range.min} to ${range.max}.`,
    );
  if (name === 'SqsManagedSseEnabled' && value !== 'true' && value !== 'false')
    throw invalidValue(
      `Invalid value for the parameter SqsManagedSseEnabled: ${value}. Reason: it must be true or false.`,
    );
  if (name === 'Policy') readPolicy(value);
  if (name === 'RedrivePolicy') redrivePolicy({ RedrivePolicy: value });
  if (name === 'RedriveAllowPolicy') parseJson(name, value);
}

function readPolicy(text: string): PolicyDocument {
  return writePolicy(text, 'resource', 'InvalidAttributeValue').document;
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidValue(`Value ${text} for parameter ${name} is invalid. Reason: it is not JSON.`);
  }
}

const invalidValue = (message: string) => sqsError('InvalidAttributeValue', message);
