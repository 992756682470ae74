import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { command, type Terminal } from '../../operator/command';
import { merged, replay, type Seeds } from '../simulation/schedules/run-seeds';
import { MODES, type Mode, scheduleOf } from '../simulation/schedules/schedule';
import { MUTATIONS, surviving } from './mutations';
import { runShares } from './pool';
import { failures, table } from './table';

const ROOT = path.join(__dirname, '../..');
const SHARE = 250;

const USAGE = `Usage: npm run soak -- schedules [--runs 100000] [--seed 0] [--mode MODE] [--json]
       npm run soak -- replay MODE SEED     one schedule, and its defects
       npm run soak -- mutations            breaks the decisions in ${MUTATIONS.length} ways, one by one; each must be found
       npm run soak -- properties [--runs 20000] [--seed S]

Longer runs of what the tests run briefly: random networks, changes and faults in virtual time.
Modes: ${Object.keys(MODES).join(', ')}.
Exit code 0: no defect except those that docs/simulation.md admits. 1: a defect. 2: the command could not be run.
`;

function isMode(text: string | undefined): text is Mode {
  return text !== undefined && Object.hasOwn(MODES, text);
}

function modeOf(text: string | undefined): Mode {
  if (isMode(text)) return text;
  throw new Error(`the mode is ${JSON.stringify(text)}; it must be one of ${Object.keys(MODES).join(', ')}`);
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${name} is ${JSON.stringify(text)}; it must be a whole number below 1,000,000,000`);
}

/** Divides the runs among the modes, and each mode's runs into shares of a few seconds. */
function sharesOf(runs: number, from: number, only: Mode | undefined): Seeds[] {
  const modes = only ? [only] : (Object.keys(MODES) as Mode[]);
  const whole = modes.reduce((sum, mode) => sum + MODES[mode], 0);
  return modes.flatMap((mode) => {
    const count = Math.ceil((runs * MODES[mode]) / whole);
    return Array.from({ length: Math.ceil(count / SHARE) }, (_, n) => ({
      mode,
      from: from + n * SHARE,
      count: Math.min(SHARE, count - n * SHARE),
    }));
  });
}

async function soakSchedules(runs: number, from: number, only: Mode | undefined, isJson: boolean, terminal: Terminal) {
  const shares = sharesOf(runs, from, only);
  const begin = performance.now();
  let done = 0;
  const outcomes = merged(
    await runShares(shares, ROOT, ({ schedules }) => {
      done += schedules;
      terminal.progress(`${done.toLocaleString('en')} schedules, ${seconds(begin)} s`);
    }),
  ).sort((a, b) => Object.keys(MODES).indexOf(a.mode) - Object.keys(MODES).indexOf(b.mode));
  const failed = failures(outcomes);
  terminal.write(isJson ? `${JSON.stringify({ seed: from, outcomes, failed })}\n` : table(outcomes));
  for (const line of failed) terminal.progress(line);
  return failed.length === 0 ? 0 : 1;
}

function seconds(begin: number): string {
  return ((performance.now() - begin) / 1_000).toFixed(0);
}

async function replayOne(mode: Mode, seed: number, { write }: Terminal): Promise<number> {
  write(`${JSON.stringify(scheduleOf(mode, seed), null, 2)}\n`);
  const defects = await replay(mode, seed);
  for (const { kind, path: index, detail } of defects) write(`${kind}: path ${index}: ${detail}\n`);
  if (defects.length === 0) write('No defect.\n');
  return defects.length === 0 ? 0 : 1;
}

async function soakMutations({ write, progress }: Terminal): Promise<number> {
  const survivors = await surviving(ROOT, (line) => progress(line));
  write(`${MUTATIONS.length - survivors.length} of ${MUTATIONS.length} mutations are found.\n`);
  for (const name of survivors) write(`not found: ${name}\n`);
  return survivors.length === 0 ? 0 : 1;
}

function soakProperties(runs: number, seed: string | undefined): number {
  const env = { ...process.env, CASES: String(runs), SEED: seed ?? process.env.SEED };
  execFileSync('npx', ['jest', '--testPathPatterns', 'property', '-w', '2'], { cwd: ROOT, env, stdio: 'inherit' });
  return 0;
}

async function soak(terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      seed: { type: 'string' },
      mode: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [what, ...more] = positionals;
  if (values.help || what === undefined) {
    terminal.write(USAGE);
    return values.help ? 0 : 2;
  }
  if (what === 'schedules') {
    const runs = wholeNumber('--runs', values.runs ?? '100000');
    const only = values.mode === undefined ? undefined : modeOf(values.mode);
    return soakSchedules(runs, wholeNumber('--seed', values.seed ?? '0'), only, values.json, terminal);
  }
  if (what === 'replay') return replayOne(modeOf(more[0]), wholeNumber('the seed', more[1] ?? ''), terminal);
  if (what === 'mutations') return soakMutations(terminal);
  if (what === 'properties') return soakProperties(wholeNumber('--runs', values.runs ?? '20000'), values.seed);
  throw new Error(`unknown command ${JSON.stringify(what)}; --help lists all`);
}

void command('soak', soak);
