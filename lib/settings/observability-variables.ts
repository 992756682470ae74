import { VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { isWhole, must, nullOr } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';

/** Alarms, metrics and the dashboard. */
export const observabilityVariables = (scope: Construct) => {
  const budget = variable(scope, 'daily_analysis_budget', {
    type: VariableType.NUMBER,
    default: DEFAULTS.dailyAnalysisBudget,
    nullable: true,
    description:
      'Optional number of analyses, at about $0.10 each, that may start within 24 hours before an alarm fires. No analysis is held back. Null: no such alarm.',
    ...must(
      nullOr('var.daily_analysis_budget', isWhole('var.daily_analysis_budget', 1, 1000000)),
      'daily_analysis_budget must be a whole number of analyses of at least 1, or null for no alarm.',
    ),
  });
  const pathMetrics = variable(scope, 'path_metrics', {
    type: VariableType.BOOL,
    default: DEFAULTS.pathMetrics,
    description:
      'Whether to publish a CloudWatch metric for each path, PathOutcome. AWS charges for each metric and month.',
  });
  const dashboard = variable(scope, 'dashboard', {
    type: VariableType.BOOL,
    default: DEFAULTS.dashboard,
    description:
      'Whether to create a CloudWatch dashboard of outcomes, analyses started and their cost, time from change to message, errors and dead letters.',
  });
  return {
    dailyAnalysisBudget: budget.numberValue,
    pathMetrics: pathMetrics.booleanValue,
    dashboard: dashboard.booleanValue,
  };
};
