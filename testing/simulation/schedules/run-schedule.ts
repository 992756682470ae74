import type { Result } from '../../../contract/result';
import type { Finding } from '../account';
import { Pipeline } from '../pipeline';
import { buildNetwork, pathId, takeStep } from '../random-network';
import { Simulation } from '../simulation';
import { chatOf, weatherOf } from './climate';
import type { Act, Schedule, SynchronousCall } from './schedule';

const DAY_MS = 86_400_000;

/** The result for one event, or for one synchronous call. */
export interface Returned {
  /** The time of the change or of the call. */
  readonly from: number;
  readonly at: number;
  readonly result: Result;
}

/** A change, and the first delivery of its event. */
export interface Delivered {
  readonly changedAt: number;
  readonly deliveredAt: number;
  readonly call: string;
  readonly eventTime: string;
}

/** Everything that can be seen from outside after a schedule. */
export interface Observed {
  readonly schedule: Schedule;
  readonly simulation: Simulation;
  /** What an analysis would have found at that time. */
  readonly find: (pathId: string, at: number) => Finding;
  /** The time of each change. */
  readonly changedAt: readonly number[];
  readonly events: readonly Delivered[];
  readonly results: readonly Returned[];
  /** Nothing ran: there was no event and no check. */
  readonly isIdle: boolean;
}

/** The longest time by which an analysis may lag behind the network: the settling without the uncertainty of times. */
function longestSightLagMs({ settle }: Schedule): number {
  return Math.max(settle, 2) * 1_000 - 2_000;
}

class Stage {
  readonly simulation: Simulation;
  readonly pipeline: Pipeline;
  readonly network;
  readonly events: Delivered[] = [];
  readonly results: Returned[] = [];
  readonly changedAt: number[] = [];
  private readonly findings: { readonly at: number; readonly of: ReadonlyMap<string, Finding> }[] = [];
  private readonly synchronous: Promise<void>[] = [];

  constructor(readonly schedule: Schedule) {
    const { plan, climate, check, keep, settle } = schedule;
    const chat = climate.chat !== 'none' && { CHAT_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:monitor-chat' };
    this.simulation = new Simulation({
      CHECK: check,
      KEEP_ANALYSES: String(keep),
      SETTLE_SECONDS: String(settle),
      ...chat,
    });
    const { simulation } = this;
    const beganAt = simulation.clock.now();
    simulation.weather = weatherOf(climate, longestSightLagMs(schedule), () => simulation.clock.now() - beganAt);
    simulation.listingLagMs = climate.listingLagMs;
    simulation.chat = chatOf(climate);
    const seconds = () => new Date(Math.floor((simulation.clock.now() + climate.skewMs) / 1_000) * 1_000);
    this.network = buildNetwork(plan, () => seconds().toISOString().replace('.000Z', 'Z'));
    plan.paths.forEach(({ expect }, index) => {
      simulation.addPath(pathId(index), `path-${index}`, expect);
    });
    this.pipeline = new Pipeline(simulation);
    this.remember();
    simulation.network = (id, at = simulation.clock.now()) => this.find(id, at);
  }

  find(id: string, at: number): Finding {
    const then = this.findings.findLast((each) => each.at <= at) ?? this.findings[0];
    const finding = then?.of.get(id);
    if (!finding) throw new Error(`there is no path ${id}`);
    return finding;
  }

  private remember(): void {
    const ids = this.schedule.plan.paths.map((_, index) => pathId(index));
    const at = this.simulation.clock.now();
    this.findings.push({ at, of: new Map(ids.map((id) => [id, this.network.find(id)])) });
    this.changedAt.push(at);
  }

  async play(act: Act): Promise<void> {
    const { simulation, pipeline } = this;
    simulation.analysisMs = act.analysisMs;
    if (act.call) this.synchronous.push(this.callSynchronously(act.call));
    if (act.deletes !== undefined) this.deleteByHand(act.deletes);
    const event = takeStep(this.network, act.step);
    if (event) {
      this.remember();
      if (act.disturbs) simulation.failRunning();
      const from = simulation.clock.now();
      const deliveredAt = from + Math.min(...act.delaysMs);
      this.events.push({
        changedAt: from,
        deliveredAt,
        call: event.detail.eventName,
        eventTime: event.detail.eventTime,
      });
      const { delaysMs, deaths, twinAfterMs } = act;
      pipeline.emit(event, { delaysMs, deaths, twinAfterMs, onResult: (result) => this.keep(from, result) });
    }
    await this.pass(act.gapMs);
  }

  private async pass(milliseconds: number): Promise<void> {
    const { simulation } = this;
    if (!this.schedule.looksDaily) return simulation.pass(milliseconds);
    for (let day = 0; day < milliseconds / DAY_MS; day++) {
      await simulation.pass(DAY_MS);
      await this.look();
    }
  }

  async look(): Promise<void> {
    await this.simulation.invoke({ action: 'look' });
  }

  async rest(): Promise<void> {
    await this.simulation.clock.run(Promise.all(this.synchronous));
    await this.pipeline.rest();
    // An operator replays when AWS works again.
    this.nothingFails();
    await this.pipeline.restAndReplay();
  }

  nothingFails(): void {
    this.simulation.weather = { ...this.simulation.weather, failure: () => undefined };
  }

  private keep(from: number, result: Result): void {
    this.results.push({ from, at: this.simulation.clock.now(), result });
  }

  private async callSynchronously({ kind, afterMs, timeoutMs, deaths }: SynchronousCall): Promise<void> {
    const { simulation } = this;
    await simulation.clock.sleep(afterMs);
    const from = simulation.clock.now();
    const [first] = this.schedule.plan.paths;
    const deployment = { tf: { action: 'create' }, pathId: pathId(0), name: 'path-0', expect: first?.expect };
    const [dies] = deaths;
    const input = kind === 'check' ? { action: 'check' } : deployment;
    try {
      this.keep(from, await simulation.begin(input, { timeoutMs, dies }));
    } catch {
      // The caller gets the error, and nothing calls again.
    }
  }

  private deleteByHand(which: number): void {
    const chosen = this.simulation.analyses.at(-1 - which)?.NetworkInsightsAnalysisId;
    if (chosen) this.simulation.deleteByHand(chosen);
  }
}

/** Runs the schedule to its end in virtual time, with all replays that an operator would make. */
export async function runSchedule(schedule: Schedule): Promise<Observed> {
  const stage = new Stage(schedule);
  const { simulation } = stage;
  if (schedule.isFirstChecked) {
    const { weather } = simulation;
    stage.nothingFails();
    await simulation.invoke({});
    simulation.weather = weather;
  }
  for (const act of schedule.acts) await stage.play(act);
  await stage.rest();
  // The daily look judges what was left behind.
  await simulation.pass(1_200_000);
  await stage.look();
  return {
    schedule,
    simulation,
    find: (id, at) => stage.find(id, at),
    changedAt: stage.changedAt,
    events: stage.events,
    results: stage.results,
    isIdle: !schedule.isFirstChecked && stage.events.length === 0,
  };
}
