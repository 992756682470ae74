import * as fc from 'fast-check';
import { ADMITTED, defectsOf } from '../../../testing/simulation/schedules/defects';
import { runSchedule } from '../../../testing/simulation/schedules/run-schedule';
import { MODES, type Mode, schedule } from '../../../testing/simulation/schedules/schedule';

/** Set `SEED` to repeat a run. */
const SEED = Number(process.env.SEED ?? 20_261_124);
const CASES = Number(process.env.CASES ?? 700);
// Far more than it takes: a busy machine must not fail the test.
const TIMEOUT_MS = 3_000_000;
const SHARES = Object.values(MODES).reduce((sum, share) => sum + share, 0);

describe('whatever goes wrong, every turn is reported once and in time, and nothing else is', () => {
  it.each(Object.entries(MODES) as [Mode, number][])(
    'in schedules of %s',
    async (mode, share) => {
      await fc.assert(
        fc.asyncProperty(schedule(mode), async (each) => {
          const defects = defectsOf(await runSchedule(each));
          expect(defects.filter(({ kind }) => !ADMITTED.has(kind))).toEqual([]);
        }),
        { numRuns: Math.ceil((CASES * share) / SHARES), seed: SEED },
      );
    },
    TIMEOUT_MS,
  );
});
