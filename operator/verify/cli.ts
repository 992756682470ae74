import type { LambdaClient } from '@aws-sdk/client-lambda';
import { command, runCommand, start, type Terminal } from '../../command/command';
import { errorText } from '../../command/error-text';
import { EXIT_CODES } from '../../command/exit-codes';
import { monitorNames } from '../../contract/names';
import { isNotFound } from '../aws-error';
import { monitorName } from '../monitor-name';
import { otherMonitors } from '../other-monitors';
import { readDuration } from './duration';
import { lambdaClient } from './lambda-client';
import { undecided, type Verification, verify, type Wish } from './verify';

const USAGE = `Usage: npm run verify -- [--name NAME] [--path P] [--wait 10m] [--json]

Makes the deployed monitor check its paths now, and waits for the verdict: a gate after an apply. AWS bills each
analysis (about $0.10 a path). The monitor sends its usual messages: an alert for a path whose outcome turned
("Scheduled check found ..."), and a report of a declared path that is not watched.
Needs only lambda:InvokeFunction on the function.

  --name NAME   the variable name of the deployment (reachability-monitor)
  --path P      check only this path, by its name or id
  --wait TIME   how long to wait for the verdict, such as 90s, 10m or 1h (10m)
  --json        one JSON report (npm run --silent verify -- --json)

Exit code 0: every promise is kept. 1: one is broken. 2: undecided, such as for a declared path that is not watched.
3: wrong usage.
`;

const EXIT_CODE_OF: Readonly<Record<Verification['outcome'], number>> = {
  kept: 0,
  broken: 1,
  unknown: EXIT_CODES.undecided,
};
const PROGRESS_EVERY_MS = 15_000;

interface Wanted extends Wish {
  readonly name: string;
  readonly json: boolean;
}

const verifyCommand = (client: () => LambdaClient) =>
  command({
    name: 'verify',
    usage: USAGE,
    failed: EXIT_CODES.undecided,
    options: {
      name: { type: 'string' },
      path: { type: 'string' },
      wait: { type: 'string', default: '10m' },
      json: { type: 'boolean', default: false },
    },
    read: ({ values: { path, wait, json, ...values } }): Wanted => {
      const name = monitorName(values.name);
      if (path === '') throw new Error('--path must be the name or id of a path, not ""');
      return { name, json, path, functionName: monitorNames(name).function, waitMs: readDuration('--wait', wait) };
    },
    run: (wanted, terminal) => runVerification(wanted, terminal, client),
  });

/** Runs the command with the arguments and returns the exit code. */
export const runVerify = (args: readonly string[], terminal: Terminal, client: () => LambdaClient): Promise<number> =>
  runCommand(verifyCommand(client), args, terminal);

async function runVerification(
  { name, json, ...wish }: Wanted,
  { write, progress }: Terminal,
  client: () => LambdaClient,
): Promise<number> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const ticking = setInterval(() => progress(`${seconds()} s of ${wish.waitMs / 1000} s …`), PROGRESS_EVERY_MS);
  try {
    const lambda = client();
    const verification = await verify(lambda, wish, progress).catch(async (error: unknown) =>
      undecided(isNotFound(error) ? await absence(name, lambda) : errorText(error)),
    );
    write(json ? `${JSON.stringify({ name, ...verification, seconds: seconds() })}\n` : text(verification));
    return EXIT_CODE_OF[verification.outcome];
  } finally {
    clearInterval(ticking);
  }
}

async function absence(name: string, lambda: LambdaClient): Promise<string> {
  const region = await lambda.config.region();
  return `There is no monitor ${name} in ${region}; ${await otherMonitors(lambda)}.`;
}

function text({ paths, reason, altered = [] }: Verification): string {
  const width = Math.max(0, ...paths.map(({ outcome }) => outcome.length));
  const lines = paths.map(({ outcome, name, expect, analysisId }) => {
    const evidence = analysisId ? `, analysis ${analysisId}` : '';
    return `  ${outcome.padEnd(width)}  ${name}, must be ${expect}${evidence}`;
  });
  const notes = altered.map((path) => `  The tags of ${path.name} were overwritten: ${path.reason}.`);
  return [...lines, ...notes, ...(lines.length > 0 ? [''] : []), reason, ''].join('\n');
}

if (require.main === module) void start(verifyCommand(lambdaClient));
