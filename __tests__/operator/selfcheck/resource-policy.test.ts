import { admission, denial } from '../../../operator/selfcheck/resource-policy';

const RULE = 'arn:aws:events:eu-central-1:123456789012:rule/watch-change';
const CALLER = {
  principals: ['events.amazonaws.com'],
  action: 'lambda:InvokeFunction',
  sourceArn: RULE,
  account: '123456789012',
};
const ALLOW = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Condition: { ArnLike: { 'AWS:SourceArn': RULE } },
};

const ask = (...Statement: object[]) => admission(JSON.stringify({ Version: '2012-10-17', Statement }), CALLER);

it.each([
  ['the rule by name', ALLOW],
  ['every action of the service', { ...ALLOW, Action: ['lambda:*'] }],
  ['every principal', { ...ALLOW, Principal: '*' }],
  ['every rule, by a pattern', { ...ALLOW, Condition: { ArnLike: { 'aws:SourceArn': RULE.replace('change', '*') } } }],
  ['every rule, without a condition', { ...ALLOW, Condition: undefined }],
  [
    'the account too',
    { ...ALLOW, Condition: { ...ALLOW.Condition, StringEquals: { 'AWS:SourceAccount': '123456789012' } } },
  ],
])('admits where a statement allows %s', (_, statement) => {
  expect(ask(statement)).toBe('admitted');
});

it.each([
  ['another rule', { ...ALLOW, Condition: { ArnLike: { 'AWS:SourceArn': `${RULE}-2` } } }],
  ['another service', { ...ALLOW, Principal: { Service: 'sns.amazonaws.com' } }],
  ['another action', { ...ALLOW, Action: 'lambda:GetFunction' }],
  ['another account', { ...ALLOW, Condition: { StringEquals: { 'AWS:SourceAccount': '210987654321' } } }],
  [
    'a pattern that is compared as text',
    { ...ALLOW, Condition: { StringEquals: { 'AWS:SourceArn': RULE.replace('change', '*') } } },
  ],
])('refuses where statements allow %s alone', (_, statement) => {
  expect(ask(statement)).toBe('refused');
});

it('refuses without a statement, and where one denies', () => {
  expect(ask()).toBe('refused');
  expect(ask(ALLOW, { ...ALLOW, Effect: 'Deny' })).toBe('refused');
});

it('does not guess at conditions that it does not read', () => {
  const odd = { 'aws:PrincipalOrgID': 'o-1' };
  expect(ask({ ...ALLOW, Condition: { StringEquals: odd } })).toBe('unknown');
  expect(ask(ALLOW, { ...ALLOW, Effect: 'Deny', Condition: { StringNotEquals: odd } })).toBe('unknown');
  expect(ask({ ...ALLOW, Condition: { StringEquals: odd, ArnLike: { 'AWS:SourceArn': 'arn:other' } } })).toBe(
    'refused',
  );
});

it('admits an alarm of the account where a topic has the policy that SNS gives it', () => {
  // The default policy of a topic:
  // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
  const byDefault = {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['SNS:GetTopicAttributes', 'SNS:Publish'],
    Condition: { StringEquals: { 'AWS:SourceOwner': '123456789012' } },
  };
  const alarm = { ...CALLER, principals: ['cloudwatch.amazonaws.com'], action: 'sns:Publish' };
  expect(admission(JSON.stringify({ Statement: [byDefault] }), alarm)).toBe('admitted');
});

it.each([
  ['denied', { Effect: 'Deny', Principal: '*', Action: 'sns:*' }],
  ['denied', { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::123456789012:role/watch' }, Action: 'sns:Publish' }],
  [
    'unknown',
    { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ],
  ['not denied', { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::123456789012:role/other' }, Action: 'sns:Publish' }],
  ['not denied', { Effect: 'Allow', Principal: '*', Action: 'sns:Publish' }],
])('a role is %s by %j', (answer, statement) => {
  const role = { principals: ['arn:aws:iam::123456789012:role/watch'], action: 'sns:Publish', account: '123456789012' };
  expect(denial(JSON.stringify({ Statement: [statement] }), role)).toBe(answer);
});
