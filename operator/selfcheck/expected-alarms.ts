import { type MonitorMetric, NAMESPACE } from '../../contract/metrics';
import type { MonitorNames } from '../../contract/names';
import type { ExpectedRule } from './expected-rules';

/** An alarm as the stack makes it: it rings at the first value above the threshold. */
export interface ExpectedAlarm {
  /** What follows the monitor's name in the alarm's name. */
  readonly id: string;
  /** `<namespace>/<metric>`. */
  readonly metric: string;
  /** The value of its one dimension. */
  readonly of: string;
  /** Whether a deployment may do without it; its threshold is the operator's choice then. */
  readonly isOptional?: true;
}

/** Every alarm of the stack; a rule has its alarms where it is there itself. */
export function expectedAlarms(
  name: string,
  names: MonitorNames,
  rules: readonly ExpectedRule[],
): readonly ExpectedAlarm[] {
  const ofQueue = { metric: 'AWS/SQS/ApproximateNumberOfMessagesVisible' };
  const ofFunction = (id: string, metric: string) => ({ id, metric: `AWS/Lambda/${metric}`, of: names.function });
  const ofMonitor = (id: string, metric: MonitorMetric) => ({ id, metric: `${NAMESPACE}/${metric}`, of: name });
  const ofRule = ({ name: of, alarmPrefix }: ExpectedRule) => [
    { id: `${alarmPrefix}failed-invocations`, metric: 'AWS/Events/FailedInvocations', of },
    { id: `${alarmPrefix}lost-dead-letters`, metric: 'AWS/Events/InvocationsFailedToBeSentToDlq', of },
  ];
  return [
    { id: 'dead-letters', ...ofQueue, of: names.deadLetterQueue },
    { id: 'given-up-events', ...ofQueue, of: names.givenUpQueue },
    ofFunction('function-errors', 'Errors'),
    ofFunction('function-throttles', 'Throttles'),
    ...rules.flatMap(ofRule),
    ofFunction('dropped-events', 'AsyncEventsDropped'),
    ofFunction('lost-given-up-events', 'DestinationDeliveryFailures'),
    ofMonitor('unsent-chat-messages', 'ChatMessagesFailed'),
    { ...ofMonitor('analyses-beyond-budget', 'AnalysesStarted'), isOptional: true },
  ];
}
