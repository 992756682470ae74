import type { Clock } from '../../lambda-src/context';

/** Time that passes only when every task waits: minutes of AWS in milliseconds of a test. */
export class VirtualClock implements Clock {
  private time = Date.parse('2026-11-23T10:00:00.000Z');
  private timers: { at: number; wake: () => void }[] = [];

  now = (): number => this.time;

  sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      this.timers.push({ at: this.time + milliseconds, wake: resolve });
    });

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    work.then(end, end);
    for (;;) {
      // When an immediate runs, every task waits for a timer.
      await new Promise(setImmediate);
      if (isDone) return work;
      this.wakeNext();
    }
  }

  private wakeNext(): void {
    const next = this.timers.reduce<(typeof this.timers)[number] | undefined>(
      (earliest, timer) => (earliest === undefined || timer.at < earliest.at ? timer : earliest),
      undefined,
    );
    if (next === undefined) throw new Error('every task waits and no timer is due: the work would never end');
    this.timers = this.timers.filter((timer) => timer !== next);
    this.time = Math.max(this.time, next.at);
    next.wake();
  }
}
