import type { AwsError } from '../../../sandbox/service';
import { callTo, LAMBDA_TRUST, policyOf, services } from '../../../testing/emulator/connected-services';

const ROLE = 'arn:aws:iam::123456789012:role/monitor';
const refusal = (code: string) => expect.objectContaining({ code }) as AwsError;

function withRole() {
  const all = services();
  const input = { RoleName: 'monitor', AssumeRolePolicyDocument: LAMBDA_TRUST };
  all.iam.operations.CreateRole(input, callTo('iam', 'CreateRole'));
  return all;
}

describe('GetCallerIdentity', () => {
  it('returns the identity of the operator', () => {
    const { sts } = services();
    expect(sts.operations.GetCallerIdentity({}, callTo('sts', 'GetCallerIdentity'))).toEqual({
      UserId: 'AIDAOPERATOR7EXAMPLE2',
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/operator',
    });
  });

  it('needs no permission', () => {
    expect(services().sts.permissions.GetCallerIdentity()).toEqual([]);
  });
});

describe('AssumeRole', () => {
  it('returns a session to a principal that the trust policy names', () => {
    const { sts, iam } = withRole();
    const input = { RoleArn: ROLE, RoleSessionName: 'me' };
    const call = callTo('sts', 'AssumeRole');
    expect(() => sts.operations.AssumeRole(input, call)).toThrow(refusal('AccessDenied'));
    const PolicyDocument = policyOf({ Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::123456789012:root' } });
    iam.operations.UpdateAssumeRolePolicy({ RoleName: 'monitor', PolicyDocument });
    const { Credentials } = sts.operations.AssumeRole(input, call);
    const principal = iam.principalOf(Credentials?.AccessKeyId);
    expect(Credentials?.Expiration?.getTime()).toBe(call.at.getTime() + 3_600_000);
    expect(sts.operations.GetCallerIdentity({}, callTo('sts', 'GetCallerIdentity', { principal }))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:sts::123456789012:assumed-role/monitor/me',
    });
  });

  it('needs a role and a name for the session', () => {
    const { sts } = withRole();
    const call = callTo('sts', 'AssumeRole');
    expect(() => sts.operations.AssumeRole({ RoleArn: ROLE, RoleSessionName: '' }, call)).toThrow('RoleSessionName');
    expect(() => sts.operations.AssumeRole({ RoleArn: '', RoleSessionName: 'me' }, call)).toThrow('RoleArn');
  });
});
