const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000;

/** The milliseconds of a text such as `90s`, `10m` or `1h`. Throws for any other text. */
export function readDuration(option: string, text: string): number {
  const [, count = '', unit = ''] = /^(\d+)([smh])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNIT_MS[unit] ?? 0);
  if (milliseconds <= 0 || milliseconds > LONGEST_MS)
    throw new Error(
      `${option} must be a whole number of seconds, minutes or hours up to 24h, such as 90s or 10m, not ${JSON.stringify(text)}`,
    );
  return milliseconds;
}
