import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

/** Ends what hangs; long enough for the slowest test on a machine that has ten other things to do. */
const SHORTEST_LIMIT_MS = 300_000;

const patient = (limit: number | null | undefined): number => Math.max(limit ?? 0, SHORTEST_LIMIT_MS);

/** Node.js as tests see it, where no test or hook fails for a time limit of its own that a busy machine misses. */
export default class PatientEnvironment extends TestEnvironment {
  handleTestEvent(event: Circus.AsyncEvent | Circus.SyncEvent): void {
    if (event.name === 'test_start') event.test.timeout = patient(event.test.timeout);
    if (event.name === 'hook_start') event.hook.timeout = patient(event.hook.timeout);
  }
}
