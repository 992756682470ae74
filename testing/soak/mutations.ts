import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { merged } from '../simulation/schedules/run-seeds';
import type { Mode } from '../simulation/schedules/schedule';
import { runShares } from './pool';
import { failures } from './table';

/** A mistake that a developer could make in the function's decisions. */
interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The mode whose schedules find it. */
  readonly mode: Mode;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'an analysis covers a change as soon as it may have begun after it',
    file: 'decisions/coverage.ts',
    from: 'Math.max(settleSeconds * 1_000, CHANGE_TIME_UNCERTAINTY_MS)',
    to: '0',
    mode: 'faults',
  },
  {
    name: 'an event does not wait until its change has settled',
    file: 'check/check.ts',
    from: '  if (wait > 0) await',
    to: '  if (wait > 86_400_000) await',
    mode: 'faults',
  },
  {
    name: 'an analysis that stays unjudged if its invocation dies covers as well as any other',
    file: 'decisions/next-step.ts',
    from: 'cover.judgement === undefined && isUnattended(cover)',
    to: 'false',
    mode: 'synchronous',
  },
  {
    name: 'an open path stays open whatever is revoked',
    file: 'decisions/skip.ts',
    from: 'if (!canClose) return true;',
    to: 'if (canClose) return true;',
    mode: 'calm',
  },
  {
    name: 'a claim settles at once',
    file: 'decisions/timing.ts',
    from: 'CLAIM_SETTLES_WITHIN_MS = 60_000',
    to: 'CLAIM_SETTLES_WITHIN_MS = 0',
    mode: 'everything',
  },
  {
    name: 'a claim of a released analysis settles at once',
    file: 'decisions/timing.ts',
    from: 'CLAIM_OF_RELEASED_SETTLES_WITHIN_MS = 12_000',
    to: 'CLAIM_OF_RELEASED_SETTLES_WITHIN_MS = 0',
    mode: 'everything',
  },
  {
    name: 'the retry of a request owns what its predecessor started',
    file: 'decisions/judging.ts',
    from: 'owner?.requestId === me.requestId && owner.attempt === me.attempt',
    to: 'owner?.requestId === me.requestId',
    mode: 'twins',
  },
  {
    name: 'what was reported on the path is not read',
    file: 'history/standing.ts',
    from: 'if (!verdict || analysisId === undefined',
    to: 'if (verdict || analysisId === undefined',
    mode: 'deleted',
  },
  {
    name: 'an analysis is judged though an earlier one still runs',
    file: 'decisions/judging.ts',
    from: 'now >= analysis.startedAt + STUCK_AFTER_MS',
    to: 'now >= analysis.startedAt',
    mode: 'bursts',
  },
  {
    name: 'an analysis is superseded by a later one without a verdict',
    file: 'check/conclude.ts',
    from: 'later.some(({ judgement }) => isVerdict(judgement))',
    to: 'later.length > 0',
    mode: 'bursts',
  },
  {
    name: 'the judgement is recorded before the message is sent',
    file: 'check/conclude.ts',
    from: '  let isSafe = isReported;\n',
    to: '  await judge();\n  let isSafe = isReported;\n',
    mode: 'crashes',
  },
  {
    name: 'an analysis that one look does not show is forgotten',
    file: 'decisions/timing.ts',
    from: 'KNOWN_WITHIN_MS = 15_000',
    to: 'KNOWN_WITHIN_MS = 0',
    mode: 'faults',
  },
  {
    name: 'an analysis that may have seen the change does not name it',
    file: 'check/start.ts',
    from: 'const seers = check.own.filter(',
    to: 'const seers = [].filter(',
    mode: 'bursts',
  },
];

/** Two shares run side by side, until one finds the mutation. */
const SHARE = 250;
const MOST_SCHEDULES = 4_000;

/** The names of the mutations that no schedule finds. Each is made in a copy of the sources. */
export async function surviving(root: string, progress: (line: string) => void): Promise<string[]> {
  const survivors: string[] = [];
  for (const mutation of MUTATIONS) {
    const found = await failuresOf(mutation, root);
    progress(`${mutation.name}: ${found[0] ?? 'not found'}`);
    if (found.length === 0) survivors.push(mutation.name);
  }
  return survivors;
}

async function failuresOf(mutation: Mutation, root: string): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mutation-'));
  try {
    for (const name of ['contract', 'lambda-src', 'reachability', 'testing', 'tsconfig.json', 'package.json']) {
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    mutate(path.join(folder, 'lambda-src', mutation.file), mutation);
    for (let from = 0; from < MOST_SCHEDULES; from += 2 * SHARE) {
      const shares = [from, from + SHARE].map((start) => ({ mode: mutation.mode, from: start, count: SHARE }));
      const found = failures(merged(await runShares(shares, folder)));
      if (found.length > 0) return found;
    }
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mutate(file: string, { name, from, to }: Mutation): void {
  const text = readFileSync(file, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`"${name}": ${file} does not hold once: ${from}`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}
