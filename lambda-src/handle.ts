import { check } from './check';
import { combined } from './combined';
import { type Occasion, readInput } from './input';
import { lifecycle } from './lifecycle';
import { testMessage } from './message';
import type { Monitor } from './monitor';
import { watchedPaths } from './paths';
import type { Result } from './result';
import { withRetries } from './retry';
import { status } from './status';

/** Does what the input asks for. All effects are the monitor's. */
export async function handle(event: unknown, impatient: Monitor): Promise<Result> {
  const monitor = withRetries(impatient);
  const input = readInput(event, monitor.requestId);
  switch (input.kind) {
    case 'check':
      return checkWatched(input.occasion, monitor);
    case 'status':
      return status((await watchedPaths(monitor.ec2, monitor.environment)).paths, monitor);
    case 'test':
      await monitor.sns.publish(testMessage(monitor.environment, monitor.requestId));
      return { paths: [], started: 0 };
    case 'lifecycle':
      return lifecycle(input.lifecycle, monitor);
  }
}

/** Paths that cannot be watched as they are fail the invocation, but only after the others are done. */
async function checkWatched(occasion: Occasion, monitor: Monitor): Promise<Result> {
  const { paths, errors } = await watchedPaths(monitor.ec2, monitor.environment);
  if (paths.length === 0 && errors.length === 0) {
    monitor.log('WARN', 'no path is watched', { monitor: monitor.environment.monitorName });
  }
  const result = await check(paths, occasion, monitor);
  if (errors.length > 0) throw combined(errors);
  return result;
}
