import type {
  DeleteAlarmsInput,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  MetricAlarm,
  PutMetricAlarmInput,
  SetAlarmStateInput,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError, type Call } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import { addTags, removeTags, tagList, tagsFromList } from '../tags';
import { type Alarm, type AlarmState, alarmSettings, type StateValue } from './alarm';
import type { Alarms } from './alarms';

const PAGE_SIZE = 100;
const STATES: readonly string[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies StateValue[];

export const alarmOperations = (alarms: Alarms) => ({
  PutMetricAlarm: (input: PutMetricAlarmInput, call: Call): void => {
    const name = required(input.AlarmName, 'AlarmName');
    const arn = alarmArn(name, call);
    const existing = alarms.find(arn);
    const settings = alarmSettings(input, call.region);
    alarms.put({
      name,
      arn,
      input,
      settings,
      configuredAt: call.at,
      state: existing?.state ?? firstState(call.at),
      // PutMetricAlarm does not change the tags of an existing alarm.
      tags: existing?.tags ?? tagsFromList(input.Tags),
    });
  },

  DescribeAlarms: (input: DescribeAlarmsInput, { region }: Call): DescribeAlarmsOutput => {
    const wanted = (alarm: Alarm) =>
      (input.AlarmNames?.includes(alarm.name) ?? true) &&
      alarm.name.startsWith(input.AlarmNamePrefix ?? '') &&
      alarm.state.value === (input.StateValue ?? alarm.state.value) &&
      hasAction(alarm, input.ActionPrefix);
    const isAskedFor = input.AlarmTypes?.includes('MetricAlarm') ?? true;
    const found = isAskedFor ? alarms.inRegion(region).filter(wanted) : [];
    const { items, next } = page(found, input.MaxRecords ?? PAGE_SIZE, input.NextToken);
    return { MetricAlarms: items.map(describe), CompositeAlarms: [], NextToken: next };
  },

  DescribeAlarmHistory: (input: DescribeAlarmHistoryInput, { region }: Call): DescribeAlarmHistoryOutput => {
    const found = alarms.history
      .filter((item) => item.region === region && item.alarmName === (input.AlarmName ?? item.alarmName))
      .filter(({ type }) => type === (input.HistoryItemType ?? type))
      .filter(({ at }) => at >= (input.StartDate ?? at) && at <= (input.EndDate ?? at));
    if (input.ScanBy !== 'TimestampAscending') found.reverse();
    const { items, next } = page(found, input.MaxRecords ?? PAGE_SIZE, input.NextToken);
    const described = items.map(({ alarmName, at, type, summary }) => ({
      AlarmName: alarmName,
      AlarmType: 'MetricAlarm' as const,
      Timestamp: at,
      HistoryItemType: type,
      HistorySummary: summary,
    }));
    return { AlarmHistoryItems: described, NextToken: next };
  },

  DeleteAlarms: (input: DeleteAlarmsInput, call: Call): void => {
    for (const alarm of (input.AlarmNames ?? []).map((name) => find(alarms, name, call))) alarms.delete(alarm);
  },

  SetAlarmState: (input: SetAlarmStateInput, call: Call): void => {
    const value = required(input.StateValue, 'StateValue');
    if (!STATES.includes(value))
      throw new AwsError('ValidationError', `StateValue ${value} must be one of ${STATES.join(', ')}.`);
    const reason = required(input.StateReason, 'StateReason');
    alarms.setState(find(alarms, input.AlarmName, call), value as StateValue, reason, input.StateReasonData);
  },

  EnableAlarmActions: (input: EnableAlarmActionsInput, call: Call): void =>
    setActions(alarms, input.AlarmNames, true, call),

  DisableAlarmActions: (input: DisableAlarmActionsInput, call: Call): void =>
    setActions(alarms, input.AlarmNames, false, call),

  ListTagsForResource: (input: ListTagsForResourceInput): ListTagsForResourceOutput => ({
    Tags: tagList(byArn(alarms, input.ResourceARN).tags),
  }),

  TagResource: (input: TagResourceInput): TagResourceOutput => {
    addTags(byArn(alarms, input.ResourceARN).tags, tagsFromList(input.Tags));
    return {};
  },

  UntagResource: (input: UntagResourceInput): UntagResourceOutput => {
    removeTags(byArn(alarms, input.ResourceARN).tags, input.TagKeys);
    return {};
  },
});

const alarmArn = (name: string, { region, account }: Call) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

const find = (alarms: Alarms, name: string | undefined, call: Call): Alarm => byArn(alarms, alarmArn(name ?? '', call));

function byArn(alarms: Alarms, arn: string | undefined): Alarm {
  const alarm = alarms.find(arn ?? '');
  if (!alarm) throw new AwsError('ResourceNotFound', `There is no alarm ${arn}.`, 404);
  return alarm;
}

function setActions(alarms: Alarms, names: readonly string[] | undefined, enabled: boolean, call: Call): void {
  for (const alarm of (names ?? []).map((name) => find(alarms, name, call))) {
    const input = { ...alarm.input, ActionsEnabled: enabled };
    alarms.put({ ...alarm, input, settings: alarmSettings(input, call.region), configuredAt: call.at });
  }
}

const hasAction = ({ settings }: Alarm, prefix: string | undefined): boolean =>
  prefix === undefined ||
  Object.values(settings.actions)
    .flat()
    .some((action) => action.startsWith(prefix));

const firstState = (at: Date): AlarmState => ({
  value: 'INSUFFICIENT_DATA',
  reason: 'Unchecked: Initial alarm creation',
  updatedAt: at,
  transitionedAt: at,
});

const describe = ({ name, arn, input, settings, configuredAt, state }: Alarm): MetricAlarm => ({
  AlarmName: name,
  AlarmArn: arn,
  AlarmDescription: input.AlarmDescription,
  AlarmConfigurationUpdatedTimestamp: configuredAt,
  ActionsEnabled: settings.actionsEnabled,
  OKActions: [...settings.actions.OK],
  AlarmActions: [...settings.actions.ALARM],
  InsufficientDataActions: [...settings.actions.INSUFFICIENT_DATA],
  StateValue: state.value,
  StateReason: state.reason,
  StateReasonData: state.reasonData,
  StateUpdatedTimestamp: state.updatedAt,
  StateTransitionedTimestamp: state.transitionedAt,
  MetricName: input.MetricName,
  Namespace: input.Namespace,
  Statistic: input.Statistic,
  Dimensions: input.Dimensions ?? [],
  Period: input.Period,
  Unit: input.Unit,
  EvaluationPeriods: input.EvaluationPeriods,
  DatapointsToAlarm: input.DatapointsToAlarm,
  Threshold: input.Threshold,
  ComparisonOperator: input.ComparisonOperator,
  TreatMissingData: input.TreatMissingData,
});
