import type { MessageAttributes } from './message-digest';
import type { Queue } from './queue';
import { sqsError } from './sqs-error';

const MAX_ATTRIBUTES = 10;
// SQS accepts only what XML 1.0 can hold.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to find
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** The body. Throws SQS's error if the queue refuses it, or these attributes. */
export function checkMessage(queue: Queue, body: string | undefined, attributes: MessageAttributes): string {
  if (!body) throw sqsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (FORBIDDEN.test(body))
    throw sqsError(
      'InvalidMessageContents',
      'Invalid characters found: only #x9, #xA, #xD and #x20 upwards are allowed.',
    );
  const entries = Object.entries(attributes);
  if (entries.length > MAX_ATTRIBUTES)
    throw sqsError(
      'InvalidParameterValue',
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
    if (!/^(String|Number|Binary)(\.|$)/.test(DataType ?? ''))
      throw sqsError(
        'InvalidParameterValue',
        `The type of message (user) attribute '${name}' is invalid: ${DataType}.`,
      );
    if (!(DataType?.startsWith('Binary') ? BinaryValue?.length : StringValue))
      throw sqsError(
        'InvalidParameterValue',
        `Message (user) attribute '${name}' must contain a non-empty value of type ${DataType}.`,
      );
  }
  const limit = Number(queue.attributes.MaximumMessageSize);
  if (size(body, attributes) > limit)
    throw sqsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  return body;
}

const size = (body: string, attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue, BinaryValue }]) =>
      sum + Buffer.byteLength(name + DataType + (StringValue ?? '')) + (BinaryValue?.length ?? 0),
    Buffer.byteLength(body),
  );
