import { admission } from '../../../operator/selfcheck/resource-policy';

const RULE = 'arn:aws:events:eu-central-1:123456789012:rule/watch-change';
const CALLER = {
  service: 'events.amazonaws.com',
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
