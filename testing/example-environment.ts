import type { FunctionVariables, ReadVariables } from '../contract/settings';

const EXAMPLE: FunctionVariables = {
  MONITOR_NAME: 'reachability-monitor',
  SNS_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:reachability-monitor',
  CHAT_TOPIC_ARN: '',
  NOTIFY_ON: 'change',
  CHECK: 'affected',
  SETTLE_SECONDS: '5',
  KEEP_ANALYSES: '3',
  PATH_METRICS: 'false',
  DECLARED_PATHS: '',
};

/**
 * The function's environment under the defaults of the stack, without declared paths, apart from
 * what is given.
 */
export const exampleEnvironment = (given: ReadVariables = {}): FunctionVariables => ({ ...EXAMPLE, ...given });
