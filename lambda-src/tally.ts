import type { Outcome } from '../contract/result';

/** What one invocation has done so far; counted as it goes along, so that a failure in the middle hides nothing. */
export interface Tally {
  /** Analyses bought. */
  analysesStarted: number;
  /** The verdicts that were written down. */
  readonly judged: { readonly pathName: string; readonly outcome: Outcome }[];
  messagesSent: number;
  /** Messages that the chat topic refused. */
  chatMessagesFailed: number;
  /** For each message about a change: seconds since the change, by CloudTrail's time. */
  readonly secondsToMessage: number[];
}

export function newTally(): Tally {
  return { analysesStarted: 0, judged: [], messagesSent: 0, chatMessagesFailed: 0, secondsToMessage: [] };
}
