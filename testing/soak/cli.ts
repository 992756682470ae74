import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { start, type Terminal } from '../../command/command';
import { EXIT_CODES } from '../../command/exit-codes';
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
Exit code 0: no defect except those that docs/simulation.md admits. 1: a defect. 2: the command could not be run. 3: wrong usage.
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

interface Values {
  readonly runs?: string;
  readonly seed?: string;
  readonly mode?: string;
  readonly json: boolean;
}

type Work = (terminal: Terminal) => number | Promise<number>;

/** What each word starts. Throws for a value that is wrong. */
const WORKS: Readonly<Record<string, (values: Values, more: readonly string[]) => Work>> = {
  schedules: ({ runs = '100000', seed = '0', mode, json }) => {
    const [count, from] = [wholeNumber('--runs', runs), wholeNumber('--seed', seed)];
    const only = mode === undefined ? undefined : modeOf(mode);
    return (terminal) => soakSchedules(count, from, only, json, terminal);
  },
  replay: (_, [modeText, seedText = '']) => {
    const [mode, seed] = [modeOf(modeText), wholeNumber('the seed', seedText)];
    return (terminal) => replayOne(mode, seed, terminal);
  },
  mutations: () => soakMutations,
  properties: ({ runs = '20000', seed }) => {
    const count = wholeNumber('--runs', runs);
    return () => soakProperties(count, seed);
  },
};

function workOf(values: Values, [what = '', ...more]: readonly string[]): Work {
  const work = Object.hasOwn(WORKS, what) ? WORKS[what] : undefined;
  if (work) return work(values, more);
  throw new Error(`there is no soak of ${JSON.stringify(what)}; there are ${Object.keys(WORKS).join(', ')}`);
}

void start({
  name: 'soak',
  usage: USAGE,
  failed: EXIT_CODES.undecided,
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    mode: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  allowPositionals: true,
  read: ({ values, positionals }) => workOf(values, positionals),
  run: async (work, terminal) => work(terminal),
});
