/** Marks the paths that a monitor watches and everything that it owns; the value is the monitor's name. */
export const MONITOR_TAG = 'ReachabilityMonitor';

/** What a path promises: `reachable` or `unreachable`. */
export const EXPECT_TAG = 'Expect';

/** What the function last reported about a path. It stays when AWS deletes the path's analyses, and Terraform leaves it alone. */
export const STANDING_TAG = 'ReachabilityMonitorStanding';

/** Every tag key that the function may write on an analysis, as IAM patterns. */
export const ANALYSIS_TAGS = [
  MONITOR_TAG,
  'ReachabilityMonitorOwner',
  'ReachabilityMonitorJudged',
  'ReachabilityMonitorIpv6',
  'chg-*',
];
