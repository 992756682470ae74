import { ago } from '../../../operator/selfcheck/ago';

const NOW = new Date('2026-11-23T10:00:00Z');

it.each([
  ['2026-11-23T09:59:40Z', '2026-11-23 09:59 UTC (less than a minute ago)'],
  ['2026-11-23T09:58:59Z', '2026-11-23 09:58 UTC (1 minute ago)'],
  ['2026-11-23T08:00:00Z', '2026-11-23 08:00 UTC (2 hours ago)'],
  ['2026-11-20T10:00:00Z', '2026-11-20 10:00 UTC (3 days ago)'],
  ['2026-11-23T10:00:05Z', '2026-11-23 10:00 UTC (less than a minute ago)'],
])('%s', (time, text) => {
  expect(ago(new Date(time), NOW)).toBe(text);
});
