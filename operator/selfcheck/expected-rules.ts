import { LOOK } from '../../contract/input';
import type { MonitorNames } from '../../contract/names';
import { APPLIANCE_PATTERN, EVENT_PATTERNS } from '../../lib/policies/event-patterns';

/** An EventBridge rule of the stack. */
export interface ExpectedRule {
  readonly name: string;
  /** The event patterns that the stack may give it; absent for a rule with a schedule. */
  readonly patterns?: readonly object[];
  /** The input that the target sends to the function; absent: the event itself. */
  readonly input?: object;
  /**
   * `essential`: without it, no change of a security group starts a check. `network`: needed unless
   * the monitor watches only security groups. `required`: always needed. `optional`: a deployment
   * may lack it.
   */
  readonly need: 'essential' | 'network' | 'required' | 'optional';
  /** The prefix of the names of its alarms. */
  readonly alarmPrefix: string;
}

/** Every rule of the stack; those for changes come first. */
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
