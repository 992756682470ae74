import { AwsError } from '../../service';
import type { World } from '../../world/world';
import type { Sns } from '../sns/sns';
import type { Alarm, AlarmState, StateValue } from './alarm';
import { alarmMessage } from './alarm-message';
import { evaluateAlarm } from './evaluate-alarm';
import { type MetricName, type Metrics, metricKey } from './metrics';

interface HistoryItem {
  readonly alarmName: string;
  readonly at: Date;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
  readonly region: string;
}

// The longest time that setTimeout takes, in milliseconds.
const MAX_TIMER_MS = 2 ** 31 - 1;

/** All alarms: evaluates them when something is reported or time has passed, and carries out what they say. */
export class Alarms {
  readonly history: HistoryItem[] = [];
  private readonly byArn = new Map<string, Alarm>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly world: World,
    private readonly metrics: Metrics,
    private readonly sns: Pick<Sns, 'publishAsService'>,
  ) {}

  find(arn: string): Alarm | undefined {
    return this.byArn.get(arn);
  }

  inRegion(region: string): Alarm[] {
    return [...this.byArn.values()].filter(({ arn }) => regionOf(arn) === region);
  }

  /** Adds the alarm or replaces the one with its ARN; it is looked at after one period, or as soon as something is reported. */
  put(alarm: Alarm): void {
    const summary = `Alarm "${alarm.name}" ${this.byArn.has(alarm.arn) ? 'updated' : 'created'}`;
    this.byArn.set(alarm.arn, alarm);
    this.note(alarm, 'ConfigurationUpdate', summary);
    this.evaluateLater(alarm, alarm.settings.period * 1000);
  }

  delete(alarm: Alarm): void {
    clearTimeout(this.timers.get(alarm.arn));
    this.timers.delete(alarm.arn);
    this.byArn.delete(alarm.arn);
  }

  /** Looks at the alarms on `metric`, of which something was reported. */
  evaluateAllOn(metric: MetricName): void {
    const key = metricKey(metric);
    for (const alarm of this.byArn.values()) if (metricKey(alarm.settings.metric) === key) this.evaluate(alarm);
  }

  /** Puts the alarm in a state and carries out the actions when it is a new one. */
  setState(alarm: Alarm, value: StateValue, reason: string, reasonData?: string): void {
    const now = new Date();
    const isNew = alarm.state.value !== value;
    const state: AlarmState = {
      value,
      reason,
      reasonData,
      updatedAt: isNew || reason !== alarm.state.reason ? now : alarm.state.updatedAt,
      transitionedAt: isNew ? now : alarm.state.transitionedAt,
    };
    const changed = { ...alarm, state };
    this.byArn.set(alarm.arn, changed);
    if (!isNew) return;
    this.note(changed, 'StateUpdate', `Alarm updated from ${alarm.state.value} to ${value}`);
    this.world.timeline.record('alarm', `Alarm ${alarm.name} is now in state ${value}`, {
      alarmName: alarm.name,
      state: value,
      reason,
    });
    if (alarm.settings.actionsEnabled) this.act(changed, alarm.state);
  }

  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.byArn.clear();
    this.history.length = 0;
  }

  private evaluate(alarm: Alarm): void {
    const now = Date.now();
    const { value, reason, next } = evaluateAlarm(alarm.settings, this.metrics, now, alarm.state.value);
    this.setState(alarm, value, reason);
    this.evaluateLater(alarm, next === undefined ? alarm.settings.period * 1000 : next - now);
  }

  /** Waiting for a period does not keep the process alive, nor count as something in flight. */
  private evaluateLater({ arn }: Alarm, ms: number): void {
    clearTimeout(this.timers.get(arn));
    const run = () => {
      const alarm = this.byArn.get(arn);
      if (alarm) this.evaluate(alarm);
    };
    this.timers.set(arn, setTimeout(run, Math.min(ms, MAX_TIMER_MS)).unref());
  }

  private act(alarm: Alarm, previous: AlarmState): void {
    for (const action of alarm.settings.actions[alarm.state.value]) {
      const failure = this.notify(alarm, previous, action);
      this.note(
        alarm,
        'Action',
        failure ? `Failed to execute action ${action}: ${failure}` : `Successfully executed action ${action}`,
      );
      if (failure)
        this.world.timeline.record('alarm', `Alarm ${alarm.name} could not notify ${action}: ${failure}`, {
          alarmName: alarm.name,
          action,
          failure,
        });
    }
  }

  /** Why it did not work; undefined when it did. */
  private notify(alarm: Alarm, previous: AlarmState, action: string): string | undefined {
    if (action.split(':')[2] !== 'sns') return 'the sandbox carries out actions on SNS topics only';
    try {
      this.sns.publishAsService('cloudwatch.amazonaws.com', alarm.arn, action, alarmMessage(alarm, previous));
      return undefined;
    } catch (error) {
      if (error instanceof AwsError) return `${error.code}: ${error.message}`;
      throw error;
    }
  }

  private note({ name, arn }: Alarm, type: HistoryItem['type'], summary: string): void {
    this.history.push({ alarmName: name, at: new Date(), type, summary, region: regionOf(arn) });
  }
}

const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
