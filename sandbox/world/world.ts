import type { Activity } from './activity';
import type { Timeline } from './timeline';

/** What all services of one sandbox share. */
export interface World {
  /** Twelve digits. */
  readonly account: string;
  /** The Region of what happens without a signed call. */
  readonly region: string;
  readonly timeline: Timeline;
  readonly activity: Activity;
  /** How long an analysis runs, in seconds. */
  readonly analysisSeconds: number;
  /** From a change to its CloudTrail event on the event bus, in seconds. */
  readonly eventDelaySeconds: number;
}
