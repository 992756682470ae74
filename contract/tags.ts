/** Tag keys on network insights paths and analyses. */
export const TAGS = {
  /** On everything that a monitor owns and on the paths that it watches: the monitor's name. */
  monitor: 'ReachabilityMonitor',
  /** On paths: the path's name. */
  name: 'Name',
  /** On paths: `reachable` or `unreachable`. */
  expect: 'Expect',
  /**
   * On paths: what the function last reported. It outlives the analyses, and Terraform ignores it.
   */
  standing: 'ReachabilityMonitorStanding',
  /**
   * On paths that the function creates for a promise about a group; Terraform declares none of
   * these.
   */
  place: 'ReachabilityMonitorPlace',
  /**
   * On analyses: `<event id>/<request id>:<attempt>` of the invocation that judges it, and
   * `:claimed` where another invocation started it.
   */
  owner: 'ReachabilityMonitorOwner',
  /**
   * On analyses: `<outcome>/<expectation it was judged by>`, and ` then newer` when a later one has
   * begun.
   */
  judged: 'ReachabilityMonitorJudged',
  /**
   * On analyses: hashes, separated by spaces, of the events whose IPv6 rules a warning was sent
   * about.
   */
  ipv6: 'ReachabilityMonitorIpv6',
} as const;

/** On analyses: a tag `chg-<event id>` notes each change that the analysis covers. */
export const NOTE_PREFIX = 'chg-';
