import { AwsError } from '../../../../sandbox/service';
import { callTo, LAMBDA_TRUST, policyOf, services, session } from '../../../../testing/emulator/connected-services';

const create = callTo('iam', 'CreateRole');
const DESCRIBE = policyOf({ Action: 'ec2:DescribeVpcs', Resource: '*' });

function withRole(name = 'monitor') {
  const all = services();
  const input = { RoleName: name, AssumeRolePolicyDocument: LAMBDA_TRUST, Tags: [{ Key: 'Team', Value: 'net' }] };
  all.iam.operations.CreateRole(input, create);
  return { ...all, operations: all.iam.operations };
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  return 'none';
};

describe('roles', () => {
  it('are described as they were created, with the trust policy URL-encoded', () => {
    const { operations } = withRole();
    const { Role } = operations.GetRole({ RoleName: 'monitor' });
    expect(Role).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:role/monitor',
      Path: '/',
      MaxSessionDuration: 3600,
      Tags: [{ Key: 'Team', Value: 'net' }],
    });
    expect(Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(LAMBDA_TRUST);
  });

  it('cannot be created twice', () => {
    const { operations } = withRole();
    expect(
      codeOf(() => operations.CreateRole({ RoleName: 'monitor', AssumeRolePolicyDocument: LAMBDA_TRUST }, create)),
    ).toBe('EntityAlreadyExists');
  });

  it.each([
    ['a malformed trust policy', { RoleName: 'r', AssumeRolePolicyDocument: '{' }, 'MalformedPolicyDocument'],
    ['a name with a space', { RoleName: 'r r', AssumeRolePolicyDocument: LAMBDA_TRUST }, 'ValidationError'],
    [
      'a session of a minute',
      { RoleName: 'r', AssumeRolePolicyDocument: LAMBDA_TRUST, MaxSessionDuration: 60 },
      'ValidationError',
    ],
    [
      'a permissions boundary',
      { RoleName: 'r', AssumeRolePolicyDocument: LAMBDA_TRUST, PermissionsBoundary: 'arn:x' },
      'InvalidInput',
    ],
  ])('are refused with %s', (_, input, code) => {
    expect(codeOf(() => services().iam.operations.CreateRole(input, create))).toBe(code);
  });

  it('change their description, session, trust and tags', () => {
    const { operations, iam } = withRole();
    operations.UpdateRole({ RoleName: 'monitor', Description: 'watches', MaxSessionDuration: 7200 });
    operations.TagRole({ RoleName: 'monitor', Tags: [{ Key: 'Stage', Value: 'prod' }] });
    operations.UntagRole({ RoleName: 'monitor', TagKeys: ['Team'] });
    const trust = policyOf({ Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } });
    operations.UpdateAssumeRolePolicy({ RoleName: 'monitor', PolicyDocument: trust });
    expect(operations.GetRole({ RoleName: 'monitor' }).Role).toMatchObject({
      Description: 'watches',
      MaxSessionDuration: 7200,
    });
    expect(operations.ListRoleTags({ RoleName: 'monitor' }).Tags).toEqual([{ Key: 'Stage', Value: 'prod' }]);
    expect(iam.mayAssumeRole('arn:aws:iam::123456789012:role/monitor', 'lambda.amazonaws.com')).toBe(false);
  });

  it('can be deleted only without policies', () => {
    const { operations } = withRole();
    const attached = {
      RoleName: 'monitor',
      PolicyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    };
    operations.PutRolePolicy({ RoleName: 'monitor', PolicyName: 'p', PolicyDocument: DESCRIBE });
    operations.AttachRolePolicy(attached);
    expect(codeOf(() => operations.DeleteRole({ RoleName: 'monitor' }))).toBe('DeleteConflict');
    operations.DetachRolePolicy(attached);
    expect(codeOf(() => operations.DeleteRole({ RoleName: 'monitor' }))).toBe('DeleteConflict');
    operations.DeleteRolePolicy({ RoleName: 'monitor', PolicyName: 'p' });
    operations.DeleteRole({ RoleName: 'monitor' });
    expect(codeOf(() => operations.GetRole({ RoleName: 'monitor' }))).toBe('NoSuchEntity');
  });

  it('are listed page by page', () => {
    const { operations } = withRole('one');
    operations.CreateRole({ RoleName: 'two', AssumeRolePolicyDocument: LAMBDA_TRUST }, create);
    const first = operations.ListRoles({ MaxItems: 1 });
    const second = operations.ListRoles({ MaxItems: 1, Marker: first.Marker });
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
    expect([...(first.Roles ?? []), ...(second.Roles ?? [])].map(({ RoleName }) => RoleName)).toEqual(['one', 'two']);
  });
});

describe('policies of a role', () => {
  it('are inline or attached, and described as they were written', () => {
    const { operations, iam } = withRole();
    operations.PutRolePolicy({ RoleName: 'monitor', PolicyName: 'p', PolicyDocument: DESCRIBE });
    operations.AttachRolePolicy({ RoleName: 'monitor', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    const { PolicyDocument } = operations.GetRolePolicy({ RoleName: 'monitor', PolicyName: 'p' });
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe(DESCRIBE);
    expect(operations.ListRolePolicies({ RoleName: 'monitor' }).PolicyNames).toEqual(['p']);
    expect(operations.ListAttachedRolePolicies({ RoleName: 'monitor' }).AttachedPolicies).toEqual([
      { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ]);
    expect(iam.policiesOfRole('monitor')).toHaveLength(2);
    expect(iam.policiesOfRole('nobody')).toEqual([]);
  });

  it.each([
    ['a malformed document', { PolicyName: 'p', PolicyDocument: '{}' }, 'MalformedPolicyDocument'],
    [
      'more than 10,240 characters',
      { PolicyName: 'p', PolicyDocument: policyOf({ Action: 'a:b', Resource: `arn:aws:s3:::${'x'.repeat(10_240)}` }) },
      'LimitExceeded',
    ],
  ])('are refused with %s', (_, input, code) => {
    expect(codeOf(() => withRole().operations.PutRolePolicy({ RoleName: 'monitor', ...input }))).toBe(code);
  });

  it('cannot be a managed policy that the sandbox does not have', () => {
    const input = { RoleName: 'monitor', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    expect(codeOf(() => withRole().operations.AttachRolePolicy(input))).toBe('NoSuchEntity');
  });
});

describe('sessions', () => {
  it('act under their role, and any other key is the operator’s', () => {
    const { iam } = withRole();
    const { accessKeyId } = iam.credentialsFor('arn:aws:iam::123456789012:role/monitor', 'one');
    expect(accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(iam.principalOf(accessKeyId)).toMatchObject({
      kind: 'lambda',
      arn: 'arn:aws:sts::123456789012:assumed-role/monitor/one',
      roleName: 'monitor',
    });
    expect(iam.principalOf('AKIAEXAMPLE')).toMatchObject({
      kind: 'user',
      arn: 'arn:aws:iam::123456789012:user/operator',
    });
    expect(iam.principalOf(undefined).kind).toBe('user');
  });

  it('end at a reset, and do not become the operator’s', () => {
    const { iam } = withRole();
    const { accessKeyId } = iam.credentialsFor('monitor', 'one');
    iam.reset();
    expect(codeOf(() => iam.principalOf(accessKeyId))).toBe('InvalidClientTokenId');
  });

  it('need a trust policy that names the service', () => {
    const { iam } = withRole();
    const arn = 'arn:aws:iam::123456789012:role/monitor';
    expect(iam.mayAssumeRole(arn, 'lambda.amazonaws.com')).toBe(true);
    expect(iam.mayAssumeRole(arn, 'ec2.amazonaws.com')).toBe(false);
    expect(iam.mayAssumeRole(`${arn}-2`, 'lambda.amazonaws.com')).toBe(false);
  });
});

describe('authorize', () => {
  const analysis = 'arn:aws:ec2:eu-central-1:123456789012:network-insights-analysis/*';
  const statement = {
    Sid: 'OwnTags',
    Action: 'ec2:CreateTags',
    Resource: analysis,
    Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': ['ReachabilityMonitor*', 'chg-*'] } },
  };

  it('allows users everything', () => {
    expect(codeOf(() => services().iam.authorize(callTo('ec2', 'DeleteVpc'), [{ resource: '*' }]))).toBe('none');
  });

  it('evaluates a role’s policies for each permission and keeps the decisions', () => {
    const { iam } = services();
    const call = callTo('ec2', 'CreateTags', { principal: session(iam, 'monitor', statement) });
    iam.authorize(call, [{ resource: analysis, context: { 'aws:TagKeys': ['ReachabilityMonitorJudged', 'chg-1'] } }]);
    expect(codeOf(() => iam.authorize(call, [{ resource: analysis, context: { 'aws:TagKeys': ['Name'] } }]))).toBe(
      'UnauthorizedOperation',
    );
    expect(iam.decisions.map(({ action, allowed, sids }) => ({ action, allowed, sids }))).toEqual([
      { action: 'ec2:CreateTags', allowed: true, sids: ['OwnTags'] },
      { action: 'ec2:CreateTags', allowed: false, sids: [] },
    ]);
  });

  it.each([
    [
      'ec2',
      'DescribeVpcs',
      'UnauthorizedOperation',
      403,
      'You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/monitor/session is not authorized to perform: ec2:DescribeVpcs on resource: * because no identity-based policy allows the ec2:DescribeVpcs action',
    ],
    ['sns', 'Publish', 'AuthorizationError', 403, 'is not authorized to perform: SNS:Publish on resource: *'],
    ['sqs', 'SendMessage', 'AccessDenied', 403, 'is not authorized to perform: sqs:sendmessage on resource: *'],
    [
      'lambda',
      'InvokeFunction',
      'AccessDeniedException',
      403,
      'because no identity-based policy allows the lambda:InvokeFunction action',
    ],
    [
      'logs',
      'PutLogEvents',
      'AccessDeniedException',
      400,
      'because no identity-based policy allows the logs:PutLogEvents action',
    ],
  ])('refuses as %s does', (service, action, code, status, message) => {
    const { iam } = services();
    const call = callTo(service, action, { principal: session(iam, 'monitor') });
    const refused = expect.objectContaining({ code, status, message: expect.stringContaining(message) });
    expect(() => iam.authorize(call, [{ resource: '*' }])).toThrow(refused);
  });

  it('names an explicit deny as the reason', () => {
    const { iam } = services();
    const principal = session(iam, 'monitor', { Effect: 'Deny', Action: '*', Resource: '*' });
    expect(() => iam.authorize(callTo('ec2', 'DescribeVpcs', { principal }), [{ resource: '*' }])).toThrow(
      'with an explicit deny in an identity-based policy',
    );
    expect(iam.decisions[0]).toMatchObject({ allowed: false, sids: ['#1'] });
  });

  it('has the condition keys of every call', () => {
    const { iam } = services();
    const Condition = {
      StringEquals: { 'aws:RequestedRegion': 'eu-central-1', 'ec2:Region': 'eu-central-1' },
      ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/monitor' },
    };
    const principal = session(iam, 'monitor', { Action: 'ec2:*', Resource: '*', Condition });
    const call = (region: string) => callTo('ec2', 'DescribeVpcs', { principal, region });
    expect(codeOf(() => iam.authorize(call('eu-central-1'), [{ resource: '*' }]))).toBe('none');
    expect(codeOf(() => iam.authorize(call('us-east-1'), [{ resource: '*' }]))).toBe('UnauthorizedOperation');
  });

  it('denies a session everything once its role is deleted', () => {
    const { iam } = services();
    const principal = session(iam, 'monitor', { Action: '*', Resource: '*' });
    iam.operations.DeleteRolePolicy({ RoleName: 'monitor', PolicyName: 'inline' });
    iam.operations.DeleteRole({ RoleName: 'monitor' });
    expect(iam.allowed(principal, { action: 'ec2:DescribeVpcs', resource: '*' })).toBe(false);
  });
});
