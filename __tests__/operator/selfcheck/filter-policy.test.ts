import { accepts } from '../../../operator/selfcheck/filter-policy';

const ALERT = { severity: 'critical', outcome: 'broken', pathName: 'web-to-internet' };

// What each operator means: https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
it.each<[boolean | undefined, object]>([
  [true, {}],
  [true, { severity: ['error', 'critical'] }],
  [false, { severity: ['error'] }],
  [false, { severity: ['critical'], outcome: ['kept'] }],
  [true, { pathName: [{ prefix: 'web-' }] }],
  [false, { pathName: [{ suffix: '-database' }] }],
  [true, { severity: [{ 'equals-ignore-case': 'CRITICAL' }] }],
  [true, { severity: [{ 'anything-but': ['info'] }] }],
  [false, { severity: [{ 'anything-but': 'critical' }] }],
  [false, { pathName: [{ 'anything-but': { prefix: 'web-' } }] }],
  [true, { severity: [{ exists: true }] }],
  [true, { other: [{ exists: false }] }],
  [false, { other: [{ exists: true }] }],
  [false, { other: ['x'] }],
  // Not read here; but what another attribute decides stays decided.
  [undefined, { severity: [{ numeric: ['>', 1] }] }],
  [undefined, { $or: [{ severity: ['critical'] }, { outcome: ['broken'] }] }],
  [undefined, { severity: [{ wildcard: 'crit*' }] }],
  [false, { severity: [{ wildcard: 'crit*' }], outcome: ['kept'] }],
  [true, { severity: [{ wildcard: 'crit*' }, 'critical'] }],
])('%j: %j', (expected, policy) => {
  expect(accepts(JSON.stringify(policy), ALERT)).toBe(expected);
});
