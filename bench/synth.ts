import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { inTemporaryFolder } from '../tools/files';
import type { Question, Row } from './row';
import { type Spread, spreadOf } from './statistics';

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

/**
 * Starts the app as the side's cdktf.json does: ours with Node.js, the baseline with `npx`, as in
 * CDKTF's template.
 */
const asConfigured: Command = ({ folder }) =>
  JSON.parse(readFileSync(join(folder, 'cdktf.json'), 'utf8')).app.split(' ');

const byNode: Command = () => ['node', '--import', 'tsx', 'main.ts'];

const byCdktf: Command = (_, output) => ['npx', 'cdktf', 'synth', '--output', output];

/** The seconds that a command takes to synthesize a side into an empty folder. */
function timed(side: Side, command: Command): Promise<number> {
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

/** Times both sides in turn, so that other load on the machine affects them alike. */
async function compared(runs: number, command: Command): Promise<{ ours: Spread; baseline: Spread }> {
  const times = { ours: [] as number[], baseline: [] as number[] };
  for (let n = 0; n < runs; n++) {
    times.ours.push(await timed(OURS, command));
    times.baseline.push(await timed(BASELINE, command));
  }
  return { ours: spreadOf(times.ours), baseline: spreadOf(times.baseline) };
}

async function measure(): Promise<Row[]> {
  const row = { question: 'synth', unit: 's' };
  const target = { ratio: 1.3 };
  // The first run fills caches.
  for (const side of [OURS, BASELINE]) await timed(side, asConfigured);
  const bare = 'baseline: a bare app with one resource';
  return [
    {
      ...row,
      measure: `the app alone as \`cdktf.json\` starts it, ${APP_RUNS} runs; ${bare}`,
      ...(await compared(APP_RUNS, asConfigured)),
      target,
    },
    {
      ...row,
      measure: `both apps started by \`${byNode(OURS, '').join(' ')}\`, ${APP_RUNS} runs`,
      ...(await compared(APP_RUNS, byNode)),
    },
    {
      ...row,
      measure: `\`npm run synth\`, ${COMMAND_RUNS} runs; ${bare}`,
      ...(await compared(COMMAND_RUNS, byCdktf)),
      target,
    },
  ];
}

/** The time to synthesize the JSON again. */
export const synth: Question = { name: 'synth', measure };
