import { randomUUID } from 'node:crypto';
import type {
  CancelKeyDeletionRequest,
  CancelKeyDeletionResponse,
  CreateKeyRequest,
  CreateKeyResponse,
  DescribeKeyRequest,
  DescribeKeyResponse,
  DisableKeyRequest,
  DisableKeyRotationRequest,
  EnableKeyRequest,
  EnableKeyRotationRequest,
  GetKeyPolicyRequest,
  GetKeyPolicyResponse,
  GetKeyRotationStatusRequest,
  GetKeyRotationStatusResponse,
  ListKeysRequest,
  ListKeysResponse,
  PutKeyPolicyRequest,
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse,
  UpdateKeyDescriptionRequest,
} from '@aws-sdk/client-kms';
import { AwsError, type Call } from '../../service';
import { writePolicy } from '../iam/write-policy';
import { page } from '../paging';
import { required } from '../required';
import { type Key, keyMetadata } from './key';
import { keyTags } from './key-tag-operations';
import type { Keys } from './keys';

const DAY_MS = 86_400_000;
const DEFAULT_ROTATION_DAYS = 365;

export const keyOperations = (keys: Keys) => ({
  CreateKey: (input: CreateKeyRequest, call: Call): CreateKeyResponse => {
    refuseOtherKinds(input);
    const id = randomUUID();
    const key: Key = {
      id,
      arn: `arn:aws:kms:${call.region}:${call.account}:key/${id}`,
      account: call.account,
      region: call.region,
      createdAt: call.at,
      description: input.Description ?? '',
      enabled: true,
      policy: keyPolicy(input.Policy ?? defaultPolicy(call.account)),
      tags: keyTags(input.Tags),
    };
    keys.add(key);
    return { KeyMetadata: keyMetadata(key) };
  },

  DescribeKey: (input: DescribeKeyRequest, { region }: Call): DescribeKeyResponse => ({
    KeyMetadata: keyMetadata(keys.get(input.KeyId, region)),
  }),

  ListKeys: (input: ListKeysRequest, { region }: Call): ListKeysResponse => {
    const { items, next } = page(keys.inRegion(region), input.Limit ?? 100, input.Marker);
    return {
      Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
      NextMarker: next,
      Truncated: next !== undefined,
    };
  },

  UpdateKeyDescription: (input: UpdateKeyDescriptionRequest, { region }: Call): void => {
    keys.usable(input.KeyId, region).description = input.Description ?? '';
  },

  EnableKey: (input: EnableKeyRequest, { region }: Call): void => {
    keys.usable(input.KeyId, region).enabled = true;
  },

  DisableKey: (input: DisableKeyRequest, { region }: Call): void => {
    keys.usable(input.KeyId, region).enabled = false;
  },

  GetKeyPolicy: (input: GetKeyPolicyRequest, { region }: Call): GetKeyPolicyResponse => {
    const key = keys.get(input.KeyId, region);
    checkPolicyName(input.PolicyName);
    return { Policy: key.policy.text, PolicyName: 'default' };
  },

  PutKeyPolicy: (input: PutKeyPolicyRequest, { region }: Call): void => {
    checkPolicyName(input.PolicyName);
    keys.usable(input.KeyId, region).policy = keyPolicy(required(input.Policy, 'Policy', 'ValidationException'));
  },

  GetKeyRotationStatus: (input: GetKeyRotationStatusRequest, { region }: Call): GetKeyRotationStatusResponse => {
    const { id, rotation } = keys.get(input.KeyId, region);
    if (!rotation) return { KeyId: id, KeyRotationEnabled: false };
    const { periodInDays, next } = rotation;
    return { KeyId: id, KeyRotationEnabled: true, RotationPeriodInDays: periodInDays, NextRotationDate: next };
  },

  EnableKeyRotation: (input: EnableKeyRotationRequest, { region, at }: Call): void => {
    const periodInDays = input.RotationPeriodInDays ?? DEFAULT_ROTATION_DAYS;
    if (periodInDays < 90 || periodInDays > 2560)
      throw new AwsError('ValidationException', `RotationPeriodInDays ${periodInDays} must be 90 to 2560.`);
    const next = new Date(at.getTime() + periodInDays * DAY_MS);
    keys.usable(input.KeyId, region).rotation = { periodInDays, next };
  },

  DisableKeyRotation: (input: DisableKeyRotationRequest, { region }: Call): void => {
    keys.usable(input.KeyId, region).rotation = undefined;
  },

  ScheduleKeyDeletion: (input: ScheduleKeyDeletionRequest, { region, at }: Call): ScheduleKeyDeletionResponse => {
    const days = input.PendingWindowInDays ?? 30;
    if (days < 7 || days > 30)
      throw new AwsError('ValidationException', `PendingWindowInDays ${days} must be 7 to 30.`);
    const key = keys.usable(input.KeyId, region);
    key.deletionDate = new Date(at.getTime() + days * DAY_MS);
    return { KeyId: key.arn, DeletionDate: key.deletionDate, KeyState: 'PendingDeletion', PendingWindowInDays: days };
  },

  CancelKeyDeletion: (input: CancelKeyDeletionRequest, { region }: Call): CancelKeyDeletionResponse => {
    const key = keys.get(input.KeyId, region);
    if (!key.deletionDate) throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
    key.deletionDate = undefined;
    key.enabled = false;
    return { KeyId: key.arn };
  },
});

function refuseOtherKinds({ KeySpec, CustomerMasterKeySpec, KeyUsage, Origin, MultiRegion }: CreateKeyRequest): void {
  const spec = KeySpec ?? CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  const isKnown =
    spec === 'SYMMETRIC_DEFAULT' &&
    (KeyUsage ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT' &&
    (Origin ?? 'AWS_KMS') === 'AWS_KMS';
  if (!isKnown || MultiRegion)
    throw new AwsError(
      'UnsupportedOperationException',
      'The sandbox has single-Region symmetric keys only: KeySpec SYMMETRIC_DEFAULT, KeyUsage ENCRYPT_DECRYPT, Origin AWS_KMS.',
    );
}

function checkPolicyName(name: string | undefined): void {
  if (name !== undefined && name !== 'default')
    throw new AwsError('NotFoundException', `No such policy exists: ${name}`);
}

const keyPolicy = (text: string) => writePolicy(text, 'resource', 'MalformedPolicyDocumentException');

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultPolicy = (account: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
