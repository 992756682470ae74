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

// The longest that SQS allows, because an operator must replay the events.
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** An encrypted standard queue for events that were not handled. */
export const queue = (scope: Construct, logicalId: string, props: QueueProps): SqsQueue =>
  addressed(
    logicalId,
    new SqsQueue(scope, logicalId, {
      name: props.name,
      messageRetentionSeconds: RETENTION_SECONDS,
      kmsMasterKeyId: props.kmsKeyArn,
      // The key of SQS and a customer managed key exclude each other.
      sqsManagedSseEnabled: choose(isGiven(props.kmsKeyArn), undefined, true),
      policy: props.policy,
      tags: props.tags,
    }),
  );
