const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** A time, and how long ago it was, such as `2026-11-23 10:00 UTC (2 hours ago)`. */
export function ago(time: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - time.getTime()) / 1000);
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['minute', 60];
  const count = Math.floor(seconds / size);
  const past = count === 0 ? 'less than a minute' : `${count} ${unit}${count === 1 ? '' : 's'}`;
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC (${past} ago)`;
}
