import type { Context } from '../context';
import { sleepWithin } from '../deadline';

/**
 * Waits until a change has settled: Amazon EC2 shows a change to later calls only after a while
 * (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html), and an analysis fails when the network changes
 * under it.
 *
 * @param answeredFrom from when on an analysis has certainly seen the change; undefined where there is no change to wait for
 */
export async function settle(answeredFrom: number | undefined, context: Context): Promise<void> {
  if (answeredFrom === undefined) return;
  const wait = answeredFrom - context.clock.now();
  if (wait > 0) await sleepWithin(wait, context, 'the change to settle');
}
