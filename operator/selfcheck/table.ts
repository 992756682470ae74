import type { Status } from './finding';
import type { Report } from './selfcheck';

// SGR codes: https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
const COLORS: Readonly<Record<Status, number>> = { ok: 32, problem: 31, unknown: 33, note: 36 };
const BOLD = 1;
const STATUS_WIDTH = 7;

/** The report as text: a line for each check, its remedy below, and a summary. */
export function table({ name, account, region, checks, canFire }: Report, isColored: boolean): string {
  const paint = (code: number, text: string) => (isColored ? `\x1b[${code}m${text}\x1b[0m` : text);
  const width = Math.max(...checks.map(({ id }) => id.length));
  const indent = ' '.repeat(2 + STATUS_WIDTH + 2 + width + 2);
  const lines = checks.flatMap(({ id, status, finding, remedy }) => [
    `  ${paint(COLORS[status], status.padEnd(STATUS_WIDTH))}  ${id.padEnd(width)}  ${finding}`,
    ...(remedy ? [`${indent}-> ${remedy}`] : []),
  ]);
  const title = `Monitor ${name} in ${region}, account ${account}`;
  return [paint(BOLD, title), '', ...lines, '', paint(BOLD, summary(checks, canFire)), ''].join('\n');
}

function summary(checks: Report['checks'], canFire: boolean | null): string {
  const count = (status: Status) => checks.filter((check) => check.status === status).length;
  const problems = count('problem');
  const parts = [
    ...(canFire === false ? ['This monitor cannot send any alert about a change.'] : []),
    problems === 0 ? 'No problem found.' : `${problems} problem${problems > 1 ? 's' : ''}.`,
    ...(count('unknown') > 0 ? [`${count('unknown')} unknown, which may be problems.`] : []),
  ];
  return parts.join(' ');
}
