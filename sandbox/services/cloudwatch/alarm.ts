import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../service';
import { required } from '../required';
import type { Tags } from '../tags';
import type { MetricName, Statistic } from './metrics';

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData?: string;
  readonly updatedAt: Date;
  readonly transitionedAt: Date;
}

export interface AlarmSettings {
  readonly metric: MetricName;
  readonly statistic: Statistic;
  readonly unit?: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  /** How many of the evaluation periods must breach. */
  readonly datapointsToAlarm: number;
  readonly missingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  readonly actionsEnabled: boolean;
  readonly actions: Readonly<Record<StateValue, readonly string[]>>;
}

/** An alarm on the threshold of one metric. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  /** As it was given, for answers. */
  readonly input: PutMetricAlarmInput;
  readonly settings: AlarmSettings;
  readonly configuredAt: Date;
  readonly state: AlarmState;
  readonly tags: Tags;
}

const COMPARISONS = {
  GreaterThanOrEqualToThreshold: {
    words: 'greater than or equal to',
    breaches: (value: number, threshold: number) => value >= threshold,
  },
  GreaterThanThreshold: { words: 'greater than', breaches: (value: number, threshold: number) => value > threshold },
  LessThanThreshold: { words: 'less than', breaches: (value: number, threshold: number) => value < threshold },
  LessThanOrEqualToThreshold: {
    words: 'less than or equal to',
    breaches: (value: number, threshold: number) => value <= threshold,
  },
} as const;

export type Comparison = keyof typeof COMPARISONS;

export const comparisonWords = (comparison: Comparison): string => COMPARISONS[comparison].words;

export const breaches = ({ comparison, threshold }: AlarmSettings, value: number): boolean =>
  COMPARISONS[comparison].breaches(value, threshold);

const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
const MISSING_DATA = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const DAY_SECONDS = 86_400;

/**
 * Reads what PutMetricAlarm was given. Throws `ValidationError`, also for the kinds of alarms that the sandbox does not evaluate.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function alarmSettings(input: PutMetricAlarmInput, region: string): AlarmSettings {
  if (input.Metrics || input.ThresholdMetricId || input.EvaluationCriteria || input.ExtendedStatistic)
    throw invalid(
      'The sandbox evaluates a Statistic of one metric only: no Metrics, ThresholdMetricId, EvaluationCriteria or ExtendedStatistic.',
    );
  const evaluationPeriods = required(input.EvaluationPeriods, 'EvaluationPeriods');
  return {
    metric: {
      region,
      namespace: required(input.Namespace, 'Namespace'),
      name: required(input.MetricName, 'MetricName'),
      dimensions: Object.fromEntries((input.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    },
    statistic: oneOf('Statistic', input.Statistic, STATISTICS),
    unit: input.Unit,
    comparison: oneOf('ComparisonOperator', input.ComparisonOperator, Object.keys(COMPARISONS) as Comparison[]),
    threshold: required(input.Threshold, 'Threshold'),
    period: period(input.Period, evaluationPeriods),
    evaluationPeriods,
    datapointsToAlarm: datapoints(input.DatapointsToAlarm ?? evaluationPeriods, evaluationPeriods),
    missingData: oneOf('TreatMissingData', input.TreatMissingData ?? 'missing', MISSING_DATA),
    actionsEnabled: input.ActionsEnabled ?? true,
    actions: {
      OK: input.OKActions ?? [],
      ALARM: input.AlarmActions ?? [],
      INSUFFICIENT_DATA: input.InsufficientDataActions ?? [],
    },
  };
}

function period(seconds: number | undefined, evaluationPeriods: number): number {
  const given = required(seconds, 'Period');
  if (![10, 20, 30].includes(given) && (given <= 0 || given % 60 !== 0))
    throw invalid(`Period ${given} must be 10, 20, 30 or a multiple of 60 seconds.`);
  const limit = given >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS;
  if (evaluationPeriods < 1 || given * evaluationPeriods > limit)
    throw invalid(
      `EvaluationPeriods ${evaluationPeriods} times Period ${given} must be at most ${limit} seconds, and at least one period.`,
    );
  return given;
}

function datapoints(count: number, evaluationPeriods: number): number {
  if (count < 1 || count > evaluationPeriods)
    throw invalid(`DatapointsToAlarm ${count} must be 1 to EvaluationPeriods (${evaluationPeriods}).`);
  return count;
}

function oneOf<T extends string>(field: string, value: string | undefined, values: readonly T[]): T {
  const found = values.find((candidate) => candidate === value);
  if (!found) throw invalid(`${field} ${value} must be one of ${values.join(', ')}.`);
  return found;
}

const invalid = (message: string) => new AwsError('ValidationError', message);
