import { sleepWithin } from './deadline';
import type { Occasion } from './input';
import type { Monitor } from './monitor';

/** AWS cuts the time of a change to whole seconds, and clocks differ by up to one more. */
export const TIME_UNCERTAINTY_MS = 2_000;

/**
 * Waits until a change has settled: security group rules take a moment to spread, and an analysis fails when the network
 * changes under it. A time of change in the future, which only a wrong clock can give, counts as now.
 */
export async function settle(occasion: Occasion, monitor: Monitor): Promise<void> {
  if (occasion.kind !== 'change') return;
  const now = monitor.clock.now();
  const changedAt = Math.min(occasion.change.time ?? now, now);
  const settled = changedAt + Math.max(monitor.environment.settleSeconds * 1000, TIME_UNCERTAINTY_MS);
  if (settled > now) await sleepWithin(settled - now, monitor, 'the change to settle');
}
