import { type EarlierVerdicts, noticeOf } from '../../../lambda-src/decisions/notice';

const ON_CHANGE = { notifyOn: 'change', repeatsBad: false } as const;
const ON_EVERY_CHECK = { notifyOn: 'every-check', repeatsBad: false } as const;
const SWEEP = { notifyOn: 'change', repeatsBad: true } as const;

const kept = { outcome: 'kept', expect: 'reachable' } as const;
const broken = { outcome: 'broken', expect: 'reachable' } as const;
const inconclusive = { outcome: 'inconclusive', expect: 'reachable' } as const;

const NONE: EarlierVerdicts = {};
const KEPT: EarlierVerdicts = { previous: kept, conclusive: kept };
const BROKEN: EarlierVerdicts = { previous: broken, conclusive: broken };
const NEVER_CONCLUSIVE: EarlierVerdicts = { previous: inconclusive };
const INCONCLUSIVE_AFTER_KEPT: EarlierVerdicts = { previous: inconclusive, conclusive: kept };
const INCONCLUSIVE_AFTER_BROKEN: EarlierVerdicts = { previous: inconclusive, conclusive: broken };

describe('a turn', () => {
  it.each([
    ['none', 'kept', NONE, kept, undefined],
    ['none', 'broken', NONE, broken, 'alert'],
    ['none', 'inconclusive', NONE, inconclusive, 'error'],
    ['kept', 'kept', KEPT, kept, undefined],
    ['kept', 'broken', KEPT, broken, 'alert'],
    ['kept', 'inconclusive', KEPT, inconclusive, 'error'],
    ['broken', 'kept', BROKEN, kept, 'recovered'],
    ['broken', 'broken', BROKEN, broken, undefined],
    ['broken', 'inconclusive', BROKEN, inconclusive, 'error'],
    ['inconclusive, never conclusive', 'kept', NEVER_CONCLUSIVE, kept, 'runs-again'],
    ['inconclusive, never conclusive', 'broken', NEVER_CONCLUSIVE, broken, 'alert'],
    ['inconclusive', 'inconclusive', INCONCLUSIVE_AFTER_KEPT, inconclusive, undefined],
    ['inconclusive after kept', 'kept', INCONCLUSIVE_AFTER_KEPT, kept, 'runs-again'],
    ['inconclusive after kept', 'broken', INCONCLUSIVE_AFTER_KEPT, broken, 'alert'],
    ['inconclusive after broken', 'broken', INCONCLUSIVE_AFTER_BROKEN, broken, 'runs-again'],
    ['inconclusive after broken', 'kept', INCONCLUSIVE_AFTER_BROKEN, kept, 'recovered'],
  ] as const)('%s -> %s', (_, __, earlier, now, notice) => {
    expect(noticeOf(now, earlier, ON_CHANGE)).toBe(notice);
  });
});

describe('a promise turned around', () => {
  it.each([
    ['kept, now broken', KEPT, { outcome: 'broken', expect: 'unreachable' }, 'alert'],
    ['broken, now kept', BROKEN, { outcome: 'kept', expect: 'unreachable' }, 'recovered'],
    ['broken, and broken again the other way', BROKEN, { outcome: 'broken', expect: 'unreachable' }, 'alert'],
    ['kept, and kept again the other way', KEPT, { outcome: 'kept', expect: 'unreachable' }, undefined],
  ] as const)('%s', (_, earlier, now, notice) => {
    expect(noticeOf(now, earlier, ON_CHANGE)).toBe(notice);
  });
});

describe('an outcome that did not turn', () => {
  it.each([
    ['a sweep reports a broken promise again', broken, BROKEN, SWEEP, 'alert'],
    ['a sweep reports an inconclusive analysis again', inconclusive, INCONCLUSIVE_AFTER_KEPT, SWEEP, 'error'],
    ['a sweep does not report a kept promise', kept, KEPT, SWEEP, undefined],
    ['every check confirms a kept promise', kept, KEPT, ON_EVERY_CHECK, 'confirmed'],
    ['every check confirms a kept promise that was never judged before', kept, NONE, ON_EVERY_CHECK, 'confirmed'],
    ['every check does not repeat a broken promise', broken, BROKEN, ON_EVERY_CHECK, undefined],
  ] as const)('%s', (_, now, earlier, policy, notice) => {
    expect(noticeOf(now, earlier, policy)).toBe(notice);
  });
});
