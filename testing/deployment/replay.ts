import type { LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

// Longer than the function may run, so that no other reader gets the message meanwhile.
const VISIBILITY_SECONDS = 960;

/** The runbook's loop for one queue: receive, invoke with the body unchanged, delete. @throws at the first failure */
export async function replay(aws: { sqs: SQSClient; lambda: LambdaClient }, queue: string, FunctionName: string) {
  const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  for (;;) {
    const { Messages } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: VISIBILITY_SECONDS }),
    );
    const [message] = Messages ?? [];
    if (!message) return;
    const { FunctionError, Payload } = await aws.lambda.send(
      new InvokeCommand({ FunctionName, Payload: message.Body }),
    );
    if (FunctionError) throw new Error(`the replay failed: ${Payload?.transformToString()}`);
    await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  }
}
