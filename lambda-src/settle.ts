import { TIME_UNCERTAINTY_MS } from './covered';
import { sleepWithin } from './deadline';
import type { Monitor } from './monitor';

/**
 * Waits until a change has settled: security group rules take a moment to spread, and an analysis fails when the network
 * changes under it. What begins after that answers for the change.
 *
 * @param answeredFrom from when on an analysis has certainly seen the change; undefined where there is no change to wait for
 */
export async function settle(answeredFrom: number | undefined, monitor: Monitor): Promise<void> {
  if (answeredFrom === undefined) return;
  const { clock, environment } = monitor;
  const settled = answeredFrom + Math.max(environment.settleSeconds * 1000 - TIME_UNCERTAINTY_MS, 0);
  if (settled > clock.now()) await sleepWithin(settled - clock.now(), monitor, 'the change to settle');
}
