import { callTo, LAMBDA_TRUST, policyOf, services } from '../../../../testing/emulator/connected-services';

const ROLE_ARN = 'arn:aws:iam::123456789012:role/monitor';
const PATH = 'arn:aws:ec2:eu-central-1:123456789012:network-insights-path/nip-1';

function simulator(statement: Record<string, unknown>) {
  const { operations } = services().iam;
  operations.CreateRole(
    { RoleName: 'monitor', AssumeRolePolicyDocument: LAMBDA_TRUST },
    callTo('iam', 'SimulatePrincipalPolicy'),
  );
  operations.PutRolePolicy({ RoleName: 'monitor', PolicyName: 'inline', PolicyDocument: policyOf(statement) });
  return operations;
}

const START = 'ec2:StartNetworkInsightsAnalysis';

describe('SimulatePrincipalPolicy', () => {
  it('returns a decision for each action on each resource', () => {
    const operations = simulator({ Action: 'ec2:Describe*', Resource: '*' });
    const { EvaluationResults, IsTruncated } = operations.SimulatePrincipalPolicy({
      PolicySourceArn: ROLE_ARN,
      ActionNames: ['ec2:DescribeVpcs', 'ec2:DeleteVpc'],
    });
    expect(IsTruncated).toBe(false);
    expect(EvaluationResults).toEqual([
      { EvalActionName: 'ec2:DescribeVpcs', EvalResourceName: '*', EvalDecision: 'allowed' },
      { EvalActionName: 'ec2:DeleteVpc', EvalResourceName: '*', EvalDecision: 'implicitDeny' },
    ]);
  });

  it.each([
    ['own', 'allowed'],
    ['other', 'implicitDeny'],
  ])('reads the context: the tag of the path is %s', (value, decision) => {
    const operations = simulator({
      Action: START,
      Resource: PATH,
      Condition: { StringEquals: { 'aws:ResourceTag/Monitor': 'own' } },
    });
    const { EvaluationResults } = operations.SimulatePrincipalPolicy({
      PolicySourceArn: ROLE_ARN,
      ActionNames: [START],
      ResourceArns: [PATH],
      ContextEntries: [
        { ContextKeyName: 'aws:ResourceTag/Monitor', ContextKeyType: 'string', ContextKeyValues: [value] },
      ],
    });
    expect(EvaluationResults).toMatchObject([{ EvalDecision: decision }]);
  });

  it('returns an explicit deny', () => {
    const operations = simulator({ Effect: 'Deny', Action: '*', Resource: '*' });
    const { EvaluationResults } = operations.SimulatePrincipalPolicy({
      PolicySourceArn: ROLE_ARN,
      ActionNames: [START],
    });
    expect(EvaluationResults).toMatchObject([{ EvalDecision: 'explicitDeny' }]);
  });

  it('refuses an unknown role, and parameters that it does not evaluate', () => {
    const operations = simulator({ Action: START, Resource: '*' });
    expect(() =>
      operations.SimulatePrincipalPolicy({ PolicySourceArn: `${ROLE_ARN}-other`, ActionNames: [START] }),
    ).toThrow(expect.objectContaining({ code: 'NoSuchEntity' }));
    expect(() =>
      operations.SimulatePrincipalPolicy({ PolicySourceArn: ROLE_ARN, ActionNames: [START], PolicyInputList: ['{}'] }),
    ).toThrow('PolicyInputList is not simulated');
  });
});
