/** The monitor's name where none is given. */
export const DEFAULT_NAME = 'reachability-monitor';

/**
 * A monitor's name, as a pattern for JavaScript and Terraform. The prefix of a role's name has at
 * most 38 characters, the last of which is a hyphen:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const NAME_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,36}$';

/** The rules of EventBridge by their Terraform name. */
export const RULES = ['change', 'appliance', 'sweep', 'look'] as const;

export type RuleName = (typeof RULES)[number];

export const ruleName = (monitorName: string, rule: RuleName): string => `${monitorName}-${rule}`;

/**
 * The names that the stack gives, all made from the monitor's name, which may be a Terraform
 * expression.
 */
export const monitorNames = (name: string) => ({
  function: name,
  topic: name,
  logGroup: `/aws/lambda/${name}`,
  changeRule: ruleName(name, 'change'),
  applianceRule: ruleName(name, 'appliance'),
  sweepRule: ruleName(name, 'sweep'),
  lookRule: ruleName(name, 'look'),
  deadLetterQueue: `${name}-dead-letters`,
  givenUpQueue: `${name}-given-up`,
  rolePrefix: `${name}-`,
  alarmPrefix: `${name}-`,
});

export type MonitorNames = ReturnType<typeof monitorNames>;

/** The inline policy of the function's role. */
export const ROLE_POLICY = 'least-privilege';
