import { matches, parsePattern } from '../../../../sandbox/services/events/pattern';

const event = {
  source: 'aws.ec2',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventName: 'RevokeSecurityGroupEgress',
    eventSource: 'ec2.amazonaws.com',
    sourceIPAddress: '203.0.113.7',
    count: 5,
    tags: ['red', 'blue'],
    nothing: null,
  },
};

const matching = (pattern: unknown) => matches(parsePattern(JSON.stringify(pattern)), event);

describe('an event pattern', () => {
  it.each([
    ['an exact value', { source: ['aws.ec2'] }, true],
    ['one of several values', { source: ['aws.s3', 'aws.ec2'] }, true],
    ['another value', { source: ['aws.s3'] }, false],
    ['a nested value', { detail: { eventName: ['RevokeSecurityGroupEgress'] } }, true],
    ['two fields, one of them wrong', { source: ['aws.ec2'], detail: { eventName: ['CreateRoute'] } }, false],
    ['a field that must be absent and is', { detail: { errorCode: [{ exists: false }] } }, true],
    ['a field that must be absent and is present', { detail: { eventName: [{ exists: false }] } }, false],
    ['a field that must be present and is', { detail: { eventName: [{ exists: true }] } }, true],
    ['a field below an absent one', { other: { deep: [{ exists: false }] } }, true],
    ['a prefix', { detail: { eventName: [{ prefix: 'Revoke' }] } }, true],
    ['a prefix in another case', { detail: { eventName: [{ prefix: 'revoke' }] } }, false],
    ['a prefix in any case', { detail: { eventName: [{ prefix: { 'equals-ignore-case': 'revoke' } }] } }, true],
    ['a suffix', { detail: { eventName: [{ suffix: 'Egress' }] } }, true],
    ['a wildcard', { detail: { eventName: [{ wildcard: 'Revoke*Egress' }] } }, true],
    ['a wildcard that reads a dot as a dot', { detail: { eventSource: [{ wildcard: 'ec2.a*.org' }] } }, false],
    ['anything but this value', { detail: { eventName: [{ 'anything-but': 'RevokeSecurityGroupEgress' }] } }, false],
    ['anything but others', { detail: { eventName: [{ 'anything-but': ['CreateRoute', 'DeleteRoute'] }] } }, true],
    ['anything but a prefix', { detail: { eventName: [{ 'anything-but': { prefix: 'Revoke' } }] } }, false],
    ['anything but, of an absent field', { detail: { missing: [{ 'anything-but': 'x' }] } }, false],
    ['a number in a range', { detail: { count: [{ numeric: ['>', 0, '<=', 5] }] } }, true],
    ['a number out of the range', { detail: { count: [{ numeric: ['>', 5] }] } }, false],
    ['an address in a block', { detail: { sourceIPAddress: [{ cidr: '203.0.113.0/24' }] } }, true],
    ['an address outside the block', { detail: { sourceIPAddress: [{ cidr: '10.0.0.0/8' }] } }, false],
    ['one element of an array', { detail: { tags: ['blue'] } }, true],
    ['null', { detail: { nothing: [null] } }, true],
    ['one of two alternatives', { $or: [{ source: ['aws.s3'] }, { detail: { count: [5] } }] }, true],
    ['none of two alternatives', { $or: [{ source: ['aws.s3'] }, { detail: { count: [6] } }] }, false],
  ])('evaluates %s', (_, pattern, expected) => {
    expect(matching(pattern)).toBe(expected);
  });

  it.each([
    ['not JSON', '{', 'not valid JSON'],
    ['empty', '{}', 'at least one field'],
    ['a bare value', '{"source":"aws.ec2"}', 'source must be an object or an array'],
    ['an empty list', '{"detail":{"eventName":[]}}', 'detail.eventName is an empty array'],
    ['an operator that is not known', '{"source":[{"like":"x"}]}', 'source has an operator that is not known'],
    ['longer than 2,048 characters', `{"source":["${'x'.repeat(2048)}"]}`, 'longer than 2048 characters'],
  ])('is refused when it is %s', (_, text, reason) => {
    expect(() => parsePattern(text)).toThrow(
      expect.objectContaining({ code: 'InvalidEventPatternException', message: expect.stringContaining(reason) }),
    );
  });
});
