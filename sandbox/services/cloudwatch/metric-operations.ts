import type {
  Dimension,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  ListMetricsInput,
  ListMetricsOutput,
  MetricDatum,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError, type Call } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import { type Datum, type MetricName, type Metrics, type Statistic, singleValue, statisticOf } from './metrics';

const PAGE_SIZE = 500;

export const metricOperations = (metrics: Metrics, report: (metric: MetricName, data: readonly Datum[]) => void) => ({
  PutMetricData: (input: PutMetricDataInput, call: Call): void => {
    const namespace = required(input.Namespace, 'Namespace');
    for (const datum of input.MetricData ?? []) {
      const name = required(datum.MetricName, 'MetricData.MetricName');
      const metric = { region: call.region, namespace, name, dimensions: dimensions(datum.Dimensions) };
      report(metric, readDatum(datum, call.at));
    }
  },

  GetMetricStatistics: (input: GetMetricStatisticsInput, { region }: Call): GetMetricStatisticsOutput => {
    const metric = {
      region,
      namespace: required(input.Namespace, 'Namespace'),
      name: required(input.MetricName, 'MetricName'),
      dimensions: dimensions(input.Dimensions),
    };
    const statistics = input.Statistics ?? [];
    if (statistics.length === 0 || input.ExtendedStatistics?.length)
      throw new AwsError(
        'InvalidParameterCombination',
        'The sandbox needs Statistics and computes no ExtendedStatistics.',
      );
    const start = required(input.StartTime, 'StartTime').getTime();
    const end = required(input.EndTime, 'EndTime').getTime();
    const periodMs = required(input.Period, 'Period') * 1000;
    const data = metrics.between(metric, start - 1, end - 1, input.Unit);
    return { Label: metric.name, Datapoints: datapoints(data, start, periodMs, statistics) };
  },

  ListMetrics: (input: ListMetricsInput, { region }: Call): ListMetricsOutput => {
    const found = metrics
      .inRegion(region)
      .filter(
        ({ namespace, name }) => namespace === (input.Namespace ?? namespace) && name === (input.MetricName ?? name),
      )
      .filter((metric) =>
        (input.Dimensions ?? []).every(
          ({ Name = '', Value }) =>
            Name in metric.dimensions && metric.dimensions[Name] === (Value ?? metric.dimensions[Name]),
        ),
      );
    const { items, next } = page(found, PAGE_SIZE, input.NextToken);
    const described = items.map((metric) => ({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    }));
    return { Metrics: described, NextToken: next };
  },
});

const dimensions = (list: readonly Dimension[] | undefined): Record<string, string> =>
  Object.fromEntries((list ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));

function readDatum(
  { Value, Values, Counts, StatisticValues, Timestamp, Unit = 'None' }: MetricDatum,
  now: Date,
): Datum[] {
  const at = (Timestamp ?? now).getTime();
  if (StatisticValues) {
    const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = StatisticValues;
    return [{ at, count: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum, unit: Unit }];
  }
  if (Values)
    return Values.map((value, index) => {
      const count = Counts?.[index] ?? 1;
      return { at, count, sum: value * count, minimum: value, maximum: value, unit: Unit };
    });
  return [singleValue(required(Value, 'MetricData.Value'), at, Unit)];
}

function datapoints(data: readonly Datum[], start: number, periodMs: number, statistics: readonly Statistic[]) {
  const byPeriod = new Map<number, Datum[]>();
  for (const datum of data) {
    const begin = start + Math.floor((datum.at - start) / periodMs) * periodMs;
    byPeriod.set(begin, [...(byPeriod.get(begin) ?? []), datum]);
  }
  return [...byPeriod].map(([begin, inPeriod]) => ({
    Timestamp: new Date(begin),
    Unit: inPeriod[0]?.unit as MetricDatum['Unit'],
    ...Object.fromEntries(statistics.map((statistic) => [statistic, statisticOf(inPeriod, statistic)])),
  }));
}
