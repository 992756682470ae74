import { type Earlier, noticeOf } from '../../../lambda-src/decisions/notice';

const ON_CHANGE = { notifyOn: 'change', reminds: false } as const;
const ON_EVERY_CHECK = { notifyOn: 'every-check', reminds: false } as const;
const SWEEP = { notifyOn: 'change', reminds: true } as const;

const kept = { outcome: 'kept', expect: 'reachable' } as const;
const broken = { outcome: 'broken', expect: 'reachable' } as const;
const inconclusive = { outcome: 'inconclusive', expect: 'reachable' } as const;

const NONE: Earlier = {};
const KEPT: Earlier = { previous: kept, conclusive: kept };
const BROKEN: Earlier = { previous: broken, conclusive: broken };
const NEVER_CONCLUSIVE: Earlier = { previous: inconclusive };
const INCONCLUSIVE_AFTER_KEPT: Earlier = { previous: inconclusive, conclusive: kept };
const INCONCLUSIVE_AFTER_BROKEN: Earlier = { previous: inconclusive, conclusive: broken };

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

describe('what did not turn', () => {
  it.each([
    ['a sweep reminds of a broken promise', broken, BROKEN, SWEEP, 'alert'],
    ['a sweep reminds of an inconclusive check', inconclusive, INCONCLUSIVE_AFTER_KEPT, SWEEP, 'error'],
    ['a sweep says nothing of what is good', kept, KEPT, SWEEP, undefined],
    ['every check confirms what is good', kept, KEPT, ON_EVERY_CHECK, 'confirmed'],
    ['every check confirms what was never judged before', kept, NONE, ON_EVERY_CHECK, 'confirmed'],
    ['every check does not repeat what is broken', broken, BROKEN, ON_EVERY_CHECK, undefined],
  ] as const)('%s', (_, now, earlier, telling, notice) => {
    expect(noticeOf(now, earlier, telling)).toBe(notice);
  });
});
