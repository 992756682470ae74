import { Token, VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { CHECKS, SETTLE_SECONDS } from '../../contract/settings';
import { matches, must, nullOr, oneOf, wholeNumber } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';

const SCHEDULE =
  '^(rate[(](1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))[)]|cron[(]([^ ()]+ ){5}[^ ()]+[)])$';

/** When to check which paths. */
export const checkVariables = (scope: Construct) => {
  const trigger = variable(scope, 'trigger', {
    type: VariableType.STRING,
    default: DEFAULTS.trigger,
    description:
      'Which calls start a check. "network": every call to EC2, Elastic Load Balancing and Network Firewall that can change the result of an analysis. "security-groups": only changes of security group rules and of the groups of an interface or instance, but not of a load balancer; requires check = "all".',
    ...oneOf('trigger', ['network', 'security-groups']),
  });
  const check = variable(scope, 'check', {
    type: VariableType.STRING,
    default: DEFAULTS.check,
    description:
      'Which paths to analyse after a change. "affected": those whose outcome the change could alter. "all": every path.',
    ...oneOf('check', CHECKS),
  });
  const settle = variable(scope, 'settle_seconds', {
    type: VariableType.NUMBER,
    default: DEFAULTS.settleSeconds,
    description:
      'Seconds to wait between a change and its analysis, 0 to 300. An analysis fails while the network is changing.',
    ...wholeNumber('settle_seconds', ...SETTLE_SECONDS, 'seconds'),
  });
  const schedule = variable(scope, 'schedule_expression', {
    type: VariableType.STRING,
    default: null,
    description:
      'Optional schedule for checking every path in addition to checks triggered by changes, such as "rate(1 day)" or "cron(0 6 * * ? *)" in UTC, at about $0.10 a path each time. It finds changes that no event reports: routes propagated by BGP or a VPN, AWS-managed prefix lists, declarative policies, and calls in other accounts on their side of a peering or transit gateway. Null: no schedule.',
    ...must(
      nullOr('var.schedule_expression', matches('var.schedule_expression', SCHEDULE)),
      'schedule_expression must be "rate(1 hour)", "rate(N minutes)" or the like, or "cron(…)" with six fields, or null.',
    ),
  });
  const onDeploy = variable(scope, 'check_on_deploy', {
    type: VariableType.BOOL,
    default: DEFAULTS.checkOnDeploy,
    description: 'Whether to check each new or changed path during the apply. The result never fails the apply.',
  });
  return {
    trigger: Token.asAny(trigger.value),
    check: Token.asAny(check.value),
    settleSeconds: settle.numberValue,
    scheduleExpression: schedule.stringValue,
    checkOnDeploy: onDeploy.booleanValue,
  };
};
