import type { Result } from '../../contract/result';
import type { Context } from '../context';
import { sleepWithin } from '../deadline';
import { coveredFrom } from '../decisions/coverage';
import { effectOf } from '../decisions/effect';
import type { Question } from '../decisions/next-step';
import type { Occasion } from '../events/input';
import type { WatchedPath } from '../history/watched-paths';
import { warnOfIpv6 } from '../notify/ipv6-warning';
import { EventCheck } from './event-check';
import { endWhatIsCovered, startWhatIsNeeded } from './start';
import { release, watch } from './watch';

/**
 * Checks the paths after an event: starts as few analyses as that takes, judges and reports. A path
 * that cannot be checked does not keep the others from it.
 *
 * @throws OutOfTime when analyses still run, or an error that names each path that could not be
 *   checked; a retry of the event goes on from there
 */
export async function check(paths: readonly WatchedPath[], occasion: Occasion, context: Context): Promise<Result> {
  const warning = await warnOfIpv6(paths, occasion, context).catch(asError);
  const result = await verdicts(paths, occasion, context);
  if (warning instanceof Error) throw warning;
  return result;
}

async function verdicts(paths: readonly WatchedPath[], occasion: Occasion, context: Context): Promise<Result> {
  const from = coveredFrom(occasion, context.clock.now(), context.environment);
  await settle(from, context);
  const skips = context.environment.check === 'affected' && occasion.kind === 'change';
  const question: Question = {
    eventId: occasion.eventId,
    coveredFrom: from,
    effect: skips ? effectOf(occasion.change) : undefined,
    adopts: occasion.kind === 'look',
  };
  const event = new EventCheck(paths, occasion, question, context);
  try {
    await carryOut(event);
    return event.result();
  } catch (error) {
    await release(event);
    throw error;
  }
}

/**
 * Waits until a change has settled. Amazon EC2 shows a change to later calls only after a while
 * (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html), and an analysis
 * fails when the network changes while it runs.
 *
 * @param from the earliest start of an analysis that is certain to see the change; undefined if no
 *   change triggered the check
 */
async function settle(from: number | undefined, context: Context): Promise<void> {
  const wait = (from ?? 0) - context.clock.now();
  if (wait > 0) await sleepWithin(wait, context, 'the change to settle');
}

async function carryOut(event: EventCheck): Promise<void> {
  await endWhatIsCovered(event);
  if (event.isBusy) await event.learn(event.waiting);
  while (event.isBusy) {
    await startWhatIsNeeded(event);
    if (event.isBusy) await watch(event);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
