import { deepStrictEqual } from 'node:assert/strict';
import { Arena, type Invocation } from './arena';
import { type Spread, spreadOf } from './statistics';

/** The number of paths that a change affects. */
export const AFFECTED = 3;
export const ANALYSIS_SECONDS = 1;

/** The cost of one change for each side. */
export interface OneChange {
  readonly paths: number;
  /** The calls of the first of three successive changes, and the peak memory of all three. */
  readonly ours: Invocation;
  /** Of all three. */
  readonly seconds: Spread;
  readonly baseline: Invocation;
}

const measured = new Map<number, Promise<OneChange>>();

/**
 * Measures a change that breaks or restores three of the watched paths, all with a history of three
 * judged analyses. Measured once for each number of paths.
 */
export function oneChange(paths: number): Promise<OneChange> {
  const known = measured.get(paths) ?? measure(paths);
  measured.set(paths, known);
  return known;
}

function measure(paths: number): Promise<OneChange> {
  const affected = Math.min(AFFECTED, paths);
  const options = { affected, others: paths - affected, analysisSeconds: ANALYSIS_SECONDS };
  return Arena.within(options, async (arena) => {
    await arena.recordHistory();
    const changes = [await arena.breakPaths(), await arena.mendPaths(), await arena.breakPaths()] as const;
    const baseline = await arena.runRecipe();
    const broken = arena.pathIds.slice(0, affected);
    const eachTime = broken.flatMap((id) => changes.map(() => id));
    deepStrictEqual(arena.reported(arena.recipe.topicArn), broken);
    deepStrictEqual(arena.reported(arena.monitor.topicArn), eachTime);
    const seconds = spreadOf(changes.map((change) => change.seconds));
    const memory = Math.max(...changes.map((change) => change.memory));
    return { paths, ours: { ...changes[0], memory }, seconds, baseline };
  });
}
