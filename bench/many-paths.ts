import { deepStrictEqual } from 'node:assert/strict';
import { Arena, type Invocation } from './arena';
import { type Spread, spreadOf } from './statistics';

/** How many of the paths a change concerns. */
export const AFFECTED = 3;
export const ANALYSIS_SECONDS = 1;

/** What one change cost each side. */
export interface OneChange {
  readonly paths: number;
  /** Of three changes one after the other: the calls of the first, and the most memory. */
  readonly ours: Invocation;
  /** Of the three. */
  readonly seconds: Spread;
  readonly baseline: Invocation;
}

const measured = new Map<number, Promise<OneChange>>();

/** One change by which three of the watched paths go down or come back, all with the record of three judged analyses. Measured once for each number of paths. */
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
    const changes = [await arena.breakPaths(), await arena.mendPaths(), await arena.breakPaths()] as const;
    const baseline = await arena.runRecipe();
    const broken = arena.pathIds.slice(0, affected);
    deepStrictEqual(arena.told(arena.recipe.topicArn), broken);
    deepStrictEqual(
      arena.told(arena.monitor.topicArn),
      broken.flatMap((id) => changes.map(() => id)),
    );
    const seconds = spreadOf(changes.map((change) => change.seconds));
    const memory = Math.max(...changes.map((change) => change.memory));
    return { paths, ours: { ...changes[0], memory }, seconds, baseline };
  } finally {
    await arena.close();
  }
}
