import type { Ports } from './context';

/** Reserved for the last calls and for the result. */
export const LEAST_TIME_LEFT_MS = 10_000;

/**
 * The invocation ends before the work does. A retry of the same event finds what was begun, and
 * goes on with it.
 */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/**
 * Sleeps, unless the invocation would end meanwhile.
 *
 * @throws OutOfTime that names what was waited for
 */
export async function sleepWithin(
  milliseconds: number,
  { clock, remaining }: Pick<Ports, 'clock' | 'remaining'>,
  waitedFor: string,
): Promise<void> {
  const left = remaining();
  if (left < milliseconds + LEAST_TIME_LEFT_MS) {
    throw new OutOfTime(
      `out of time: ${Math.round(left / 1000)} s left while waiting for ${waitedFor}; a retry of this event goes on from here`,
    );
  }
  await clock.sleep(milliseconds);
}
