import { LOOK } from '../../contract/input';
import type { MonitorNames } from '../../contract/names';
import { APPLIANCE_PATTERN, EVENT_PATTERNS } from '../../lib/policies/event-patterns';

/** A rule of EventBridge as the stack makes it. */
export interface ExpectedRule {
  readonly name: string;
  /** The event patterns that the stack may write; absent for a rule that a schedule starts. */
  readonly patterns?: readonly object[];
  /** What the target hands to the function instead of the event; absent: the event itself. */
  readonly input?: object;
  /**
   * `essential`: without it no change of a security group starts a check. `network`: needed unless the monitor watches security
   * groups alone. `optional`: a deployment may do without it.
   */
  readonly need: 'essential' | 'network' | 'required' | 'optional';
  /** What stands before the name of its alarms. */
  readonly alarmPrefix: string;
}

/** Every rule of the stack, those for changes first. */
export const expectedRules = ({
  changeRule,
  applianceRule,
  sweepRule,
  lookRule,
}: MonitorNames): readonly ExpectedRule[] => [
  { name: changeRule, patterns: Object.values(EVENT_PATTERNS), need: 'essential', alarmPrefix: '' },
  { name: applianceRule, patterns: [APPLIANCE_PATTERN], need: 'network', alarmPrefix: 'appliance-' },
  { name: sweepRule, need: 'optional', alarmPrefix: 'sweep-' },
  { name: lookRule, input: LOOK, need: 'required', alarmPrefix: 'look-' },
];
