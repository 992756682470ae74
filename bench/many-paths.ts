import { deepStrictEqual } from 'node:assert/strict';
import { Arena, type Invocation } from './arena';

/** How many of the paths a change concerns. */
const AFFECTED = 3;
const ANALYSIS_SECONDS = 1;

/** What one change cost each side. */
export interface OneChange {
  readonly paths: number;
  readonly ours: Invocation;
  readonly baseline: Invocation;
}

const measured = new Map<number, Promise<OneChange>>();

/** One change of which three of the watched paths go down, all with the record of three judged analyses. Measured once for each number of paths. */
export function oneChange(paths: number): Promise<OneChange> {
  const known = measured.get(paths) ?? measure(paths);
  measured.set(paths, known);
  return known;
}

async function measure(paths: number): Promise<OneChange> {
  const affected = Math.min(AFFECTED, paths);
  const arena = await Arena.open({ affected, others: paths - affected, analysisSeconds: ANALYSIS_SECONDS });
  try {
    await arena.recordHistory();
    const ours = await arena.breakPaths();
    const baseline = await arena.runRecipe();
    const broken = arena.pathIds.slice(0, affected);
    for (const { topicArn } of [arena.monitor, arena.recipe]) deepStrictEqual(arena.told(topicArn), broken);
    return { paths, ours, baseline };
  } finally {
    await arena.close();
  }
}
