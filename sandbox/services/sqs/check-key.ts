import type { KeyUse, KeyUser, Kms } from '../kms/kms';
import type { Queue } from './queue';
import { sqsError } from './sqs-error';

const REFUSALS: Readonly<Record<Exclude<KeyUse, 'allowed'>, readonly [code: string, queryCode: string]>> = {
  'access denied': ['KmsAccessDenied', 'KMS.AccessDeniedException'],
  disabled: ['KmsDisabled', 'KMS.DisabledException'],
  'invalid state': ['KmsInvalidState', 'KMS.InvalidStateException'],
  'not found': ['KmsNotFound', 'KMS.NotFoundException'],
};

/** Throws SQS's error if `sender` may not use the key that encrypts the queue. */
export function checkKey(kms: Pick<Kms, 'maySend'>, queue: Queue, sender: KeyUser): void {
  const keyId = queue.attributes.KmsMasterKeyId;
  if (!keyId) return;
  const use = kms.maySend(keyId, queue.arn.split(':')[3] ?? '', sender);
  if (use === 'allowed') return;
  const [code, queryCode] = REFUSALS[use];
  throw sqsError(code, `The key ${keyId} of the queue ${queue.name} cannot be used by the sender: ${use}.`, queryCode);
}
