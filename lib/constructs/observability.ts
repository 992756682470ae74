import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { MONITOR_DIMENSION, type MonitorMetric, NAMESPACE } from '../../contract/metrics';
import { monitorNames, type RuleName } from '../../contract/names';
import { addressed } from '../terraform/addressed';
import { choose, isGiven } from '../terraform/condition';
import type { DetectionRule } from './detection';

export interface ObservabilityProps {
  readonly monitorName: string;
  readonly topicArn: string;
  readonly functionName: string;
  readonly rules: readonly DetectionRule[];
  readonly deadLetterQueueName: string;
  readonly onFailureQueueName: string;
  /** An alarm fires when more analyses start within 24 hours; null: no such alarm. */
  readonly dailyAnalysisBudget: number | null;
  readonly tags: Record<string, string>;
}

interface Alarm {
  /** The Terraform name; the alarm's own name has hyphens instead of underscores. */
  readonly id: string;
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Record<string, string>;
  readonly statistic: 'Sum' | 'Maximum';
  /** The alarm fires above it. @default 0 */
  readonly threshold?: number;
  /** Seconds. @default 60 */
  readonly period?: number;
  /** 1 or 0. @default the alarm always exists */
  readonly count?: number;
}

// The last 24 hours, not a calendar day:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
const DAY_SECONDS = 86_400;

/** The alarms: one fires whenever an event or a message gets lost. */
export class Observability extends Construct {
  readonly alarms: readonly CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    this.alarms = alarms(props).map((alarm) =>
      addressed(
        alarm.id,
        new CloudwatchMetricAlarm(this, alarm.id, {
          count: alarm.count,
          alarmName: `${monitorNames(props.monitorName).alarmPrefix}${alarm.id.replaceAll('_', '-')}`,
          alarmDescription: alarm.description,
          namespace: alarm.namespace,
          metricName: alarm.metric,
          dimensions: alarm.dimensions,
          statistic: alarm.statistic,
          comparisonOperator: 'GreaterThanThreshold',
          threshold: alarm.threshold ?? 0,
          period: alarm.period ?? 60,
          evaluationPeriods: 1,
          // These metrics have data only when something happens.
          treatMissingData: 'notBreaching',
          // A missing topic fails a precondition; a null in the list would add an error for each
          // alarm.
          alarmActions: Fn.compact([props.topicArn]),
          tags: props.tags,
        }),
      ),
    );
  }
}

/** What each rule brings to the function, for the descriptions of its alarms. */
const BROUGHT: Readonly<Record<RuleName, string>> = {
  change: 'changes of the network',
  appliance: 'changes of load balancers and firewalls',
  sweep: 'the scheduled check of every path',
  look: 'the daily run for old verdicts and missing paths',
};

/** An alarm without what it shares with the other alarms of the same resource. */
type OwnAlarm = Omit<Alarm, 'namespace' | 'dimensions' | 'statistic'>;

const alarmOn =
  (namespace: string, dimensions: Alarm['dimensions'], statistic: Alarm['statistic'] = 'Sum') =>
  (alarm: OwnAlarm): Alarm => ({
    namespace,
    dimensions,
    statistic,
    ...alarm,
  });

const alarmsOfRule = ({ id, name, count }: DetectionRule): readonly Alarm[] => {
  const ofRule = alarmOn('AWS/Events', { RuleName: name });
  // The alarms of the first rule do not name it; to rename them would replace them.
  const prefix = id === 'change' ? '' : `${id}_`;
  return [
    ofRule({
      id: `${prefix}failed_invocations`,
      metric: 'FailedInvocations',
      description: `EventBridge gave up on invoking the function with ${BROUGHT[id]}. Look at its permission and at the dead letters.`,
      count,
    }),
    ofRule({
      id: `${prefix}lost_dead_letters`,
      metric: 'InvocationsFailedToBeSentToDlq',
      description: `EventBridge could not write undelivered events (${BROUGHT[id]}) to the dead-letter queue: they are lost. Check every path now.`,
      count,
    }),
  ];
};

const alarmsOfQueues = (props: ObservabilityProps): readonly Alarm[] => {
  const waiting = (queueName: string, id: string, description: string) =>
    alarmOn(
      'AWS/SQS',
      { QueueName: queueName },
      'Maximum',
    )({
      id,
      metric: 'ApproximateNumberOfMessagesVisible',
      description,
    });
  return [
    waiting(
      props.deadLetterQueueName,
      'dead_letters',
      'EventBridge could not deliver changes of the network to the function. They wait in this queue and are unchecked.',
    ),
    waiting(
      props.onFailureQueueName,
      'given_up_events',
      'The function gave up on changes of the network. They wait in this queue and are unchecked or unreported.',
    ),
  ];
};

const alarmsOfFunction = (functionName: string): readonly Alarm[] =>
  [
    {
      id: 'function_errors',
      metric: 'Errors',
      description: 'The function failed. Lambda retries twice.',
    },
    {
      id: 'function_throttles',
      metric: 'Throttles',
      description: 'The function is throttled: checks come late.',
    },
    {
      id: 'dropped_events',
      metric: 'AsyncEventsDropped',
      description: 'Lambda dropped events that the function did not finish. Look at the given-up events.',
    },
    {
      id: 'lost_given_up_events',
      metric: 'DestinationDeliveryFailures',
      description:
        'Lambda could not write events that the function gave up on to their queue: changes are lost. Check every path now.',
    },
  ].map(alarmOn('AWS/Lambda', { FunctionName: functionName }));

const alarmsOfMonitor = ({ monitorName, dailyAnalysisBudget }: ObservabilityProps): readonly Alarm[] => {
  const metrics: readonly (OwnAlarm & { readonly metric: MonitorMetric })[] = [
    {
      id: 'unsent_chat_messages',
      metric: 'ChatMessagesFailed',
      description:
        'The chat topic rejected messages, which were sent to the topic for alerts. Look at chat_topic_arn, at that topic and its key.',
    },
    {
      id: 'analyses_beyond_budget',
      metric: 'AnalysesStarted',
      description:
        'More analyses than daily_analysis_budget started within 24 hours, at about $0.10 each. Checks go on.',
      threshold: dailyAnalysisBudget ?? 0,
      period: DAY_SECONDS,
      count: Token.asNumber(choose(isGiven(dailyAnalysisBudget), 1, 0)),
    },
  ];
  return metrics.map(alarmOn(NAMESPACE, { [MONITOR_DIMENSION]: monitorName }));
};

const alarms = (props: ObservabilityProps): readonly Alarm[] => [
  ...alarmsOfQueues(props),
  ...alarmsOfFunction(props.functionName),
  ...props.rules.flatMap(alarmsOfRule),
  ...alarmsOfMonitor(props),
];
