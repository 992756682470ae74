import type { Invocation } from './arena';
import { AFFECTED, ANALYSIS_SECONDS, type OneChange, oneChange } from './many-paths';
import type { Question, Row } from './row';

const SIZES = [1, 10, 100, 1_000];
const MOST_CALLS_AT_100 = 30;

const total = ({ calls }: Invocation): number => Object.values(calls).reduce((sum, count) => sum + count, 0);

/** All calls except those for listing pages and the ticks of waiting. */
const others = (invocation: Invocation): number => total(invocation) - invocation.pages.length - invocation.ticks;

const readAgain = ({ pages }: Invocation): number => pages.length - new Set(pages).size;

const question = 'growth';
const of = (paths: number) => `${paths.toLocaleString('en')} ${paths === 1 ? 'path' : 'paths'}`;

function rowsOf({ paths, ours, seconds, baseline }: OneChange): Row[] {
  const measure = `one change, ${of(paths)}`;
  const affected = Math.min(AFFECTED, paths);
  return [
    {
      question,
      measure: `${measure}: API calls`,
      unit: '',
      ours: total(ours),
      baseline: total(baseline),
      floor: 2 * affected + 1,
    },
    {
      question,
      measure: `${measure}: API calls apart from listing pages and ticks`,
      unit: '',
      ours: others(ours),
      baseline: others(baseline),
      floor: 2 * affected,
      target: paths === 100 ? { ours: MOST_CALLS_AT_100 } : undefined,
    },
    {
      question,
      measure: `${measure}: Lambda time`,
      unit: 's',
      ours: seconds,
      baseline: baseline.seconds,
      floor: ANALYSIS_SECONDS,
    },
  ];
}

function slope(
  label: string,
  unit: string,
  [few, many]: readonly [OneChange, OneChange],
  read: (invocation: Invocation) => number,
): Row {
  const perPath = (side: 'ours' | 'baseline') => (read(many[side]) - read(few[side])) / (many.paths - few.paths);
  return {
    question,
    measure: `${label} for each further path, from ${few.paths} to ${many.paths.toLocaleString('en')}`,
    unit,
    ours: perPath('ours'),
    baseline: perPath('baseline'),
  };
}

async function measure(): Promise<Row[]> {
  const all: OneChange[] = [];
  // The small ones mostly wait, so they run concurrently.
  await Promise.all(SIZES.filter((size) => size < 100).map(oneChange));
  for (const size of SIZES) all.push(await oneChange(size));
  const ends = all.slice(-2) as [OneChange, OneChange];
  return [
    ...all.flatMap(rowsOf),
    {
      question,
      measure: `listing pages read twice, ${of(ends[1].paths)}`,
      unit: '',
      ours: readAgain(ends[1].ours),
      target: { ours: 0 },
    },
    slope('API calls', '', ends, total),
    slope('Lambda time', 'ms', ends, ({ seconds }) => seconds * 1_000),
  ];
}

/**
 * The cost of one event with a growing number of paths, three of which it affects. The floor: each
 * of these is started and reported, one call polls all of them, and all the time is the analysis
 * itself.
 */
export const growth: Question = { name: 'growth', measure };
