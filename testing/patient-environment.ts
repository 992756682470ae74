import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

/** Ends a test that hangs. It is long enough for the slowest test on a very busy machine. */
const SHORTEST_LIMIT_MS = 300_000;

const patient = (limit: number | null | undefined): number => Math.max(limit ?? 0, SHORTEST_LIMIT_MS);

/** Jest's Node.js environment with generous time limits, so that no test or hook fails on a busy machine. */
export default class PatientEnvironment extends TestEnvironment {
  handleTestEvent(event: Circus.AsyncEvent | Circus.SyncEvent): void {
    if (event.name === 'test_start') event.test.timeout = patient(event.test.timeout);
    if (event.name === 'hook_start') event.hook.timeout = patient(event.hook.timeout);
  }
}
