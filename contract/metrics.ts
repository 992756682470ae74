/** The CloudWatch namespace of what the function reports of itself, under the dimension `Monitor`. */
export const NAMESPACE = 'ReachabilityMonitor';

/** The metric of each path, under `Monitor` and `Path`: 0 kept, 1 inconclusive, 2 broken. */
export const PATH_METRIC = 'PathOutcome';
