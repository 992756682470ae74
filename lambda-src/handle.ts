import { check } from './check';
import { combined } from './combined';
import { differences, reportMissing } from './declared-report';
import { type Input, readInput } from './input';
import { lifecycle } from './lifecycle';
import { leftUndone } from './look';
import { metricRecords } from './metrics';
import type { Invocation, Monitor } from './monitor';
import { pathsNamed, watchedPaths } from './paths';
import type { Result } from './result';
import { withRetries } from './retry';
import { status } from './status';
import { newTally } from './tally';
import { tellTest } from './tell';

type CheckInput = Extract<Input, { kind: 'check' }>;

/** Does what the input asks for, and logs what it did as metrics, also where it fails. All effects are the invocation's. */
export async function handle(event: unknown, invocation: Invocation): Promise<Result> {
  const { environment, clock, log } = invocation;
  const tally = newTally();
  try {
    const attempt = `${clock.now().toString(36)}${invocation.random().toString(36).slice(2, 6)}`;
    return await answer(event, { ...withRetries(invocation), ec2Once: invocation.ec2, tally, attempt });
  } finally {
    for (const record of metricRecords(tally, environment, clock.now())) log('INFO', 'metrics', { ...record });
  }
}

async function answer(event: unknown, monitor: Monitor): Promise<Result> {
  const input = readInput(event, monitor.requestId);
  switch (input.kind) {
    case 'check':
      return checkWatched(input, monitor);
    case 'status':
      return status(await watchedPaths(monitor.ec2, monitor.environment), monitor);
    case 'test':
      await tellTest(monitor);
      return { paths: [], started: 0 };
    case 'lifecycle':
      return lifecycle(input.lifecycle, monitor);
  }
}

/** Paths that cannot be watched as they are fail the invocation, but only after the others are done. */
async function checkWatched({ occasion, path }: CheckInput, monitor: Monitor): Promise<Result> {
  const watched = await watchedPaths(monitor.ec2, monitor.environment);
  if (path !== undefined) return check(pathsNamed(path, watched), occasion, monitor);
  const unsent = await reportMissing(watched, occasion, monitor);
  const { paths, errors } = watched;
  if (paths.length === 0 && errors.length === 0) {
    monitor.log('WARN', 'no path is watched', { monitor: monitor.environment.monitorName });
  }
  const chosen = occasion.kind === 'look' ? await leftUndone(paths, monitor) : paths;
  const result = await check(chosen, occasion, monitor);
  if (errors.length + unsent.length > 0) throw combined([...errors, ...unsent]);
  return { ...result, ...differences(watched) };
}
