import { type AlarmSettings, breaches, comparisonWords, type StateValue } from './alarm';
import { type Datum, type Metrics, statisticOf } from './metrics';

interface AlarmEvaluation {
  readonly value: StateValue;
  readonly reason: string;
  /** When the answer may change without another report, in milliseconds since 1970; absent when it cannot. */
  readonly next?: number;
}

/**
 * What an alarm says at `now` (milliseconds since 1970). The evaluation periods are counted back from `now`, so that a report
 * counts at once; AWS aligns them to the clock and answers up to a period later.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateAlarm(
  settings: AlarmSettings,
  metrics: Metrics,
  now: number,
  current: StateValue,
): AlarmEvaluation {
  const { period, evaluationPeriods, datapointsToAlarm, missingData, statistic } = settings;
  const periodMs = period * 1000;
  const data = metrics.between(settings.metric, now - evaluationPeriods * periodMs, now, settings.unit);
  const datapoints = Array.from({ length: evaluationPeriods }, (_, index) => {
    const end = now - index * periodMs;
    return statisticOf(
      data.filter(({ at }) => at > end - periodMs && at <= end),
      statistic,
    );
  });
  const known = datapoints.filter((value) => value !== undefined);
  if (known.length === 0) return withoutData(missingData, current);
  const missing = missingData === 'breaching' ? datapoints.length - known.length : 0;
  const breaching = known.filter((value) => breaches(settings, value));
  const isAlarm = breaching.length + missing >= datapointsToAlarm;
  return {
    value: isAlarm ? 'ALARM' : 'OK',
    reason: thresholdReason(settings, isAlarm ? breaching : known, isAlarm),
    next: nextChange(data, periodMs, now),
  };
}

function withoutData(missingData: AlarmSettings['missingData'], current: StateValue): AlarmEvaluation {
  const value = ({ missing: 'INSUFFICIENT_DATA', ignore: current, breaching: 'ALARM', notBreaching: 'OK' } as const)[
    missingData
  ];
  const treated = missingData === 'missing' ? '' : ` and missing data is treated as [${missingData}]`;
  return { value, reason: `Insufficient Data: no datapoints were received${treated}.` };
}

function thresholdReason(settings: AlarmSettings, values: readonly number[], isAlarm: boolean): string {
  const { evaluationPeriods, comparison, threshold } = settings;
  const verb = `${values.length === 1 ? 'was' : 'were'}${isAlarm ? '' : ' not'}`;
  const shown = values.map(decimal).join(', ');
  return `Threshold Crossed: ${values.length} out of the last ${evaluationPeriods} datapoints [${shown}] ${verb} ${comparisonWords(comparison)} the threshold (${decimal(threshold)}).`;
}

/** As CloudWatch writes numbers: `1.0`. */
const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** The first moment at which a report moves on to the period before, or out of the last one. */
const nextChange = (data: readonly Datum[], periodMs: number, now: number): number =>
  Math.min(...data.map(({ at }) => at + (Math.floor((now - at) / periodMs) + 1) * periodMs));
