import * as fc from 'fast-check';
import type { Death } from '../crash';
import { type NetworkPlan, networkPlan, type Step, step } from '../random-network';

/** The kind of faults in a schedule. */
export type Mode =
  | 'calm'
  | 'bursts'
  | 'faults'
  | 'crashes'
  | 'everything'
  | 'synchronous'
  | 'deleted'
  | 'twins'
  | 'year';

const DAY_MS = 86_400_000;

/** The modes, each with its share of a soak's schedules. */
export const MODES: Readonly<Record<Mode, number>> = {
  calm: 2,
  bursts: 4,
  faults: 4,
  crashes: 4,
  everything: 4,
  synchronous: 2,
  deleted: 2,
  twins: 2,
  year: 1,
};

/** A call whose caller waits for the result. Nothing calls again when the process dies. */
export interface SynchronousCall {
  readonly kind: 'check' | 'deployment';
  readonly afterMs: number;
  readonly timeoutMs: number;
  readonly deaths: readonly Death[];
}

/** One change, and the faults around it. */
export interface Act {
  readonly step: Step;
  /** The time before the next act. */
  readonly gapMs: number;
  /** From the change to each delivery of its event. */
  readonly delaysMs: readonly number[];
  /** How long analyses take that start from now on. */
  readonly analysisMs: number;
  /** Whether the change makes running analyses fail. */
  readonly disturbs: boolean;
  /** When the process dies in each attempt. */
  readonly deaths: readonly Death[];
  /** This long after an attempt begins, Lambda begins another one with the same request id; 0 for never. */
  readonly twinAfterMs: number;
  readonly call?: SynchronousCall;
  /** The analysis that is deleted by hand: 0 is the newest, 1 the one before it. */
  readonly deletes?: number;
}

export interface Climate {
  readonly slowestMs: number;
  /** One in this many calls fails; 0 for none. */
  readonly failsOneIn: number;
  readonly birthLagMs: number;
  readonly listingLagMs: number;
  readonly listedStatusLagMs: number;
  readonly statusLagMs: number;
  readonly tagLagMs: number;
  /** How far an analysis lags behind the network, in percent of the longest lag that is assumed. */
  readonly sightLagPercent: number;
  readonly skewMs: number;
  readonly chat: 'none' | 'fine' | 'slow' | 'refused';
  /** When and for how long SNS refuses every message, in milliseconds since the schedule began. @default never */
  readonly outage?: { readonly fromMs: number; readonly lengthMs: number };
  readonly seed: number;
}

/** A network, its changes, and everything that goes wrong. It is plain data, so that fast-check can shrink it. */
export interface Schedule {
  readonly mode: Mode;
  readonly plan: NetworkPlan;
  readonly acts: readonly Act[];
  readonly climate: Climate;
  readonly check: 'affected' | 'all';
  readonly keep: number;
  readonly settle: number;
  readonly isFirstChecked: boolean;
  /** Whether the daily look runs every day; otherwise it runs once at the end. */
  readonly looksDaily: boolean;
}

const FAIR: Climate = {
  slowestMs: 0,
  failsOneIn: 0,
  birthLagMs: 0,
  listingLagMs: 0,
  listedStatusLagMs: 0,
  statusLagMs: 0,
  tagLagMs: 0,
  sightLagPercent: 0,
  skewMs: 0,
  chat: 'none',
  seed: 0,
};

const upTo = (max: number) => fc.integer({ min: 0, max });
/** Mostly 0. */
const rarely = (arbitrary: fc.Arbitrary<number>, weight = 3) =>
  fc.oneof({ arbitrary: fc.constant(0), weight }, { arbitrary, weight: 1 });

const foul: fc.Arbitrary<Climate> = fc.record({
  slowestMs: fc.constantFrom(100, 1_000, 4_000),
  failsOneIn: fc.constantFrom(0, 8, 20, 60),
  birthLagMs: rarely(upTo(2_500)),
  listingLagMs: rarely(upTo(2_500)),
  listedStatusLagMs: rarely(upTo(2_500)),
  statusLagMs: rarely(upTo(2_500)),
  tagLagMs: rarely(upTo(1_500)),
  sightLagPercent: rarely(upTo(100), 1),
  skewMs: fc.integer({ min: -1_000, max: 1_000 }),
  chat: fc.constantFrom('none', 'none', 'fine', 'slow', 'refused'),
  outage: fc.option(fc.record({ fromMs: upTo(120_000), lengthMs: upTo(300_000) }), { freq: 2, nil: undefined }),
  seed: fc.nat(),
});

const death: fc.Arbitrary<Death> = fc.record({
  when: fc.constantFrom('before', 'after'),
  call: fc.integer({ min: 1, max: 30 }),
});

const call: fc.Arbitrary<SynchronousCall> = fc.record({
  kind: fc.constantFrom('check', 'deployment'),
  afterMs: upTo(20_000),
  timeoutMs: fc.constantFrom(15_000, 40_000, 120_000, 900_000),
  deaths: fc.array(death, { maxLength: 1 }),
});

function gap(mode: Mode): fc.Arbitrary<number> {
  if (mode === 'year') return fc.integer({ min: DAY_MS, max: 160 * DAY_MS });
  return mode === 'calm' ? fc.integer({ min: 150_000, max: 400_000 }) : upTo(12_000);
}

function act(mode: Mode): fc.Arbitrary<Act> {
  const isAny = (...modes: Mode[]) => mode === 'everything' || modes.includes(mode);
  const none = fc.constant(0);
  return fc.record(
    {
      step,
      gapMs: gap(mode),
      delaysMs:
        mode === 'calm' || mode === 'year'
          ? fc.tuple(fc.integer({ min: 500, max: 60_000 }))
          : fc.array(fc.integer({ min: 500, max: 90_000 }), { minLength: 1, maxLength: 3 }),
      analysisMs: fc.integer({ min: 500, max: 45_000 }),
      disturbs: isAny('faults') ? fc.boolean() : fc.constant(false),
      deaths: isAny('crashes') ? fc.array(death, { maxLength: 4 }) : fc.constant([]),
      twinAfterMs: isAny('twins') ? rarely(fc.integer({ min: 1, max: 60_000 }), 1) : none,
      call: isAny('synchronous') ? call : fc.constant(undefined as never),
      deletes: isAny('deleted') ? upTo(3) : fc.constant(undefined as never),
    },
    { requiredKeys: ['step', 'gapMs', 'delaysMs', 'analysisMs', 'disturbs', 'deaths', 'twinAfterMs'] },
  );
}

export function schedule(mode: Mode): fc.Arbitrary<Schedule> {
  return fc.record({
    mode: fc.constant(mode),
    plan: networkPlan,
    acts: fc.array(act(mode), { minLength: 1, maxLength: mode === 'year' ? 4 : 8 }),
    climate: mode === 'faults' || mode === 'everything' ? foul : fc.constant(FAIR),
    check: fc.constantFrom('affected', 'all'),
    keep: fc.integer({ min: 1, max: 3 }),
    settle: fc.constantFrom(2, 5),
    isFirstChecked: fc.boolean(),
    looksDaily: mode === 'year' ? fc.boolean() : fc.constant(false),
  });
}

/** The schedule that a seed determines. */
export function scheduleOf(mode: Mode, seed: number): Schedule {
  const [chosen] = fc.sample(schedule(mode), { seed, numRuns: 1 });
  if (!chosen) throw new Error(`no schedule for ${mode} ${seed}`);
  return chosen;
}
