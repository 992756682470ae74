import { Token, VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { CHECKS, SETTLE_SECONDS } from '../../contract/settings';
import { matches, must, nullOr, oneOf, wholeNumber } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';

const SCHEDULE =
  '^(rate[(](1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))[)]|cron[(]([^ ()]+ ){5}[^ ()]+[)])$';

/** The variables that decide when which paths are checked. */
export const checkVariables = (scope: Construct) => {
  const trigger = variable(scope, 'trigger', {
    type: VariableType.STRING,
    default: DEFAULTS.trigger,
    description:
      '"network": every call of EC2, load balancing and Network Firewall that can change what an analysis finds. "security-groups": only changes of security group rules, and of the groups of an interface or instance, not of a load balancer; needs check = "all".',
    ...oneOf('trigger', ['network', 'security-groups']),
  });
  const check = variable(scope, 'check', {
    type: VariableType.STRING,
    default: DEFAULTS.check,
    description:
      '"affected": a change leads to an analysis of the paths whose outcome it could alter. "all": of every path.',
    ...oneOf('check', CHECKS),
  });
  const settle = variable(scope, 'settle_seconds', {
    type: VariableType.NUMBER,
    default: DEFAULTS.settleSeconds,
    description:
      'Seconds to wait after a change before an analysis, 0 to 300: an analysis fails while the network changes.',
    ...wholeNumber('settle_seconds', ...SETTLE_SECONDS, 'seconds'),
  });
  const schedule = variable(scope, 'schedule_expression', {
    type: VariableType.STRING,
    default: null,
    description:
      'When to check every path as well, such as "rate(1 day)" or "cron(0 6 * * ? *)" in UTC, at about $0.10 a path each time. It finds what no event tells: routes propagated by BGP or a VPN, AWS-managed prefix lists, declarative policies, and calls in other accounts on their side of a peering or transit gateway. Null: never.',
    ...must(
      nullOr('var.schedule_expression', matches('var.schedule_expression', SCHEDULE)),
      'schedule_expression must be "rate(1 hour)", "rate(N minutes)" or the like, or "cron(…)" with six fields, or null.',
    ),
  });
  const onDeploy = variable(scope, 'check_on_deploy', {
    type: VariableType.BOOL,
    default: DEFAULTS.checkOnDeploy,
    description: 'Whether a new or changed path gets its first verdict during the apply; it never fails the apply.',
  });
  return {
    trigger: Token.asAny(trigger.value),
    check: Token.asAny(check.value),
    settleSeconds: settle.numberValue,
    scheduleExpression: schedule.stringValue,
    checkOnDeploy: onDeploy.booleanValue,
  };
};
