import { MONITOR_METRICS, NAMESPACE, PATH_METRIC } from '../../../contract/metrics';
import { newTally } from '../../../lambda-src/context';
import { jsonLog } from '../../../lambda-src/observe/log';
import { metricEntries } from '../../../lambda-src/observe/metrics';
import { embeddedMetrics } from '../../../sandbox/services/cloudwatch/embedded-metrics';
import { authorizeEgress, revokeEgress } from '../../../testing/simulation/events';
import { Simulation } from '../../../testing/simulation/simulation';

const PATH = 'nip-0cccccccccccccccc';
const NOW = Date.parse('2026-11-23T10:00:00Z');
const SETTINGS = { monitorName: 'prod', pathMetrics: false };

/** The values of each metric as CloudWatch reads them from what the simulation has logged, under their dimensions. */
function reported(simulation: Simulation): Record<string, number[]> {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line), {});
  for (const { level, message, details } of simulation.logs) log(level, message, details);
  const values: Record<string, number[]> = {};
  for (const { metric, data } of lines.flatMap(embeddedMetrics)) {
    const key = [metric.name, ...Object.values(metric.dimensions)].join(' ');
    values[key] = [...(values[key] ?? []), ...data.map(({ sum }) => sum)];
  }
  return values;
}

function watching(variables: Readonly<Record<string, string>> = {}): Simulation {
  const simulation = new Simulation({ MONITOR_NAME: 'prod', ...variables });
  simulation.addPath(PATH, 'web-to-internet');
  return simulation;
}

function now(simulation: Simulation): string {
  return new Date(simulation.clock.now()).toISOString();
}

describe('an invocation', () => {
  it('reports what it bought, found and told, and how long after the change', async () => {
    const simulation = watching();
    simulation.network = () => ({ found: false });
    simulation.analysisMs = 10_000;
    await simulation.invoke(revokeEgress(now(simulation)));
    expect(reported(simulation)).toEqual({
      'AnalysesStarted prod': [1],
      'OutcomesKept prod': [0],
      'OutcomesBroken prod': [1],
      'OutcomesInconclusive prod': [0],
      'MessagesSent prod': [1],
      'ChatMessagesFailed prod': [0],
      'SecondsFromChangeToMessage prod': [expect.any(Number)],
    });
    // Five seconds for settling, ten for the analysis, and the looks at it.
    const [seconds = 0] = reported(simulation)['SecondsFromChangeToMessage prod'] ?? [];
    expect(seconds).toBeGreaterThan(15);
    expect(seconds).toBeLessThan(18);
  });

  it('reports no time to a message where it told nothing, or of no change', async () => {
    const simulation = watching();
    await simulation.invoke(authorizeEgress(now(simulation)));
    simulation.network = () => ({ found: false });
    await simulation.invoke({});
    expect(reported(simulation)).toMatchObject({ 'OutcomesKept prod': [1, 0], 'MessagesSent prod': [0, 1] });
    expect(reported(simulation)).not.toHaveProperty(['SecondsFromChangeToMessage prod']);
  });

  it('reports what it bought before it failed', async () => {
    const simulation = watching();
    simulation.analysisMs = 100_000;
    await expect(simulation.invoke({}, { timeoutMs: 30_000 })).rejects.toThrow('out of time');
    expect(reported(simulation)).toMatchObject({ 'AnalysesStarted prod': [1], 'OutcomesKept prod': [0] });
  });

  it('reports every attempt that is bought because the one before failed, and one verdict', async () => {
    const simulation = watching();
    simulation.scripts.push({ status: 'failed', statusMessage: 'modifications in network resources' });
    await simulation.invoke({});
    expect(reported(simulation)).toMatchObject({ 'AnalysesStarted prod': [2], 'OutcomesKept prod': [1] });
  });

  it('reports the outcome of each path where that is wanted', async () => {
    const simulation = watching({ PATH_METRICS: 'true' });
    simulation.addPath('nip-0dddddddddddddddd', ':closed\n→', 'unreachable');
    await simulation.invoke({});
    expect(reported(simulation)).toMatchObject({
      'PathOutcome prod web-to-internet': [0],
      'PathOutcome prod ?closed??': [2],
    });
  });
});

describe('metricEntries', () => {
  it('are in the namespace and with the units that are documented', () => {
    const tally = { ...newTally(), secondsToMessage: [1.5] };
    const [entry] = metricEntries(tally, SETTINGS, NOW);
    expect(entry).toMatchObject({
      _aws: { Timestamp: NOW, CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [['Monitor']] }] },
      Monitor: 'prod',
      SecondsFromChangeToMessage: [1.5],
    });
    const { Metrics } = (entry as { _aws: { CloudWatchMetrics: { Metrics: object[] }[] } })._aws
      .CloudWatchMetrics[0] ?? { Metrics: [] };
    expect(Metrics).toEqual(Object.entries(MONITOR_METRICS).map(([Name, Unit]) => ({ Name, Unit })));
  });

  it('hold at most a hundred values of a metric each, and lose none', () => {
    const secondsToMessage = Array.from({ length: 250 }, (_, index) => index);
    const entries = metricEntries({ ...newTally(), secondsToMessage }, SETTINGS, NOW);
    const data = entries.flatMap((entry) => embeddedMetrics(JSON.stringify(entry)));
    const seconds = data.filter(({ metric }) => metric.name === 'SecondsFromChangeToMessage');
    expect(seconds.map((each) => each.data.length)).toEqual([100, 100, 50]);
    expect(seconds.flatMap((each) => each.data.map(({ sum }) => sum))).toEqual(secondsToMessage);
    expect(data.filter(({ metric }) => metric.name === 'AnalysesStarted')).toHaveLength(1);
  });

  it('have the last verdict of a path that was judged twice', () => {
    const judged = (['broken', 'kept'] as const).map((outcome) => ({ pathName: 'web', outcome }));
    const entries = metricEntries({ ...newTally(), judged }, { ...SETTINGS, pathMetrics: true }, NOW);
    expect(entries.slice(1)).toEqual([expect.objectContaining({ Monitor: 'prod', Path: 'web', [PATH_METRIC]: 0 })]);
  });
});
