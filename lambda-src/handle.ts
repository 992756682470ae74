import type { Result } from '../contract/result';
import { combined } from './aws/errors';
import { withRetries } from './aws/retry';
import { check } from './check/check';
import { lifecycle } from './check/lifecycle';
import { leftUndone } from './check/look';
import { status } from './check/status';
import type { Context, Invocation } from './context';
import { newTally } from './context';
import { type Input, readInput } from './events/input';
import { pathsNamed, watchedPaths } from './history/watched-paths';
import { differences, reportMissing } from './notify/declared-report';
import { sendTest } from './notify/notify';
import { metricEntries } from './observe/metrics';

type CheckInput = Extract<Input, { kind: 'check' }>;

/**
 * Does what the input asks for, and logs what was done as metrics, even if it fails. All effects go
 * through the invocation.
 */
export async function handle(event: unknown, invocation: Invocation): Promise<Result> {
  const { environment, clock, log } = invocation;
  const tally = newTally();
  try {
    const attempt = `${clock.now().toString(36)}${invocation.random().toString(36).slice(2, 6)}`;
    return await run(event, { ...withRetries(invocation), ec2Once: invocation.ec2, tally, attempt });
  } finally {
    for (const metrics of metricEntries(tally, environment, clock.now())) log('INFO', 'metrics', { ...metrics });
  }
}

async function run(event: unknown, context: Context): Promise<Result> {
  const input = readInput(event, context.requestId);
  switch (input.kind) {
    case 'check':
      return checkWatched(input, context);
    case 'status':
      return status(await watchedPaths(context.ec2, context.environment), context);
    case 'test':
      await sendTest(context);
      return { paths: [], started: 0 };
    case 'lifecycle':
      return lifecycle(input.lifecycle, context);
  }
}

/**
 * Paths that cannot be watched as they are fail the invocation, but only after the others are
 * checked.
 */
async function checkWatched({ occasion, path }: CheckInput, context: Context): Promise<Result> {
  const watched = await watchedPaths(context.ec2, context.environment);
  if (path !== undefined) return check(pathsNamed(path, watched), occasion, context);
  const unsent = await reportMissing(watched, occasion, context);
  const { paths, errors } = watched;
  if (paths.length === 0 && errors.length === 0) {
    context.log('WARN', 'no path is watched', { monitor: context.environment.monitorName });
  }
  const chosen = occasion.kind === 'look' ? await leftUndone(paths, context) : paths;
  const result = await check(chosen, occasion, context);
  if (errors.length + unsent.length > 0) throw combined([...errors, ...unsent]);
  return { ...result, ...differences(watched) };
}
