import type { Log } from '../context';

/** CloudWatch Logs accepts 1 MB per log entry, far more than anyone reads. */
const MOST_TEXT = 4_000;

/**
 * Writes one JSON line per log entry: CloudWatch Logs Insights finds the fields of JSON by itself.
 */
export function jsonLog(write: (line: string) => void, common: Readonly<Record<string, unknown>>): Log {
  return (level, message, details = {}) => {
    const entry = { level, time: new Date().toISOString(), message, ...common, ...details };
    write(visible(JSON.stringify(entry, (_, value: unknown) => (typeof value === 'string' ? cut(value) : value))));
  };
}

function cut(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

/**
 * Escapes the control characters that JSON does not, and all characters that could make the line
 * look like another one.
 */
function visible(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => character.split('').map(escaped).join(''));
}
