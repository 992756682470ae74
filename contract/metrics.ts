import type { Outcome } from './result';

/** The CloudWatch namespace of the function's metrics. */
export const NAMESPACE = 'ReachabilityMonitor';

/** The dimension that every metric has: the monitor's name. */
export const MONITOR_DIMENSION = 'Monitor';

/** The second dimension of {@link PATH_METRIC}: the path's name. */
export const PATH_DIMENSION = 'Path';

/** The metrics of each monitor, with their units. */
export const MONITOR_METRICS = {
  AnalysesStarted: 'Count',
  OutcomesKept: 'Count',
  OutcomesBroken: 'Count',
  OutcomesInconclusive: 'Count',
  MessagesSent: 'Count',
  ChatMessagesFailed: 'Count',
  SecondsFromChangeToMessage: 'Seconds',
} as const;

export type MonitorMetric = keyof typeof MONITOR_METRICS;

/** The optional metric of each path; values: {@link OUTCOME_VALUES}. */
export const PATH_METRIC = 'PathOutcome';

/** The higher, the worse: the maximum over a time is the worst outcome in it. */
export const OUTCOME_VALUES: Readonly<Record<Outcome, number>> = { kept: 0, inconclusive: 1, broken: 2 };
