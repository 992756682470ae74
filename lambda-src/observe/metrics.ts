import {
  MONITOR_DIMENSION,
  MONITOR_METRICS,
  type MonitorMetric,
  NAMESPACE,
  OUTCOME_VALUES,
  PATH_DIMENSION,
  PATH_METRIC,
} from '../../contract/metrics';
import type { Outcome } from '../../contract/result';
import type { Tally } from '../context';
import type { Environment } from '../environment';
import { printableAscii } from '../safe-text';

/** CloudWatch's limit on the values of one metric in one log entry. */
const MOST_VALUES = 100;
/** CloudWatch takes 1,024 characters of ASCII, which may not begin with a colon. */
const MOST_DIMENSION = 256;

type Settings = Pick<Environment, 'monitorName' | 'pathMetrics'>;
type Metrics = Readonly<Partial<Record<MonitorMetric | typeof PATH_METRIC, number | readonly number[]>>>;

/**
 * The metrics of one invocation in CloudWatch's embedded metric format. Each object has to be
 * logged as the top level of one JSON line:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param now milliseconds since 1970
 */
export function metricEntries(tally: Tally, { monitorName, pathMetrics }: Settings, now: number): object[] {
  const monitor = { [MONITOR_DIMENSION]: dimension(monitorName) };
  const [first, ...more] = chunks(tally.secondsToMessage).map((seconds) => ({ SecondsFromChangeToMessage: seconds }));
  const paths = pathMetrics ? [...lastByPath(tally)] : [];
  return [
    entry(monitor, { ...counts(tally), ...first }, now),
    ...more.map((seconds) => entry(monitor, seconds, now)),
    ...paths.map(([name, value]) => entry({ ...monitor, [PATH_DIMENSION]: name }, { [PATH_METRIC]: value }, now)),
  ];
}

function counts({ analysesStarted, judged, messagesSent, chatMessagesFailed }: Tally): Metrics {
  const outcomes = (wanted: Outcome) => judged.filter(({ outcome }) => outcome === wanted).length;
  return {
    AnalysesStarted: analysesStarted,
    OutcomesKept: outcomes('kept'),
    OutcomesBroken: outcomes('broken'),
    OutcomesInconclusive: outcomes('inconclusive'),
    MessagesSent: messagesSent,
    ChatMessagesFailed: chatMessagesFailed,
  };
}

/** The last verdict of each path: earlier ones of the same invocation are outdated. */
function lastByPath({ judged }: Tally): Map<string, number> {
  return new Map(judged.map(({ pathName, outcome }) => [dimension(pathName), OUTCOME_VALUES[outcome]]));
}

function entry(dimensions: Readonly<Record<string, string>>, metrics: Metrics, now: number): object {
  const units: Readonly<Record<string, string>> = MONITOR_METRICS;
  const directive = {
    Namespace: NAMESPACE,
    Dimensions: [Object.keys(dimensions)],
    Metrics: Object.keys(metrics).map((Name) => ({ Name, Unit: units[Name] ?? 'None' })),
  };
  return { _aws: { Timestamp: now, CloudWatchMetrics: [directive] }, ...dimensions, ...metrics };
}

function dimension(text: string): string {
  return printableAscii(text, MOST_DIMENSION).trim().replace(/^:/, '?') || '?';
}

function chunks(values: readonly number[]): number[][] {
  const count = Math.ceil(values.length / MOST_VALUES);
  return Array.from({ length: count }, (_, index) => values.slice(index * MOST_VALUES, (index + 1) * MOST_VALUES));
}
