import { answerAll, answerFromRecent } from './answer';
import { answeredFrom } from './covered';
import { effectOf } from './effect';
import type { Occasion } from './input';
import { warnOfIpv6 } from './ipv6-warning';
import type { Monitor } from './monitor';
import type { WatchedPath } from './paths';
import { Progress } from './progress';
import type { Result } from './result';
import { settle } from './settle';
import { watch } from './watch';

/**
 * Finds out how the paths are after what happened, with as few analyses as that takes, judges, and tells. A path that cannot be
 * done does not keep the others from being done.
 *
 * @throws OutOfTime when analyses still run, or an error that names each path that could not be done; a retry of the event goes on from there
 */
export async function check(paths: readonly WatchedPath[], occasion: Occasion, monitor: Monitor): Promise<Result> {
  await warnOfIpv6(paths, occasion, monitor);
  const from = answeredFrom(occasion, monitor.clock.now());
  await settle(from, monitor);
  const skips = monitor.environment.check === 'affected' && occasion.kind === 'change';
  const effect = skips && { effect: effectOf(occasion.change) };
  const question = { eventId: occasion.eventId, answeredFrom: from, ...effect };
  const progress = new Progress(paths, occasion, question, monitor);
  await answerFromRecent(progress);
  if (progress.isBusy) await progress.learn(progress.waiting);
  while (progress.isBusy) {
    await answerAll(progress);
    if (progress.isBusy) await watch(progress);
  }
  return progress.result;
}
