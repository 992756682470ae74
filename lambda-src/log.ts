import type { Log } from './ports';

/** One JSON line per record, the form in which CloudWatch Logs Insights finds fields by itself. */
export function jsonLog(write: (line: string) => void, common: Readonly<Record<string, unknown>>): Log {
  return (level, message, details = {}) => {
    write(JSON.stringify({ level, time: new Date().toISOString(), message, ...common, ...details }));
  };
}
