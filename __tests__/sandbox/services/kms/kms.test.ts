import type { AwsError } from '../../../../sandbox/service';
import { callTo, OPERATOR, policyOf, services, session } from '../../../../testing/emulator/connected-services';

const CALL = callTo('kms', 'CreateKey', { at: new Date('2026-11-23T10:00:00Z') });
const ALARM = {
  service: 'cloudwatch.amazonaws.com',
  sourceArn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a',
};
const REGION = 'eu-central-1';

function withKey(input = {}) {
  const all = services();
  const { operations } = all.kms;
  const { KeyId = '', Arn = '' } = operations.CreateKey({ Description: 'monitor', ...input }, CALL).KeyMetadata ?? {};
  const describe = () => operations.DescribeKey({ KeyId }, CALL).KeyMetadata;
  return { ...all, operations, KeyId, Arn, describe };
}

const refusal = (code: string) => expect.objectContaining({ code }) as AwsError;

describe('keys', () => {
  it('are symmetric, enabled and open to the account’s own policies', () => {
    const { operations, describe, KeyId, Arn } = withKey();
    expect(Arn).toBe(`arn:aws:kms:eu-central-1:123456789012:key/${KeyId}`);
    expect(describe()).toMatchObject({
      KeyState: 'Enabled',
      Enabled: true,
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyManager: 'CUSTOMER',
      Description: 'monitor',
    });
    const { Policy } = operations.GetKeyPolicy({ KeyId, PolicyName: 'default' }, CALL);
    expect(JSON.parse(Policy ?? '').Statement[0].Principal).toEqual({ AWS: 'arn:aws:iam::123456789012:root' });
  });

  it('are found by id, ARN and alias, in their Region', () => {
    const { operations, KeyId, Arn } = withKey();
    operations.CreateAlias({ AliasName: 'alias/monitor', TargetKeyId: KeyId }, CALL);
    for (const name of [KeyId, Arn, 'alias/monitor', 'arn:aws:kms:eu-central-1:123456789012:alias/monitor'])
      expect(operations.DescribeKey({ KeyId: name }, CALL).KeyMetadata?.KeyId).toBe(KeyId);
    const elsewhere = callTo('kms', 'DescribeKey', { region: 'us-east-1' });
    expect(() => operations.DescribeKey({ KeyId }, elsewhere)).toThrow(refusal('NotFoundException'));
  });

  it('rotate if enabled', () => {
    const { operations, KeyId } = withKey();
    const status = () => operations.GetKeyRotationStatus({ KeyId }, CALL);
    expect(status()).toEqual({ KeyId, KeyRotationEnabled: false });
    operations.EnableKeyRotation({ KeyId, RotationPeriodInDays: 90 }, CALL);
    expect(status()).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
      NextRotationDate: new Date('2027-02-21T10:00:00Z'),
    });
    operations.DisableKeyRotation({ KeyId }, CALL);
    expect(status().KeyRotationEnabled).toBe(false);
    expect(() => operations.EnableKeyRotation({ KeyId, RotationPeriodInDays: 1 }, CALL)).toThrow('must be 90 to 2560');
  });

  it('cannot be changed while their deletion is pending', () => {
    const { operations, describe, KeyId, Arn } = withKey();
    expect(operations.ScheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 }, CALL)).toMatchObject({
      KeyId: Arn,
      DeletionDate: new Date('2026-11-30T10:00:00Z'),
    });
    expect(describe()).toMatchObject({ KeyState: 'PendingDeletion', Enabled: false });
    expect(() => operations.EnableKey({ KeyId }, CALL)).toThrow(refusal('KMSInvalidStateException'));
    operations.CancelKeyDeletion({ KeyId }, CALL);
    expect(describe()).toMatchObject({ KeyState: 'Disabled' });
    operations.EnableKey({ KeyId }, CALL);
    expect(describe()).toMatchObject({ KeyState: 'Enabled' });
  });

  it('have tags', () => {
    const { operations, KeyId } = withKey({ Tags: [{ TagKey: 'Team', TagValue: 'net' }] });
    operations.TagResource({ KeyId, Tags: [{ TagKey: 'Stage', TagValue: 'prod' }] }, CALL);
    operations.UntagResource({ KeyId, TagKeys: ['Team'] }, CALL);
    expect(operations.ListResourceTags({ KeyId }, CALL)).toEqual({
      Tags: [{ TagKey: 'Stage', TagValue: 'prod' }],
      Truncated: false,
    });
  });

  it.each([
    ['an asymmetric key', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, 'UnsupportedOperationException'],
    ['a key of several Regions', { MultiRegion: true }, 'UnsupportedOperationException'],
    ['a malformed policy', { Policy: '{}' }, 'MalformedPolicyDocumentException'],
  ])('refuse to be %s', (_, input, code) => {
    expect(() => withKey(input)).toThrow(refusal(code));
  });
});

describe('aliases', () => {
  it('point at one key at a time', () => {
    const { operations, KeyId } = withKey();
    operations.CreateAlias({ AliasName: 'alias/monitor', TargetKeyId: KeyId }, CALL);
    expect(() => operations.CreateAlias({ AliasName: 'alias/monitor', TargetKeyId: KeyId }, CALL)).toThrow(
      refusal('AlreadyExistsException'),
    );
    const other = operations.CreateKey({}, CALL).KeyMetadata?.KeyId;
    operations.UpdateAlias({ AliasName: 'alias/monitor', TargetKeyId: other }, CALL);
    expect(operations.ListAliases({ KeyId }, CALL).Aliases).toEqual([]);
    expect(operations.ListAliases({}, CALL).Aliases).toEqual([
      expect.objectContaining({ AliasName: 'alias/monitor', TargetKeyId: other }),
    ]);
    operations.DeleteAlias({ AliasName: 'alias/monitor' }, CALL);
    expect(() => operations.DeleteAlias({ AliasName: 'alias/monitor' }, CALL)).toThrow(refusal('NotFoundException'));
  });

  it.each(['monitor', 'alias/aws/sns', 'alias/'])('cannot be called %s', (AliasName) => {
    const { operations, KeyId } = withKey();
    expect(() => operations.CreateAlias({ AliasName, TargetKeyId: KeyId }, CALL)).toThrow(
      refusal('InvalidAliasNameException'),
    );
  });
});

describe('maySend', () => {
  it('evaluates the key policy for a service, and also the role’s own policies for a role', () => {
    const { kms, iam, operations, KeyId, Arn } = withKey();
    expect(kms.maySend(KeyId, REGION, OPERATOR)).toBe('allowed');
    expect(kms.maySend(KeyId, REGION, ALARM)).toBe('access denied');
    expect(kms.maySend(KeyId, REGION, session(iam, 'none'))).toBe('access denied');
    const role = session(iam, 'sender', { Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Resource: Arn });
    expect(kms.maySend(KeyId, REGION, role)).toBe('allowed');
    const halfAllowed = session(iam, 'half', { Action: 'kms:Decrypt', Resource: Arn });
    expect(kms.maySend(KeyId, REGION, halfAllowed)).toBe('access denied');
    const statement = { Action: 'kms:*', Principal: { Service: ALARM.service }, Resource: '*' };
    operations.PutKeyPolicy({ KeyId, Policy: policyOf(statement) }, CALL);
    expect(kms.maySend(KeyId, REGION, ALARM)).toBe('allowed');
    expect(kms.maySend(KeyId, REGION, role)).toBe('access denied');
  });

  it('denies services the use of AWS managed keys', () => {
    const { kms, iam } = services();
    expect(kms.maySend('alias/aws/sns', REGION, ALARM)).toBe('access denied');
    expect(kms.maySend('alias/aws/sns', REGION, session(iam, 'any'))).toBe('allowed');
  });
});
