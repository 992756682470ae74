import { deepStrictEqual } from 'node:assert/strict';
import { Arena, type Invocation } from './arena';
import type { Question, Row } from './row';
import { mean, spreadOf } from './statistics';

const PATHS = 100;
const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 60;

interface Side {
  /** From the end of each analysis to its message. */
  readonly seconds: number[];
  readonly ticks: number;
  /** The run time of the function. */
  readonly runSeconds: number;
}

/**
 * Runs one side. The durations of the analyses are evenly spaced from the shortest to the longest.
 */
function noticed(run: (arena: Arena) => Promise<Invocation>, topicOf: (arena: Arena) => string): Promise<Side> {
  return Arena.within({ affected: PATHS, analysisSeconds: 1 }, async (arena) => {
    const step = (LONGEST_SECONDS - SHORTEST_SECONDS) / (PATHS - 1);
    const seconds = arena.pathIds.map((_, n) => SHORTEST_SECONDS + n * step);
    arena.sandbox.services.ec2.nextAnalyses.push(...seconds.map((each) => ({ durationMs: each * 1_000 })));
    const { ticks, seconds: runSeconds } = await run(arena);
    deepStrictEqual(arena.reported(topicOf(arena)), arena.pathIds, 'not every broken path was reported once');
    const endedAt = new Map(
      arena.sandbox.timeline.entries
        .filter(({ type }) => type === 'analysis')
        .map(({ analysisId, at }) => [analysisId, Date.parse(at)]),
    );
    const delays = arena
      .sent(topicOf(arena))
      .map(({ analysisId, at }) => (at - (endedAt.get(analysisId) ?? Number.NaN)) / 1_000);
    return { seconds: delays, ticks, runSeconds };
  });
}

async function measure(): Promise<Row[]> {
  const [our, their] = await Promise.all([
    noticed(
      (arena) => arena.breakPaths(),
      ({ monitor }) => monitor.topicArn,
    ),
    noticed(
      async (arena) => {
        await arena.breakPathsUnnoticed();
        return arena.runRecipe();
      },
      ({ recipe }) => recipe.topicArn,
    ),
  ]);
  const seconds = Math.ceil(our.runSeconds);
  return [
    {
      question: 'noticing',
      measure: `analysis finished to message published, mean over ${PATHS} analyses of ${SHORTEST_SECONDS} to ${LONGEST_SECONDS} s at once`,
      unit: 's',
      ours: mean(our.seconds),
      baseline: mean(their.seconds),
      floor: 0,
      target: { ours: 0.6 },
    },
    {
      question: 'noticing',
      measure: 'the same, median',
      unit: 's',
      ours: spreadOf(our.seconds),
      baseline: spreadOf(their.seconds),
    },
    {
      question: 'noticing',
      measure: `Describe calls that ask after the ${PATHS} analyses; one a second would be ${seconds}`,
      unit: '',
      ours: our.ticks,
      baseline: their.ticks,
      target: { ours: seconds },
    },
  ];
}

/**
 * The time to report a verdict. The function has to poll, because no event reports a finished
 * analysis.
 */
export const noticing: Question = { name: 'noticing', measure };
