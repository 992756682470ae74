import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Question, Row } from './row';
import { type Spread, spreadOf } from './statistics';
import { inTemporaryFolder } from './temporary-folder';

const APP_RUNS = 5;
const COMMAND_RUNS = 3;
const ROOT = join(__dirname, '..');
const BARE = join(__dirname, 'bare');

interface Side {
  readonly folder: string;
  /** Throws where the output is not what it must be. */
  readonly check: (output: string) => void;
}

const stack = (output: string, name: string) =>
  JSON.parse(readFileSync(join(output, 'stacks', name, 'cdk.tf.json'), 'utf8'));

const OURS: Side = {
  folder: ROOT,
  check: (output) => {
    const { resource } = stack(output, 'reachability-monitor');
    const { filename } = resource.aws_lambda_function.analyzer;
    const file = join(output, 'stacks', 'reachability-monitor', filename.split('}/')[1]);
    deepStrictEqual(Object.keys(unzipSync(readFileSync(file))), ['index.js']);
  },
};

const BASELINE: Side = {
  folder: BARE,
  check: (output) => deepStrictEqual(Object.keys(stack(output, 'bare').resource), ['aws_sns_topic']),
};

type Command = (side: Side, output: string) => readonly string[];

/** The app as the side's own cdktf.json starts it: ours by Node.js, the baseline by `npx`, as CDKTF's template does. */
const asConfigured: Command = ({ folder }) =>
  JSON.parse(readFileSync(join(folder, 'cdktf.json'), 'utf8')).app.split(' ');

const byNode: Command = () => ['node', '--import', 'tsx', 'main.ts'];

const byCdktf: Command = (_, output) => ['npx', 'cdktf', 'synth', '--output', output];

/** Seconds that a command took to synthesize a side into an empty folder. */
function timed(side: Side, command: Command): number {
  return inTemporaryFolder((output) => {
    const [program = '', ...args] = command(side, output);
    const env = { ...process.env, CDKTF_OUTDIR: output, CHECKPOINT_DISABLE: '1' };
    const begin = performance.now();
    execFileSync(program, args, { cwd: side.folder, env, stdio: 'ignore' });
    const seconds = (performance.now() - begin) / 1_000;
    side.check(output);
    return seconds;
  });
}

/** Both in turn, so that what else goes on meets them alike. */
function compared(runs: number, command: Command): { ours: Spread; baseline: Spread } {
  const times = { ours: [] as number[], baseline: [] as number[] };
  for (let n = 0; n < runs; n++) {
    times.ours.push(timed(OURS, command));
    times.baseline.push(timed(BASELINE, command));
  }
  return { ours: spreadOf(times.ours), baseline: spreadOf(times.baseline) };
}

async function measure(): Promise<Row[]> {
  const row = { question: 'synth', unit: 's' };
  const target = { ratio: 1.3 };
  // Fills the caches of the machine and of the tools.
  for (const side of [OURS, BASELINE]) timed(side, asConfigured);
  const bare = 'baseline: a bare app with one resource';
  return [
    {
      ...row,
      measure: `the app alone as \`cdktf.json\` starts it, ${APP_RUNS} runs; ${bare}`,
      ...compared(APP_RUNS, asConfigured),
      target,
    },
    {
      ...row,
      measure: `both apps started by \`${byNode(OURS, '').join(' ')}\`, ${APP_RUNS} runs`,
      ...compared(APP_RUNS, byNode),
    },
    { ...row, measure: `\`npm run synth\`, ${COMMAND_RUNS} runs; ${bare}`, ...compared(COMMAND_RUNS, byCdktf), target },
  ];
}

/** How long one waits for the JSON, where it was synthesized before. */
export const synth: Question = { name: 'synth', measure };
