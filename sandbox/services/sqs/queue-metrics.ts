import type { Queue } from './queue';

export type ReportMetric = (name: string, queueName: string, value: number) => void;

/** How often AWS reports on an active queue. */
const REPORT_MS = 60_000;

/**
 * Reports the number of visible messages of a queue to CloudWatch: at each change, and every minute
 * until it is empty.
 */
export class QueueMetrics {
  private readonly filled = new Set<Queue>();
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly report: ReportMetric) {}

  observe(queue: Queue): void {
    const { visible, inFlight, delayed } = queue.count(Date.now());
    this.report('ApproximateNumberOfMessagesVisible', queue.name, visible);
    if (visible + inFlight + delayed > 0) this.filled.add(queue);
    else this.filled.delete(queue);
    if (this.filled.size === 0) this.stop();
    else this.timer ??= setInterval(() => this.observeAll(), REPORT_MS).unref();
  }

  clear(): void {
    this.filled.clear();
    this.stop();
  }

  private observeAll(): void {
    for (const queue of [...this.filled]) this.observe(queue);
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
