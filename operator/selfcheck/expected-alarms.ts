import { type MonitorMetric, NAMESPACE } from '../../contract/metrics';
import type { MonitorNames } from '../../contract/names';
import type { ExpectedRule } from './expected-rules';

/** An alarm of the stack. It fires at the first value above the threshold. */
export interface ExpectedAlarm {
  /** The alarm's name without the prefix. */
  readonly id: string;
  /** `<namespace>/<metric>`. */
  readonly metric: string;
  /** The value of its one dimension. */
  readonly of: string;
  /** Present where a deployment may lack the alarm; the operator chooses its threshold. */
  readonly isOptional?: true;
}

/** Every alarm of the stack, with those of the given rules. */
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
