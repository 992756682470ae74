/** Work in flight: delayed events, invocations, pending retries, running analyses. */

type Timer = ReturnType<typeof setTimeout>;

export class Activity {
  private readonly running = new Map<number, string>();
  private readonly timers = new Map<number, Timer>();
  private readonly waiters = new Set<() => void>();
  private nextId = 0;

  /** The labels of all work in flight, oldest first. */
  get inFlight(): string[] {
    return [...this.running.values()];
  }

  /** Counts `work` as in flight until it settles. The caller handles its failure. */
  async track<T>(label: string, work: () => Promise<T>): Promise<T> {
    const id = this.begin(label);
    try {
      return await work();
    } finally {
      this.end(id);
    }
  }

  /**
   * Runs `work` after `ms` milliseconds, and counts it as in flight from now on. A failure of
   * `work` is a defect of the sandbox and ends the process.
   */
  after(ms: number, label: string, work: () => void | Promise<void>): void {
    const id = this.begin(label);
    const run = async () => {
      this.timers.delete(id);
      try {
        await work();
      } finally {
        this.end(id);
      }
    };
    this.timers.set(
      id,
      setTimeout(() => void run(), ms),
    );
  }

  /** Resolves to true as soon as nothing is in flight, or to false after `timeoutMs`. */
  async idle(timeoutMs: number): Promise<boolean> {
    if (this.running.size === 0) return true;
    return new Promise((resolve) => {
      const done = (idle: boolean) => {
        clearTimeout(timer);
        this.waiters.delete(onIdle);
        resolve(idle);
      };
      const onIdle = () => done(true);
      const timer = setTimeout(() => done(false), timeoutMs);
      this.waiters.add(onIdle);
    });
  }

  /** Cancels delayed work. Running work continues. */
  cancelPending(): void {
    for (const [id, timer] of this.timers) {
      clearTimeout(timer);
      this.end(id);
    }
    this.timers.clear();
  }

  private begin(label: string): number {
    const id = this.nextId++;
    this.running.set(id, label);
    return id;
  }

  private end(id: number): void {
    this.running.delete(id);
    if (this.running.size === 0) for (const waiter of this.waiters) waiter();
  }
}
