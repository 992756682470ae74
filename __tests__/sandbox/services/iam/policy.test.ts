import { evaluate, evaluateResourcePolicy, type PolicyRequest } from '../../../../sandbox/services/iam/policy';
import { type PolicyDocument, parsePolicy, type Statement } from '../../../../sandbox/services/iam/policy-document';

const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:alerts';
// biome-ignore lint/suspicious/noTemplateCurlyInString: that is how IAM writes a policy variable
const USERNAME = '${aws:username}';
const ANALYSIS = 'arn:aws:ec2:eu-central-1:123456789012:network-insights-analysis/nia-0123456789abcdef0';

const document = (...statements: Partial<Statement>[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...statement })),
});

const send: PolicyRequest = { action: 'sqs:SendMessage', resource: QUEUE };

describe('evaluate', () => {
  it('denies an action that no statement allows', () => {
    expect(evaluate([], send)).toBe('implicitly denied');
    expect(evaluate([document({ Action: 'sqs:ReceiveMessage' })], send)).toBe('implicitly denied');
  });

  it('allows an action that one statement of one policy allows', () => {
    expect(evaluate([document({ Action: 'ec2:*' }), document({ Action: 'sqs:SendMessage' })], send)).toBe('allowed');
  });

  it('lets an explicit deny win over any allow, in any order', () => {
    const deny = document({ Effect: 'Deny', Action: 'sqs:*' });
    expect(evaluate([deny, document({})], send)).toBe('explicitly denied');
    expect(evaluate([document({}), deny], send)).toBe('explicitly denied');
  });

  it.each([
    ['the exact action', 'sqs:SendMessage', true],
    ['another letter case', 'SQS:sendmessage', true],
    ['a trailing wildcard', 'sqs:Send*', true],
    ['a question mark for one character', 'sqs:SendMessag?', true],
    ['a question mark too many', 'sqs:SendMessage?', false],
    ['another service', 'sns:SendMessage', false],
    ['a part of the name', 'sqs:Send', false],
  ])('matches actions by %s', (_, Action, allowed) => {
    expect(evaluate([document({ Action })], send)).toBe(allowed ? 'allowed' : 'implicitly denied');
  });

  it.each([
    ['everything', '*', true],
    ['the exact ARN', QUEUE, true],
    ['another letter case', QUEUE.toUpperCase(), false],
    ['wildcards in parts', 'arn:*:sqs:*:123456789012:al*', true],
    ['a wildcard that would have to match across a colon', 'arn:aws:sqs:*:alerts', false],
    ['another account', 'arn:aws:sqs:eu-central-1:999999999999:alerts', false],
  ])('matches resources by %s', (_, Resource, allowed) => {
    expect(evaluate([document({ Resource })], send)).toBe(allowed ? 'allowed' : 'implicitly denied');
  });

  it('reads dots and brackets of a pattern literally', () => {
    const policy = document({ Resource: 'arn:aws:sqs:eu-central-1:123456789012:a.e[r]ts' });
    expect(evaluate([policy], send)).toBe('implicitly denied');
  });

  it('does not let a resource in a policy cover an action that has no resource', () => {
    expect(evaluate([document({ Resource: ANALYSIS })], { action: 'ec2:DescribeVpcs', resource: '*' })).toBe(
      'implicitly denied',
    );
  });

  it('applies NotAction and NotResource to everything except what they name', () => {
    const allButReceiving: Statement = { Effect: 'Allow', NotAction: 'sqs:Receive*', Resource: '*' };
    const allButThisQueue: Statement = { Effect: 'Allow', Action: '*', NotResource: QUEUE };
    expect(evaluate([{ Statement: allButReceiving }], send)).toBe('allowed');
    expect(evaluate([{ Statement: allButReceiving }], { ...send, action: 'sqs:ReceiveMessage' })).toBe(
      'implicitly denied',
    );
    expect(evaluate([{ Statement: allButThisQueue }], send)).toBe('implicitly denied');
    expect(evaluate([{ Statement: allButThisQueue }], { ...send, resource: ANALYSIS })).toBe('allowed');
  });
});

describe('conditions', () => {
  const holds = (operator: string, expected: unknown, actual?: string | string[]) =>
    evaluate([document({ Condition: { [operator]: { 'aws:RequestTag/Team': expected } } as Statement['Condition'] })], {
      ...send,
      context: actual === undefined ? {} : { 'AWS:requesttag/team': actual },
    }) === 'allowed';

  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', ['b', 'a'], 'a', true],
    ['StringEquals', 'A', 'a', false],
    ['StringEquals', 'a*', 'abc', false],
    ['StringEqualsIgnoreCase', 'A', 'a', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['b', 'a'], 'a', false],
    ['StringNotEqualsIgnoreCase', 'A', 'a', false],
    ['StringLike', 'a*', 'abc', true],
    ['StringLike', 'a?', 'abc', false],
    ['StringNotLike', ['x*', 'a*'], 'abc', false],
    ['StringNotLike', ['x*', 'y*'], 'abc', true],
    ['ArnEquals', 'arn:aws:sqs:*:123456789012:al*', QUEUE, true],
    ['ArnLike', 'arn:aws:sqs:*:alerts', QUEUE, false],
    ['ArnNotLike', 'arn:aws:sqs:*:123456789012:al*', QUEUE, false],
    ['ArnNotEquals', 'arn:aws:sqs:*:123456789012:other', QUEUE, true],
    ['Bool', true, 'true', true],
    ['Bool', 'false', 'true', false],
    ['NumericEquals', 5, '5.0', true],
    ['NumericNotEquals', 5, '6', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '9', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericEquals', '0', '', false],
    ['NumericLessThan', '10', 'many', false],
    ['Null', 'false', 'a', true],
    ['Null', 'true', 'a', false],
  ])('%s %j on %j: %j', (operator, expected, actual, outcome) => {
    expect(holds(operator, expected, actual)).toBe(outcome);
  });

  it.each([
    ['StringEquals', 'a', false],
    ['StringLike', '*', false],
    ['Bool', 'false', false],
    ['NumericLessThan', '10', false],
    ['StringNotEquals', 'a', true],
    ['ArnNotLike', 'arn:*', true],
    ['StringEqualsIfExists', 'a', true],
    ['ArnLikeIfExists', 'arn:*', true],
    ['ForAllValues:StringEquals', 'a', true],
    ['ForAnyValue:StringEquals', 'a', false],
    ['Null', 'true', true],
    ['Null', 'false', false],
  ])('%s %j on a key that the request does not have: %j', (operator, expected, outcome) => {
    expect(holds(operator, expected)).toBe(outcome);
  });

  it.each([
    ['ForAllValues:StringLike', ['a', 'chg-*'], ['a', 'chg-1'], true],
    ['ForAllValues:StringLike', ['a', 'chg-*'], ['a', 'b'], false],
    ['ForAnyValue:StringEquals', ['b', 'c'], ['a', 'b'], true],
    ['ForAnyValue:StringEquals', ['c'], ['a', 'b'], false],
    ['ForAllValues:StringNotEquals', ['c'], ['a', 'b'], true],
    ['ForAllValues:StringNotEquals', ['b'], ['a', 'b'], false],
  ])('%s %j on the values %j: %j', (operator, expected, actual, outcome) => {
    expect(holds(operator, expected, actual)).toBe(outcome);
  });

  it('holds only if all operators and all keys match', () => {
    const Condition = { StringEquals: { 'aws:a': '1', 'aws:b': '2' }, Bool: { 'aws:c': 'true' } };
    const decide = (context: Record<string, string>) => evaluate([document({ Condition })], { ...send, context });
    expect(decide({ 'aws:a': '1', 'aws:b': '2', 'aws:c': 'true' })).toBe('allowed');
    expect(decide({ 'aws:a': '1', 'aws:b': '3', 'aws:c': 'true' })).toBe('implicitly denied');
    expect(decide({ 'aws:a': '1', 'aws:b': '2', 'aws:c': 'false' })).toBe('implicitly denied');
  });

  it.each(['DateLessThan', 'IpAddress', 'StringAlike', 'ForSomeValues:StringLike', 'constructor', 'NullIfExists'])(
    'says that it does not know the operator %s',
    (operator) => {
      expect(() => holds(operator, 'a', 'a')).toThrow(
        `The condition operator ${operator} is not one that the sandbox evaluates`,
      );
    },
  );

  it('refuses a key with several values under an operator for one value', () => {
    expect(() => holds('StringEquals', 'a', ['a', 'b'])).toThrow('aws:RequestTag/Team has several values');
  });
});

describe('evaluateResourcePolicy', () => {
  const decide = (
    Principal: Statement['Principal'],
    principal: Parameters<typeof evaluateResourcePolicy>[1]['principal'],
  ) => evaluateResourcePolicy(document({ ...(Principal && { Principal }) }), { ...send, principal });
  const events = { service: 'events.amazonaws.com' };
  const user = { arn: 'arn:aws:iam::123456789012:user/anna', account: '123456789012' };
  const role = 'arn:aws:iam::123456789012:role/monitor';
  const roleSession = {
    arn: 'arn:aws:sts::123456789012:assumed-role/monitor/one',
    account: '123456789012',
    roleArn: role,
  };

  it.each([
    ['everybody', '*' as const, events, true],
    ['every principal, in the long form', { AWS: '*' }, user, true],
    ['the service', { Service: 'events.amazonaws.com' }, events, true],
    ['one of several services', { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] }, events, true],
    ['another service', { Service: 'sns.amazonaws.com' }, events, false],
    ['the user', { AWS: 'arn:aws:iam::123456789012:user/anna' }, user, true],
    ['another user', { AWS: 'arn:aws:iam::123456789012:user/bert' }, user, false],
    ['the account by its number', { AWS: '123456789012' }, user, true],
    ['the account by its root', { AWS: 'arn:aws:iam::123456789012:root' }, roleSession, true],
    ['another account', { AWS: 'arn:aws:iam::999999999999:root' }, user, false],
    ['the role of a session', { AWS: role }, roleSession, true],
    ['an account, if the caller is a service', { AWS: '123456789012' }, events, false],
    ['a service, if the caller is a user', { Service: 'events.amazonaws.com' }, user, false],
  ])('admits %s', (_, named, principal, allowed) => {
    expect(decide(named, principal)).toBe(allowed ? 'allowed' : 'implicitly denied');
  });

  it('admits no principal by a statement without one', () => {
    expect(decide(undefined, user)).toBe('implicitly denied');
  });
});

describe('parsePolicy', () => {
  const statement = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };
  const parse = (changes: object, kind: 'identity' | 'resource' | 'trust' = 'identity') =>
    parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...changes }] }), kind);

  it.each([
    ['no JSON', 'Allow all', 'invalid Json'],
    ['a list', '[]', 'A policy is a JSON object'],
    ['an unknown version', '{"Version":"2012-10-18","Statement":[]}', 'Version "2012-10-18"'],
    ['no statement', '{"Version":"2012-10-17"}', 'no Statement'],
    ['a statement that is not an object', '{"Statement":["x"]}', 'Statement 1 is not a JSON object'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parsePolicy(text, 'identity')).toThrow(message);
  });

  it.each([
    ['a misspelt element', { Efect: 'Deny' }, 'unknown element Efect'],
    ['another effect', { Effect: 'Maybe' }, 'Effect must be Allow or Deny'],
    ['Action and NotAction', { NotAction: 'a:b' }, 'either Action or NotAction'],
    ['an action without a service', { Action: 'SendMessage' }, 'prefaced by a vendor'],
    ['an action that is not a text', { Action: [1] }, 'Action must be a text'],
    ['an empty list of actions', { Action: [] }, 'Action must be a text'],
    ['no resource', { Resource: undefined }, 'must contain resources'],
    ['a resource with too few parts', { Resource: 'arn:aws:sqs:*' }, 'Resource arn:aws:sqs:* must be in ARN format'],
    ['a resource that is not an ARN', { Resource: 'alerts' }, 'Resource alerts must be in ARN format or "*"'],
    ['Resource and NotResource', { NotResource: '*' }, 'both Resource and NotResource'],
    ['a principal', { Principal: '*' }, 'should not specify a principal'],
    ['NotPrincipal', { NotPrincipal: '*' }, 'NotPrincipal is not evaluated'],
    ['a policy variable in a resource', { Resource: `arn:aws:s3:::${USERNAME}` }, 'policy variables'],
    ['a policy variable in a condition', { Condition: { StringEquals: { a: USERNAME } } }, 'policy variables'],
    ['an unknown operator', { Condition: { DateLessThan: { a: 'b' } } }, 'DateLessThan is not one'],
    [
      'a condition that is not an object',
      { Condition: { StringEquals: 'a' } },
      'Condition.StringEquals must be an object',
    ],
    ['a condition value that is an object', { Condition: { Bool: { a: {} } } }, 'not a text, a number or a boolean'],
  ])('refuses an identity policy with %s', (_, changes, message) => {
    expect(() => parse(changes)).toThrow(message);
  });

  it('refuses two statements with the same Sid', () => {
    const twice = [
      { ...statement, Sid: 'A' },
      { ...statement, Sid: 'A' },
    ];
    expect(() => parsePolicy(JSON.stringify({ Statement: twice }), 'identity')).toThrow('must be unique');
  });

  it('requires a principal in resource and trust policies, and no resource in trust policies', () => {
    expect(() => parse({}, 'resource')).toThrow('Missing required field Principal');
    expect(() => parse({ Principal: { Somebody: 'x' } }, 'resource')).toThrow('Invalid principal');
    expect(() => parse({ Principal: '*' }, 'trust')).toThrow('prohibited field Resource');
    expect(parse({ Principal: { Service: 'lambda.amazonaws.com' }, Resource: undefined }, 'trust').Version).toBe(
      '2012-10-17',
    );
  });

  it('accepts a single statement without a list', () => {
    expect(evaluate([parsePolicy(JSON.stringify({ Statement: statement }), 'identity')], send)).toBe('allowed');
  });
});
