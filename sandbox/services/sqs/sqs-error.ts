import { AwsError } from '../../service';

/**
 * An error in SQS's JSON protocol. Older clients read the code of the query protocol from a header.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#awsquerycompatible-trait
 */
export const sqsError = (code: string, message: string, queryCode = code, status = 400): AwsError =>
  new AwsError(code, message, status, { 'x-amzn-query-error': `${queryCode};Sender` });

export const queueDoesNotExist = (): AwsError =>
  sqsError('QueueDoesNotExist', 'The specified queue does not exist.', 'AWS.SimpleQueueService.NonExistentQueue');
