import { EVENT_PATTERNS } from '../../lib/event-patterns';
import type { monitorNames } from '../monitor-names';

/** A rule of EventBridge as the stack makes it. */
export interface ExpectedRule {
  readonly name: string;
  /** The event patterns that the stack may write; absent for a rule that a schedule starts. */
  readonly patterns?: readonly object[];
  /** What the target hands to the function instead of the event; absent: the event itself. */
  readonly input?: object;
  /** `essential`: without it no change of a security group starts a check. `optional`: a deployment may do without it. */
  readonly need: 'essential' | 'required' | 'optional';
}

/** Every rule of the stack, those for changes first. */
export const expectedRules = ({ changeRule, sweepRule }: ReturnType<typeof monitorNames>): readonly ExpectedRule[] => [
  { name: changeRule, patterns: Object.values(EVENT_PATTERNS), need: 'essential' },
  { name: sweepRule, need: 'optional' },
];
