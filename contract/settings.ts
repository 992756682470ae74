/**
 * Which paths a change starts an analysis of: those whose outcome it could alter, or every watched
 * path.
 */
export const CHECKS = ['affected', 'all'] as const;

export type Check = (typeof CHECKS)[number];

/** When a message is sent: when an outcome turns, or after every check. */
export const NOTIFY_ON = ['change', 'every-check'] as const;

export type NotifyOn = (typeof NOTIFY_ON)[number];

/** The least and the most seconds from a change to its analysis. */
export const SETTLE_SECONDS = [0, 300] as const;

/** The fewest and the most judged analyses kept of each path. AWS holds 10,000 analyses in all. */
export const KEEP_ANALYSES = [1, 10_000] as const;

/** The environment variables that the stack gives the function; each value is text. */
export type FunctionVariables = {
  readonly MONITOR_NAME: string;
  readonly SNS_TOPIC_ARN: string;
  /** Empty: no chat. */
  readonly CHAT_TOPIC_ARN: string;
  /** One of {@link NOTIFY_ON}. */
  readonly NOTIFY_ON: string;
  /** One of {@link CHECKS}. */
  readonly CHECK: string;
  /** Within {@link SETTLE_SECONDS}. */
  readonly SETTLE_SECONDS: string;
  /** Within {@link KEEP_ANALYSES}. */
  readonly KEEP_ANALYSES: string;
  /** `true` or `false`. */
  readonly PATH_METRICS: string;
  /** What `parseDeclaredPaths` reads. */
  readonly DECLARED_PATHS: string;
};

/** The environment variables that the function reads; each may be absent. */
export type ReadVariables = Partial<FunctionVariables> & {
  /**
   * Ids of the paths to watch instead of the tagged ones, separated by commas; the stack does not
   * set it.
   */
  readonly NETWORK_INSIGHTS_PATH_ID?: string;
  /** Lambda sets it. */
  readonly AWS_REGION?: string;
};
