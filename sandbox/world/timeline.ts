/** What happened in the sandbox, in order, as `/_sandbox/timeline` shows it. */

export type TimelineType =
  | 'change'
  | 'event'
  | 'match'
  | 'invocation'
  | 'analysis'
  | 'message'
  | 'alarm'
  | 'dead-letter';

export interface TimelineEntry {
  /** ISO 8601, milliseconds. */
  readonly at: string;
  readonly type: TimelineType;
  /** One line for a reader. */
  readonly summary: string;
  /** Details for programs: ids, names, outcome, duration in milliseconds. */
  readonly [detail: string]: unknown;
}

export class Timeline {
  readonly entries: TimelineEntry[] = [];
  /** Called with every new entry. */
  onEntry: (entry: TimelineEntry) => void = () => {};

  record(type: TimelineType, summary: string, details: Readonly<Record<string, unknown>> = {}): void {
    const entry = { at: new Date().toISOString(), type, summary, ...details };
    this.entries.push(entry);
    this.onEntry(entry);
  }

  clear(): void {
    this.entries.length = 0;
  }
}
