import { type Defect, defectsOf, type Kind } from './defects';
import { runSchedule } from './run-schedule';
import { type Mode, scheduleOf } from './schedule';

/** The schedules of a mode for `count` seeds, the first of which is `from`. */
export interface Seeds {
  readonly mode: Mode;
  readonly from: number;
  readonly count: number;
}

/** The defects of these schedules. */
export interface Outcome {
  readonly mode: Mode;
  readonly schedules: number;
  readonly analysesStarted: number;
  /** For each kind of defect: the number of schedules that have it, and the seed of the first. */
  readonly defects: Readonly<
    Partial<Record<Kind | 'ended with an error', { readonly seen: number; readonly seed: number }>>
  >;
}

export async function runSeeds({ mode, from, count }: Seeds): Promise<Outcome> {
  const defects: Record<string, { seen: number; seed: number }> = {};
  let analysesStarted = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { kinds, started } = await runSeed(mode, seed);
    analysesStarted += started;
    for (const kind of kinds) {
      defects[kind] ??= { seen: 0, seed };
      defects[kind].seen++;
    }
  }
  return { mode, schedules: count, analysesStarted, defects };
}

async function runSeed(mode: Mode, seed: number): Promise<{ kinds: ReadonlySet<string>; started: number }> {
  try {
    const observed = await runSchedule(scheduleOf(mode, seed));
    return { kinds: new Set(defectsOf(observed).map(({ kind }) => kind)), started: observed.simulation.started };
  } catch {
    return { kinds: new Set(['ended with an error']), started: 0 };
  }
}

/** Runs one schedule. @returns its defects */
export async function replay(mode: Mode, seed: number): Promise<readonly Defect[]> {
  return defectsOf(await runSchedule(scheduleOf(mode, seed)));
}

/** The outcomes, one for each mode. */
export function merged(outcomes: readonly Outcome[]): Outcome[] {
  const byMode = new Map<Mode, Outcome>();
  for (const outcome of outcomes) {
    const before = byMode.get(outcome.mode);
    byMode.set(outcome.mode, before ? sum(before, outcome) : outcome);
  }
  return [...byMode.values()];
}

function sum(a: Outcome, b: Outcome): Outcome {
  const defects: Record<string, { seen: number; seed: number }> = {};
  for (const [kind, { seen, seed }] of [...Object.entries(a.defects), ...Object.entries(b.defects)]) {
    const before = defects[kind];
    defects[kind] = before ? { seen: before.seen + seen, seed: Math.min(before.seed, seed) } : { seen, seed };
  }
  return {
    mode: a.mode,
    schedules: a.schedules + b.schedules,
    analysesStarted: a.analysesStarted + b.analysesStarted,
    defects,
  };
}
