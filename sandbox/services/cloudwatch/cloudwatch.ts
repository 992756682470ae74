import * as sdk from '@aws-sdk/client-cloudwatch';
import type { Service } from '../../service';
import type { World } from '../../world/world';
import type { Sns } from '../sns/sns';
import { alarmOperations } from './alarm-operations';
import { Alarms } from './alarms';
import { type Dashboard, dashboardOperations } from './dashboard-operations';
import { embeddedMetrics } from './embedded-metrics';
import { metricOperations } from './metric-operations';
import { type Datum, type MetricName, Metrics, singleValue } from './metrics';

/** Metrics, alarms and dashboards. Signatures call the service `monitoring`. */
export class CloudWatch implements Service {
  readonly name = 'cloudwatch';
  readonly sdk = sdk;
  readonly operations;
  private readonly metrics = new Metrics();
  private readonly dashboards = new Map<string, Dashboard>();
  private readonly alarms: Alarms;

  constructor(
    private readonly world: World,
    peers: { readonly sns: Pick<Sns, 'publishAsService'> },
  ) {
    this.alarms = new Alarms(world, this.metrics, peers.sns);
    this.operations = {
      ...alarmOperations(this.alarms),
      ...metricOperations(this.metrics, (metric, data) => this.report(metric, data)),
      ...dashboardOperations(this.dashboards),
    };
  }

  /**
   * Reports a value at this moment, as AWS's services do, and evaluates the alarms on the metric.
   */
  put(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
    unit = 'Count',
  ): void {
    this.report({ region: this.world.region, namespace, name, dimensions }, [singleValue(value, Date.now(), unit)]);
  }

  /** Reports the metrics in a log message in embedded metric format. Other messages are ignored. */
  readLogMessage(message: string, region = this.world.region): void {
    for (const { metric, data } of embeddedMetrics(message)) this.report({ ...metric, region }, data);
  }

  reset(): void {
    this.alarms.clear();
    this.metrics.clear();
    this.dashboards.clear();
  }

  private report(metric: MetricName, data: readonly Datum[]): void {
    for (const datum of data) this.metrics.put(metric, datum);
    this.alarms.evaluateAllOn(metric);
  }
}
