/** The name of a metric. */
export interface MetricName {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One report, of one value or of several. */
export interface Datum {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
}

export type Statistic = 'SampleCount' | 'Average' | 'Sum' | 'Minimum' | 'Maximum';

export const singleValue = (value: number, at: number, unit = 'None'): Datum => ({
  at,
  count: 1,
  sum: value,
  minimum: value,
  maximum: value,
  unit,
});

/** The same for the same metric, whatever the order of its dimensions. */
export const metricKey = ({ region, namespace, name, dimensions }: MetricName): string =>
  JSON.stringify([region, namespace, name, Object.entries(dimensions).sort()]);

/** Undefined without data, which is not the same as zero. */
export function statisticOf(data: readonly Datum[], statistic: Statistic): number | undefined {
  if (data.length === 0) return undefined;
  const total = (field: 'count' | 'sum') => data.reduce((sum, datum) => sum + datum[field], 0);
  switch (statistic) {
    case 'SampleCount':
      return total('count');
    case 'Sum':
      return total('sum');
    case 'Average':
      return total('sum') / total('count');
    case 'Minimum':
      return Math.min(...data.map(({ minimum }) => minimum));
    case 'Maximum':
      return Math.max(...data.map(({ maximum }) => maximum));
  }
}

/** Everything that was reported since the sandbox started. */
export class Metrics {
  private readonly names = new Map<string, MetricName>();
  private readonly data = new Map<string, Datum[]>();

  put(metric: MetricName, datum: Datum): void {
    const key = metricKey(metric);
    this.names.set(key, metric);
    this.data.set(key, [...(this.data.get(key) ?? []), datum]);
  }

  /** The reports after `from` and until `to`, both in milliseconds since 1970. */
  between(metric: MetricName, from: number, to: number, unit?: string): Datum[] {
    const all = this.data.get(metricKey(metric)) ?? [];
    return all.filter((datum) => datum.at > from && datum.at <= to && datum.unit === (unit ?? datum.unit));
  }

  inRegion(region: string): MetricName[] {
    return [...this.names.values()].filter((metric) => metric.region === region);
  }

  clear(): void {
    this.names.clear();
    this.data.clear();
  }
}
