import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import { addressed } from '../terraform/addressed';
import { choose, isGiven } from '../terraform/condition';

export interface QueueProps {
  readonly name: string;
  readonly policy?: string;
  readonly kmsKeyArn?: string;
  readonly tags: Record<string, string>;
}

// SQS keeps a message for 14 days at most: as long as possible, for somebody must come and look.
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** An encrypted standard queue for events that came to nothing. */
export const queue = (scope: Construct, logicalId: string, props: QueueProps): SqsQueue =>
  addressed(
    logicalId,
    new SqsQueue(scope, logicalId, {
      name: props.name,
      messageRetentionSeconds: RETENTION_SECONDS,
      kmsMasterKeyId: props.kmsKeyArn,
      // The queue service's own key and a customer's exclude each other.
      sqsManagedSseEnabled: choose(isGiven(props.kmsKeyArn), undefined, true),
      policy: props.policy,
      tags: props.tags,
    }),
  );
