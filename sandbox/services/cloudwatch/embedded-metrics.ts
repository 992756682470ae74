import type { Datum, MetricName } from './metrics';
import { singleValue } from './metrics';

interface EmbeddedMetric {
  readonly metric: Omit<MetricName, 'region'>;
  readonly data: readonly Datum[];
}

interface Directive {
  readonly Namespace?: string;
  readonly Dimensions?: readonly (readonly string[])[];
  readonly Metrics?: readonly { readonly Name?: string; readonly Unit?: string }[];
}

/**
 * The metrics in a log message in embedded metric format; none for any other message.
 * @see
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(message: string): EmbeddedMetric[] {
  const root = readRoot(message);
  if (!root) return [];
  return root.directives.flatMap(({ Namespace, Dimensions = [[]], Metrics = [] }) =>
    Metrics.flatMap(({ Name, Unit }): EmbeddedMetric[] => {
      const values = [root.members[Name ?? '']].flat().filter((value) => typeof value === 'number');
      if (!Namespace || !Name || values.length === 0) return [];
      const data = values.map((value) => singleValue(value, root.timestamp, Unit));
      return Dimensions.map((keys) => ({
        metric: { namespace: Namespace, name: Name, dimensions: dimensions(keys, root.members) },
        data,
      }));
    }),
  );
}

interface Root {
  readonly timestamp: number;
  readonly directives: readonly Directive[];
  readonly members: Readonly<Record<string, unknown>>;
}

function readRoot(message: string): Root | undefined {
  if (!message.includes('"_aws"')) return undefined;
  try {
    const members = JSON.parse(message) as Record<string, unknown>;
    const { Timestamp, CloudWatchMetrics } = members._aws as { Timestamp?: unknown; CloudWatchMetrics?: unknown };
    if (typeof Timestamp !== 'number' || !Array.isArray(CloudWatchMetrics)) return undefined;
    return { timestamp: Timestamp, directives: CloudWatchMetrics, members };
  } catch {
    return undefined;
  }
}

const dimensions = (keys: readonly string[], members: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, String(members[key] ?? '')]));
