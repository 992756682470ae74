import { deepStrictEqual } from 'node:assert/strict';
import { Arena } from './arena';
import { defaultZip } from './baseline/bundle';
import { oneChange } from './many-paths';
import type { Question, Row } from './row';

/** MiB at so many paths; 256 is what the stack gives the function by default. */
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
  return [...rows, { ...(await everyPathTold()), floor }];
}

async function emptyHandler(): Promise<number> {
  const arena = await Arena.open({ affected: 1, analysisSeconds: 1, code: defaultZip('empty') });
  try {
    return (await arena.breakPaths()).memory;
  } finally {
    await arena.close();
  }
}

/** A hundred paths without any record: all of them are analysed, broken, and told. */
async function everyPathTold(): Promise<Row> {
  const arena = await Arena.open({ affected: 100, analysisSeconds: 1 });
  try {
    const { memory } = await arena.breakPaths();
    deepStrictEqual(arena.told(arena.monitor.topicArn), arena.pathIds);
    const measure = 'peak resident memory, one change that breaks 100 of 100 paths';
    return { question: 'memory', measure, unit: 'MiB', ours: memory, target: { ours: 128 } };
  } finally {
    await arena.close();
  }
}

/** How much memory the function needs. The floor is an empty handler. */
export const memory: Question = { name: 'memory', measure };
