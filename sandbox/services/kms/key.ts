import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { WrittenPolicy } from '../iam/role';
import type { Tags } from '../tags';

/** A symmetric key that its owner manages. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: Date;
  description: string;
  enabled: boolean;
  /** Set while the key waits for its deletion. */
  deletionDate?: Date;
  policy: WrittenPolicy;
  rotation?: { readonly periodInDays: number; readonly next: Date };
  readonly tags: Tags;
}

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion';

export function keyState(key: Key): KeyState {
  if (key.deletionDate) return 'PendingDeletion';
  return key.enabled ? 'Enabled' : 'Disabled';
}

export const keyMetadata = (key: Key): KeyMetadata => ({
  AWSAccountId: key.account,
  KeyId: key.id,
  Arn: key.arn,
  CreationDate: key.createdAt,
  Enabled: keyState(key) === 'Enabled',
  Description: key.description,
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeyState: keyState(key),
  DeletionDate: key.deletionDate,
  Origin: 'AWS_KMS',
  KeyManager: 'CUSTOMER',
  CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
  KeySpec: 'SYMMETRIC_DEFAULT',
  EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
  MultiRegion: false,
});
