import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { errorText } from '../../command/error-text';
import type { ActionInput } from '../../contract/input';
import type { Difference, PathResult, Result } from '../../contract/result';
import { Interrupted, invoke, Unreachable } from './invoke';

export interface Verification {
  /** `unknown`: it is undecided whether every promise is kept. */
  readonly outcome: 'kept' | 'broken' | 'unknown';
  /** One sentence. */
  readonly reason: string;
  readonly paths: readonly PathResult[];
  /** Analyses started. */
  readonly started: number;
  /**
   * Declared paths that are not watched, whose outcome is therefore unknown; absent where there is
   * none.
   */
  readonly missing?: readonly Difference[];
  /**
   * Declared paths whose tags differ, which are checked as declared; absent where there is none.
   */
  readonly altered?: readonly Difference[];
}

export interface Wish {
  readonly functionName: string;
  /** Name or id of one path; absent: every path. */
  readonly path?: string;
  readonly waitMs: number;
}

interface Asking {
  readonly client: LambdaClient;
  readonly functionName: string;
  /** Milliseconds of `performance.now`. */
  readonly deadline: number;
  readonly progress: (line: string) => void;
  /** Why the last request had no result. */
  lastInterruption?: string;
  /** Requests in a row that did not reach AWS. */
  unreached: number;
}

const PAUSE_MS = 2_000;
/** A restarting proxy or VPN takes a few seconds; a wrong endpoint stays wrong. */
const MOST_UNREACHED = 4;

/**
 * Makes the deployed monitor check its paths, and waits for the verdict.
 *
 * @throws FunctionFailed, or AWS's error where it refuses the call for good
 */
export async function verify(
  client: LambdaClient,
  { functionName, path, waitMs }: Wish,
  progress: Asking['progress'],
): Promise<Verification> {
  const asking: Asking = { client, functionName, deadline: performance.now() + waitMs, progress, unreached: 0 };
  // Costs nothing, and finds a misspelled path before an analysis starts.
  const watched = await ask(asking, { action: 'status' });
  if (!watched) return undecided(`The function returned no result in time${because(asking)}.`);
  const isWanted = ({ name, pathId }: { name: string; pathId: string | null }) =>
    !path || path === name || path === pathId;
  const wanted = (result: Result) => result.paths.filter(isWanted);
  const missing = (watched.missing ?? []).filter(isWanted);
  if (wanted(watched).length === 0 && missing.length > 0) return { ...undecided(notWatched(missing)), missing };
  if (watched.paths.length === 0) return undecided('No path is watched.');
  if (wanted(watched).length === 0) return undecided(`No path ${path} is watched; there is ${names(watched.paths)}.`);
  progress(`Checking ${names(wanted(watched))}; AWS bills each analysis.`);
  // A repeated check with the same id resumes the analyses of the first one.
  const checked = await ask(asking, {
    action: 'check',
    id: `verify-${randomUUID()}`,
    path,
  });
  if (!checked) return undecided(`No verdict in time${because(asking)}.`);
  const { paths, outcome, reason } = await settled(asking, checked, wanted);
  const altered = (checked.altered ?? []).filter(isWanted);
  return {
    ...(missing.length > 0 ? withMissing(outcome, reason, missing) : { outcome, reason }),
    paths,
    started: checked.started,
    altered: altered.length > 0 ? altered : undefined,
  };
}

/**
 * Waits for pending paths, whose analyses belong to another check; the status will show their
 * verdicts.
 */
async function settled(
  asking: Asking,
  checked: Result,
  wanted: (result: Result) => PathResult[],
): Promise<Pick<Verification, 'paths' | 'outcome' | 'reason'>> {
  let paths = wanted(checked);
  while (paths.some(isPending) && timeLeft(asking) > 0) {
    asking.progress(`Waiting for ${names(paths.filter(isPending))}.`);
    await pause(asking);
    const status = await ask(asking, { action: 'status' });
    const now = new Map(status && wanted(status).map((result) => [result.pathId, result]));
    paths = paths.map((result) => (isPending(result) ? (now.get(result.pathId) ?? result) : result));
  }
  return { ...outcomeOf(paths), paths };
}

/** A broken path stays broken; otherwise a path that is not watched leaves the whole undecided. */
function withMissing(outcome: Verification['outcome'], reason: string, missing: readonly Difference[]) {
  const both = outcome === 'kept' ? notWatched(missing) : `${reason} ${notWatched(missing)}`;
  return { outcome: outcome === 'broken' ? outcome : ('unknown' as const), reason: both, missing };
}

const notWatched = (missing: readonly Difference[]): string =>
  `Declared, but not watched: ${missing.map(({ name, reason }) => `${name} (${reason})`).join(', ')}.`;

const because = ({ lastInterruption }: Asking): string => (lastInterruption ? ` (${lastInterruption})` : '');

const names = (paths: readonly PathResult[]): string => paths.map(({ name }) => name).join(', ');

const isPending = ({ outcome }: PathResult): boolean => outcome === 'pending';

/** The result, requested again after each interruption; undefined when the time is up. */
async function ask(asking: Asking, input: ActionInput): Promise<Result | undefined> {
  for (;;) {
    if (timeLeft(asking) <= 0) return undefined;
    try {
      const result = await invoke(asking.client, asking.functionName, input, timeLeft(asking));
      asking.unreached = 0;
      return result;
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      asking.lastInterruption = errorText(error);
      asking.unreached = error instanceof Unreachable ? asking.unreached + 1 : 0;
      if (asking.unreached >= MOST_UNREACHED) throw new Error(`AWS cannot be reached: ${errorText(error)}.`);
      if (timeLeft(asking) <= 0) return undefined;
      asking.progress(`No result yet (${errorText(error)}); trying again.`);
      await pause(asking);
    }
  }
}

const timeLeft = ({ deadline }: Asking): number => Math.floor(deadline - performance.now());

const pause = (asking: Asking): Promise<void> => sleep(Math.max(0, Math.min(PAUSE_MS, timeLeft(asking))));

function outcomeOf(paths: readonly PathResult[]): Pick<Verification, 'outcome' | 'reason'> {
  const named = (those: readonly PathResult[]) => those.map(({ name, outcome }) => `${name} (${outcome})`).join(', ');
  const broken = paths.filter(({ outcome }) => outcome === 'broken');
  if (broken.length > 0) return { outcome: 'broken', reason: `Broken: ${names(broken)}.` };
  const open = paths.filter(({ outcome }) => outcome !== 'kept');
  if (open.length > 0) return { outcome: 'unknown', reason: `Undecided: ${named(open)}.` };
  return { outcome: 'kept', reason: 'Every promise is kept.' };
}

/** The outcome `unknown`, with the reason. */
export const undecided = (reason: string): Verification => ({ outcome: 'unknown', reason, paths: [], started: 0 });
