import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { merged } from '../simulation/schedules/run-seeds';
import { MODES, type Mode } from '../simulation/schedules/schedule';
import { runShares } from './pool';
import { failures } from './table';

/** A mistake that somebody could make in the function's decisions. */
interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'an analysis covers a change as soon as it may have begun after it',
    file: 'decisions/coverage.ts',
    from: 'Math.max(settleSeconds * 1_000, CHANGE_TIME_UNCERTAINTY_MS)',
    to: '0',
  },
  {
    name: 'an analysis that nobody repeats covers as well as any other',
    file: 'decisions/next-step.ts',
    from: 'cover.judgement === undefined && isUnattended(cover)',
    to: 'false',
  },
  {
    name: 'a skip rests on whatever the listing happens to show',
    file: 'decisions/next-step.ts',
    from: 'const isNewest = listedAt >= coveredFrom + LISTED_WITHIN_MS;',
    to: 'const isNewest = true;',
  },
  {
    name: 'an open path stays open whatever is revoked',
    file: 'decisions/skip.ts',
    from: 'if (!canClose) return true;',
    to: 'if (canClose) return true;',
  },
  {
    name: 'a claim settles at once',
    file: 'decisions/timing.ts',
    from: 'CLAIM_SETTLES_WITHIN_MS = 60_000',
    to: 'CLAIM_SETTLES_WITHIN_MS = 0',
  },
  {
    name: 'the retry of a request owns what its predecessor started',
    file: 'decisions/judging.ts',
    from: 'owner?.requestId === me.requestId && owner.attempt === me.attempt',
    to: 'owner?.requestId === me.requestId',
  },
  {
    name: 'the owner of an analysis does not look again before it reports',
    file: 'check/watch.ts',
    from: 'return analysis !== undefined && check.isMine(analysis) && analysis.judgement === undefined;',
    to: 'return true;',
  },
  {
    name: 'what was reported is not written on the path',
    file: 'history/standing.ts',
    from: 'if (!verdict || analysisId === undefined',
    to: 'if (verdict || analysisId === undefined',
  },
  {
    name: 'an analysis is judged though an earlier one still runs',
    file: 'decisions/judging.ts',
    from: 'now >= analysis.startedAt + STUCK_AFTER_MS',
    to: 'now >= analysis.startedAt',
  },
  {
    name: 'the end of an analysis is taken from the listing',
    file: 'check/watch.ts',
    from: "if (!details || !isFinished({ ...step.analysis, status: details.Status ?? 'unknown' })) return;\n    const analysis = { ...step.analysis, status: details.Status ?? 'unknown', details };",
    to: 'if (!details) return;\n    const analysis = { ...step.analysis, details };',
  },
  {
    name: 'an analysis that one look does not show is forgotten',
    file: 'decisions/timing.ts',
    from: 'KNOWN_WITHIN_MS = 15_000',
    to: 'KNOWN_WITHIN_MS = 0',
  },
  {
    name: 'what began before the change was delivered does not name it',
    file: 'check/start.ts',
    from: 'const seers = check.own.filter(',
    to: 'const seers = [].filter(',
  },
];

/** Twice so many schedules of each mode are tried, until one sees the mutation. */
const SCHEDULES = 250;

/** The names of the mutations that no schedule sees. Each is made in a copy of the sources. */
export async function surviving(root: string, progress: (line: string) => void): Promise<string[]> {
  const survivors: string[] = [];
  for (const mutation of MUTATIONS) {
    const seen = await failuresOf(mutation, root);
    progress(`${mutation.name}: ${seen[0] ?? 'not seen'}`);
    if (seen.length === 0) survivors.push(mutation.name);
  }
  return survivors;
}

async function failuresOf(mutation: Mutation, root: string): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mutation-'));
  try {
    for (const name of [
      'contract',
      'lambda-src',
      'operator',
      'reachability',
      'testing',
      'tsconfig.json',
      'package.json',
    ]) {
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    mutate(path.join(folder, 'lambda-src', mutation.file), mutation);
    for (const mode of Object.keys(MODES) as Mode[]) {
      const shares = [0, 1].map((half) => ({ mode, from: half * SCHEDULES, count: SCHEDULES }));
      const seen = failures(merged(await runShares(shares, folder)));
      if (seen.length > 0) return seen;
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
