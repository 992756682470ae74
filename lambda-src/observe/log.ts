import type { Log } from '../context';

/** CloudWatch Logs takes 1 MB a record; nobody reads a text that long. */
const MOST_TEXT = 4_000;

/** One JSON line per record, the form in which CloudWatch Logs Insights finds fields by itself. */
export function jsonLog(write: (line: string) => void, common: Readonly<Record<string, unknown>>): Log {
  return (level, message, details = {}) => {
    const record = { level, time: new Date().toISOString(), message, ...common, ...details };
    write(visible(JSON.stringify(record, (_, value: unknown) => (typeof value === 'string' ? cut(value) : value))));
  };
}

function cut(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

/** JSON escapes most control characters; this escapes the others, and all that could make the line look like another one. */
function visible(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => character.split('').map(escaped).join(''));
}
