import { type Declared, parseDeclaredPaths } from '../contract/declared-paths';
import {
  CHECKS,
  type Check,
  KEEP_ANALYSES,
  NOTIFY_ON,
  type NotifyOn,
  type ReadVariables,
  SETTLE_SECONDS,
} from '../contract/settings';

/** The operator's settings, from the function's environment variables. */
export interface Environment {
  readonly topicArn: string;
  /** The topic that Amazon Q Developer listens to; absent: no messages to chat. */
  readonly chatTopicArn?: string;
  readonly monitorName: string;
  /** `change`: report turns only. `every-check`: also confirm every kept promise. */
  readonly notifyOn: NotifyOn;
  /**
   * `affected`: analyse only the paths whose outcome the change could alter. `all`: every watched
   * path.
   */
  readonly check: Check;
  /** Seconds from a change to its analysis. */
  readonly settleSeconds: number;
  /** Judged analyses kept per path. */
  readonly keepAnalyses: number;
  /** Whether each path has a metric of its own, which CloudWatch charges for. */
  readonly pathMetrics: boolean;
  /** The paths to watch; absent: those with the monitor's tag. */
  readonly pathIds?: readonly string[];
  /** The paths that Terraform declares, from `DECLARED_PATHS`; absent if unknown. */
  readonly declared?: Declared;
  /** Such as `aws` or `aws-cn`. */
  readonly partition: string;
  readonly region: string;
}

const TOPIC_ARN = /^arn:(aws[a-z-]*):sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}$/;
const PATH_ID = /^nip-[0-9a-f]+$/;

/** @throws Error that names the variable, its value, and what it must be */
export function parseEnvironment(variables: ReadVariables): Environment {
  const text = (name: Name, right: string, pattern: RegExp): string => {
    const value = variables[name] ?? '';
    if (!pattern.test(value)) throw badVariable(name, variables[name], right);
    return value;
  };
  const topicArn = text(
    'SNS_TOPIC_ARN',
    'the ARN of an SNS topic, such as arn:aws:sns:eu-central-1:123456789012:name',
    TOPIC_ARN,
  );
  const [, partition = '', topicRegion = ''] = TOPIC_ARN.exec(topicArn) ?? [];
  return {
    topicArn,
    chatTopicArn: variables.CHAT_TOPIC_ARN
      ? text('CHAT_TOPIC_ARN', 'the ARN of an SNS topic that Amazon Q Developer listens to, or empty', TOPIC_ARN)
      : undefined,
    partition,
    region: variables.AWS_REGION || topicRegion,
    monitorName: text(
      'MONITOR_NAME',
      '1 to 256 characters, the value of the ReachabilityMonitor tag',
      /^\S(.{0,254}\S)?$/,
    ),
    notifyOn: oneOf(NOTIFY_ON, 'NOTIFY_ON', variables.NOTIFY_ON),
    check: oneOf(CHECKS, 'CHECK', variables.CHECK),
    settleSeconds: wholeNumber(SETTLE_SECONDS, 'SETTLE_SECONDS', variables.SETTLE_SECONDS),
    keepAnalyses: wholeNumber(KEEP_ANALYSES, 'KEEP_ANALYSES', variables.KEEP_ANALYSES),
    pathMetrics: oneOf(['true', 'false'], 'PATH_METRICS', variables.PATH_METRICS || 'false') === 'true',
    pathIds: pathIds(variables.NETWORK_INSIGHTS_PATH_ID),
    declared: parseDeclaredPaths(variables.DECLARED_PATHS),
  };
}

type Name = keyof ReadVariables;

function oneOf<T extends string>(allowed: readonly T[], name: Name, value: string | undefined): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw badVariable(name, value, allowed.map((each) => JSON.stringify(each)).join(' or '));
}

function wholeNumber([least, most]: readonly [number, number], name: Name, value: string | undefined): number {
  const number = Number(value);
  if (!/^\d{1,6}$/.test(value ?? '') || number < least || number > most) {
    throw badVariable(name, value, `a whole number from ${least} to ${most}`);
  }
  return number;
}

function pathIds(value = ''): readonly string[] | undefined {
  if (value.trim() === '') return undefined;
  const ids = value.split(',').map((id) => id.trim());
  if (!ids.every((id) => PATH_ID.test(id))) {
    throw badVariable(
      'NETWORK_INSIGHTS_PATH_ID',
      value,
      'ids of network insights paths, such as nip-0123456789abcdef0, separated by commas',
    );
  }
  return [...new Set(ids)];
}

function badVariable(name: Name, value: string | undefined, right: string): Error {
  const given = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
  return new Error(`environment variable ${name} ${given}; it must be ${right}`);
}
