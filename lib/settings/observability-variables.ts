import { VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { isWhole, must, nullOr } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';

/** What an operator decides about alarms, metrics and the dashboard. */
export const observabilityVariables = (scope: Construct) => {
  const budget = variable(scope, 'daily_analysis_budget', {
    type: VariableType.NUMBER,
    default: DEFAULTS.dailyAnalysisBudget,
    nullable: true,
    description:
      'An alarm tells when more analyses than this, at about $0.10 each, are bought within 24 hours; none is held back. Null: no such alarm.',
    ...must(
      nullOr('var.daily_analysis_budget', isWhole('var.daily_analysis_budget', 1, 1000000)),
      'daily_analysis_budget must be a whole number of analyses of at least 1, or null for no alarm.',
    ),
  });
  const pathMetrics = variable(scope, 'path_metrics', {
    type: VariableType.BOOL,
    default: DEFAULTS.pathMetrics,
    description:
      'Whether each path has a CloudWatch metric of its own, PathOutcome, which AWS charges for by the path and month.',
  });
  const dashboard = variable(scope, 'dashboard', {
    type: VariableType.BOOL,
    default: DEFAULTS.dashboard,
    description:
      'Whether to make a CloudWatch dashboard: outcomes, analyses bought and what they cost, time from change to message, errors and dead letters.',
  });
  return {
    dailyAnalysisBudget: budget.numberValue,
    pathMetrics: pathMetrics.booleanValue,
    dashboard: dashboard.booleanValue,
  };
};
