import { deepStrictEqual } from 'node:assert/strict';
import { Arena } from './arena';
import { defaultZip } from './baseline/bundle';
import { oneChange } from './many-paths';
import type { Question, Row } from './row';

/** Numbers of paths, each with its limit in MiB; 256 is the stack's default. */
const LIMITS = [
  [100, 128],
  [1_000, 256],
] as const;

async function measure(): Promise<Row[]> {
  const floor = await emptyHandler();
  const rows: Row[] = [];
  for (const [paths, ours] of LIMITS) {
    const change = await oneChange(paths);
    rows.push({
      question: 'memory',
      measure: `peak resident memory after three changes, ${paths.toLocaleString('en')} paths`,
      unit: 'MiB',
      ours: change.ours.memory,
      baseline: change.baseline.memory,
      floor,
      target: { ours },
    });
  }
  return [...rows, { ...(await everyPathReported()), floor }];
}

function emptyHandler(): Promise<number> {
  const options = { affected: 1, analysisSeconds: 1, code: defaultZip('empty') };
  return Arena.within(options, async (arena) => (await arena.breakPaths()).memory);
}

/** A hundred paths without history: all of them are analysed, broken, and reported. */
function everyPathReported(): Promise<Row> {
  return Arena.within({ affected: 100, analysisSeconds: 1 }, async (arena) => {
    const { memory } = await arena.breakPaths();
    deepStrictEqual(arena.reported(arena.monitor.topicArn), arena.pathIds);
    const measure = 'peak resident memory, one change that breaks 100 of 100 paths';
    return { question: 'memory', measure, unit: 'MiB', ours: memory, target: { ours: 128 } };
  });
}

/** How much memory the function needs. The floor is an empty handler. */
export const memory: Question = { name: 'memory', measure };
