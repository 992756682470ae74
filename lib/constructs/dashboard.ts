import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  MONITOR_DIMENSION,
  type MonitorMetric,
  NAMESPACE,
  OUTCOME_VALUES,
  PATH_DIMENSION,
  PATH_METRIC,
} from '../../contract/metrics';
import { addressed } from '../terraform/addressed';
import { type Condition, choose } from '../terraform/condition';
import type { Location } from './location';

export interface DashboardProps {
  readonly monitorName: string;
  readonly location: Location;
  /** Whether to create it. */
  readonly dashboard: Condition;
  /** Whether each path has its own metric. */
  readonly pathMetrics: Condition;
  readonly functionName: string;
  readonly ruleNames: readonly string[];
  readonly deadLetterQueueName: string;
  readonly onFailureQueueName: string;
}

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
/** US dollars: https://aws.amazon.com/vpc/pricing/, Network Analysis. */
const ANALYSIS_PRICE = 0.1;

/**
 * A metric or an expression of a widget:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
type Series = readonly (string | Readonly<Record<string, string | number>>)[];

/**
 * The outcomes of the paths, the cost of analyses, the time to a message, and errors, on one page.
 */
export class Dashboard extends Construct {
  readonly dashboard: CloudwatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    // Each body is encoded as a whole: Terraform can choose between two texts, but not between
    // objects of different types.
    const body = (first: object) => Fn.jsonencode({ widgets: [first, ...widgets(props)] });
    this.dashboard = addressed(
      'monitor',
      new CloudwatchDashboard(this, 'dashboard', {
        count: Token.asNumber(choose(props.dashboard, 1, 0)),
        // A dashboard's name is unique in the account, in all Regions.
        dashboardName: `${props.monitorName}-${props.location.region}`,
        dashboardBody: Token.asString(choose(props.pathMetrics, body(outcomeOfEachPath(props)), body(outcomes(props)))),
      }),
    );
  }
}

const widget = (
  { location }: DashboardProps,
  [x, y, width]: readonly [number, number, number],
  title: string,
  metrics: readonly Series[],
  properties: object = {},
) => ({
  type: 'metric',
  x,
  y,
  width,
  height: 6,
  properties: { title, region: location.region, view: 'timeSeries', stat: 'Sum', metrics, ...properties },
});

const fromZero = (label: string) => ({ left: { label, min: 0, showUnits: false } });

const ofMonitor = ({ monitorName }: DashboardProps, metric: MonitorMetric, more: Series[number]): Series => [
  NAMESPACE,
  metric,
  MONITOR_DIMENSION,
  monitorName,
  more,
];

/** Such as `0 kept, 1 inconclusive`. */
const VALUES = Object.entries(OUTCOME_VALUES)
  .map(([outcome, value]) => `${value} ${outcome}`)
  .join(', ');

const outcomeOfEachPath = (props: DashboardProps) => {
  // CDKTF escapes the quotes of a text with an expression in it only in raw strings.
  const search = Fn.join('', [
    Fn.rawString(
      `FILL(SEARCH('{${NAMESPACE},${MONITOR_DIMENSION},${PATH_DIMENSION}} MetricName="${PATH_METRIC}" ${MONITOR_DIMENSION}="`,
    ),
    props.monitorName,
    Fn.rawString(`"', 'Maximum', 300), REPEAT)`),
  ]);
  return widget(
    props,
    [0, 0, 24],
    `Outcome of each path: ${VALUES}`,
    [[{ expression: search, label: `\${PROP('Dim.${PATH_DIMENSION}')}`, id: 'paths' }]],
    { period: 300, yAxis: { left: { min: 0, max: 2, showUnits: false } } },
  );
};

const outcomes = (props: DashboardProps) =>
  widget(
    props,
    [0, 0, 24],
    'Outcomes of checks',
    [
      ofMonitor(props, 'OutcomesKept', { label: 'kept', color: '#2ca02c' }),
      ofMonitor(props, 'OutcomesInconclusive', { label: 'inconclusive', color: '#ff7f0e' }),
      ofMonitor(props, 'OutcomesBroken', { label: 'broken', color: '#d62728' }),
    ],
    { period: 300, yAxis: fromZero('verdicts') },
  );

const widgets = (props: DashboardProps) => {
  const lambda = (metric: string): Series => ['AWS/Lambda', metric, 'FunctionName', props.functionName];
  const events = (metric: string): Series[] =>
    props.ruleNames.map((rule) => ['AWS/Events', metric, 'RuleName', rule, { label: `${metric} ${rule}` }]);
  const waiting = (queue: string, label: string): Series => [
    'AWS/SQS',
    'ApproximateNumberOfMessagesVisible',
    'QueueName',
    queue,
    { label },
  ];
  return [
    widget(
      props,
      [0, 6, 12],
      'Analyses started, and their cost',
      [
        ofMonitor(props, 'AnalysesStarted', { id: 'analyses', label: 'analyses a day' }),
        [{ expression: `analyses * ${ANALYSIS_PRICE}`, label: 'about US$ a day', yAxis: 'right', id: 'cost' }],
      ],
      {
        period: DAY_SECONDS,
        yAxis: { ...fromZero('analyses'), right: { label: 'about US$', min: 0, showUnits: false } },
      },
    ),
    widget(
      props,
      [12, 6, 12],
      'Time from change to message',
      [
        ofMonitor(props, 'SecondsFromChangeToMessage', { stat: 'p50', label: 'half of the messages within' }),
        ofMonitor(props, 'SecondsFromChangeToMessage', { stat: 'Maximum', label: 'slowest message' }),
      ],
      { period: HOUR_SECONDS, yAxis: fromZero('seconds') },
    ),
    widget(
      props,
      [0, 12, 12],
      'Errors',
      [
        lambda('Errors'),
        lambda('Throttles'),
        lambda('AsyncEventsDropped'),
        lambda('DestinationDeliveryFailures'),
        ...events('FailedInvocations'),
        ...events('InvocationsFailedToBeSentToDlq'),
        ofMonitor(props, 'ChatMessagesFailed', {}),
      ],
      { period: 300, yAxis: fromZero('times') },
    ),
    widget(
      props,
      [12, 12, 12],
      'Events to replay',
      [
        waiting(props.deadLetterQueueName, 'not delivered by EventBridge'),
        waiting(props.onFailureQueueName, 'given up by the function'),
      ],
      { period: 300, stat: 'Maximum', yAxis: fromZero('events') },
    ),
  ];
};
