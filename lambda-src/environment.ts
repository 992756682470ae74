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
/** What the operator decided, from the function's environment variables. */

export interface Environment {
  readonly topicArn: string;
  /** The topic that Amazon Q Developer listens to; absent: nobody hears in chat. */
  readonly chatTopicArn?: string;
  readonly monitorName: string;
  /** `change`: tell turns only. `every-check`: also confirm what stayed good. */
  readonly notifyOn: NotifyOn;
  /** `affected`: only paths whose outcome the change could alter. `all`: every watched path. */
  readonly check: Check;
  /** Seconds from a change to its analysis. */
  readonly settleSeconds: number;
  /** Judged analyses kept per path. */
  readonly keepAnalyses: number;
  /** Whether each path has a metric of its own, which CloudWatch charges for. */
  readonly pathMetrics: boolean;
  /** Watched instead of the paths that bear the monitor's tag; absent: the tag decides. */
  readonly pathIds?: readonly string[];
  /** The paths that Terraform declares, from `DECLARED_PATHS`; absent: not known. */
  readonly declared?: Declared;
  /** Such as `aws` or `aws-cn`. */
  readonly partition: string;
  readonly region: string;
}

const TOPIC_ARN = /^arn:(aws[a-z-]*):sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}$/;
const PATH_ID = /^nip-[0-9a-f]+$/;

/** @throws Error that names the variable, its value and what would be right. */
export function parseEnvironment(variables: ReadVariables): Environment {
  const text = (name: keyof ReadVariables, right: string, pattern: RegExp): string => {
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
    ...chatTopicArn(variables.CHAT_TOPIC_ARN),
    partition,
    region: variables.AWS_REGION || topicRegion,
    monitorName: text(
      'MONITOR_NAME',
      '1 to 256 characters, the value of the ReachabilityMonitor tag',
      /^\S(.{0,254}\S)?$/,
    ),
    notifyOn: oneOf(variables, 'NOTIFY_ON', NOTIFY_ON),
    check: oneOf(variables, 'CHECK', CHECKS),
    settleSeconds: wholeNumber(variables, 'SETTLE_SECONDS', ...SETTLE_SECONDS),
    keepAnalyses: wholeNumber(variables, 'KEEP_ANALYSES', ...KEEP_ANALYSES),
    pathMetrics:
      oneOf({ PATH_METRICS: variables.PATH_METRICS || 'false' }, 'PATH_METRICS', ['true', 'false']) === 'true',
    ...pathIds(variables.NETWORK_INSIGHTS_PATH_ID),
    ...declared(variables.DECLARED_PATHS),
  };
}

function oneOf<T extends string>(variables: ReadVariables, name: keyof ReadVariables, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === variables[name]);
  if (found === undefined)
    throw badVariable(name, variables[name], allowed.map((value) => JSON.stringify(value)).join(' or '));
  return found;
}

function wholeNumber(variables: ReadVariables, name: keyof ReadVariables, least: number, most: number): number {
  const value = variables[name] ?? '';
  const number = Number(value);
  if (!/^\d{1,6}$/.test(value) || number < least || number > most) {
    throw badVariable(name, variables[name], `a whole number from ${least} to ${most}`);
  }
  return number;
}

function chatTopicArn(value: string | undefined): { chatTopicArn?: string } {
  if (!value) return {};
  if (!TOPIC_ARN.test(value))
    throw badVariable('CHAT_TOPIC_ARN', value, 'the ARN of an SNS topic that Amazon Q Developer listens to, or empty');
  return { chatTopicArn: value };
}

function pathIds(value: string | undefined): { pathIds?: readonly string[] } {
  if (value === undefined || value.trim() === '') return {};
  const ids = value.split(',').map((id) => id.trim());
  if (!ids.every((id) => PATH_ID.test(id))) {
    throw badVariable(
      'NETWORK_INSIGHTS_PATH_ID',
      value,
      'ids of network insights paths, such as nip-0123456789abcdef0, separated by commas',
    );
  }
  return { pathIds: [...new Set(ids)] };
}

function declared(value: string | undefined): { declared?: Declared } {
  const paths = parseDeclaredPaths(value);
  return paths ? { declared: paths } : {};
}

function badVariable(name: keyof ReadVariables, value: string | undefined, right: string): Error {
  const given = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
  return new Error(`environment variable ${name} ${given}; it must be ${right}`);
}
