import type { Activity } from './activity';
import type { Timeline } from './timeline';

/** Shared by all services of one sandbox. */
export interface World {
  /** Twelve digits. */
  readonly account: string;
  /** The Region of everything that happens without a signed call. */
  readonly region: string;
  readonly timeline: Timeline;
  readonly activity: Activity;
  /** How long an analysis runs, in seconds. */
  readonly analysisSeconds: number;
  /** The time from a change to its CloudTrail event on the event bus, in seconds. */
  readonly eventDelaySeconds: number;
}
