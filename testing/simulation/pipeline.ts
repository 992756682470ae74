import type { Result } from '../../contract/result';
import type { Death } from './crash';
import type { Simulation } from './simulation';

/** How EventBridge and Lambda deliver one event. */
export interface Delivery {
  /** From the change to each delivery of the event. */
  readonly delaysMs: readonly number[];
  /** When the process dies in each attempt, counted over all deliveries of the event. */
  readonly deaths?: readonly (Death | undefined)[];
  readonly timeoutMs?: number;
  /** This long after each attempt begins, Lambda begins another one with the same request id. */
  readonly twinAfterMs?: number;
  /** Gets every result of the function. */
  readonly onResult?: (result: Result) => void;
}

/** Then the operator gives up. */
const MOST_REPLAYS = 20;

/** Lambda tries an asynchronous invocation again after one minute, and after two more. */
const RETRIES_AFTER_MS = [60_000, 120_000];

/** EventBridge, Lambda's asynchronous queue, and an operator who in the end replays the dead letters. */
export class Pipeline {
  readonly results: Result[] = [];
  readonly deadLetters: unknown[] = [];
  private readonly work: Promise<void>[] = [];
  private nextRequest = 1;

  constructor(private readonly simulation: Simulation) {}

  /** Takes the event now, and delivers it while the clock runs. */
  emit(event: unknown, delivery: Delivery): void {
    const deaths = [...(delivery.deaths ?? [])];
    for (const delay of delivery.delaysMs) this.work.push(this.deliver(event, delay, { ...delivery, deaths }));
  }

  /** Lets time pass until no event is in progress. */
  async rest(): Promise<void> {
    while (this.work.length > 0) await this.simulation.clock.run(Promise.all(this.work.splice(0)));
  }

  /** As `rest`, and replays the dead letters until none is left. */
  async restAndReplay(): Promise<void> {
    await this.rest();
    for (let round = 0; this.deadLetters.length > 0; round++) {
      if (round === MOST_REPLAYS) throw new Error(`${MOST_REPLAYS} replays did not help`);
      for (const event of this.deadLetters.splice(0)) this.emit(event, { delaysMs: [0] });
      await this.rest();
    }
  }

  private async deliver(
    event: unknown,
    delay: number,
    delivery: Delivery & { readonly deaths: (Death | undefined)[] },
  ): Promise<void> {
    const { clock } = this.simulation;
    const { deaths, twinAfterMs, timeoutMs = 900_000 } = delivery;
    const requestId = `event-request-${this.nextRequest++}`;
    for (const pause of [delay, ...RETRIES_AFTER_MS]) {
      await clock.sleep(pause);
      const dies = deaths.shift();
      if (twinAfterMs) this.work.push(this.twin(event, requestId, twinAfterMs, delivery));
      try {
        const result = await this.simulation.begin(event, { requestId, timeoutMs, dies });
        this.results.push(result);
        delivery.onResult?.(result);
        return;
      } catch {
        // The next attempt follows, or the dead-letter queue.
      }
    }
    this.deadLetters.push({ requestContext: { condition: 'RetriesExhausted' }, requestPayload: event });
  }

  /** Its failure loses nothing: the attempt that it repeats is in progress, or is tried again. */
  private async twin(event: unknown, requestId: string, afterMs: number, { timeoutMs = 900_000, onResult }: Delivery) {
    await this.simulation.clock.sleep(afterMs);
    try {
      onResult?.(await this.simulation.begin(event, { requestId, timeoutMs }));
    } catch {
      // See above.
    }
  }
}
