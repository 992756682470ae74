import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const SOURCES = [
  'main.ts',
  'contract',
  'lib',
  'lambda-src',
  'reachability',
  'cdktf.json',
  'package.json',
  'tsconfig.json',
];
const STACK = join('cdktf.out', 'stacks', 'reachability-monitor');
const ZIP = join(STACK, 'assets', 'reachability-analyzer', 'bundle', 'analyzer.zip');
const SECONDS = 1_000;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'main-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Machine {
  readonly name: string;
  readonly modified: Date;
  readonly umask: string;
  readonly zone: string;
}

/** A copy of the sources as another machine could have it. */
const checkOut = ({ name, modified }: Machine): string => {
  const copy = join(folder, name);
  mkdirSync(copy);
  for (const source of SOURCES) cpSync(join(PROJECT, source), join(copy, source), { recursive: true });
  for (const file of readdirSync(copy, { recursive: true })) utimesSync(join(copy, String(file)), modified, modified);
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
};

const synthesize = (copy: string, { umask, zone }: Machine): { json: string; zip: Buffer } => {
  const command = `umask ${umask}; exec "${process.execPath}" --import tsx main.ts`;
  execFileSync('sh', ['-c', command], { cwd: copy, env: { ...process.env, TZ: zone, CDKTF_OUTDIR: undefined } });
  return { json: readFileSync(join(copy, STACK, 'cdk.tf.json'), 'utf8'), zip: readFileSync(join(copy, ZIP)) };
};

const HERE: Machine = { name: 'here', modified: new Date('2026-01-02T03:04:05Z'), umask: '022', zone: 'UTC' };
const ELSEWHERE: Machine = {
  name: 'in another folder',
  modified: new Date('2001-09-09T01:46:40Z'),
  umask: '077',
  zone: 'Pacific/Kiritimati',
};

it(
  'synthesizes the same bytes from any folder, with any file times, umask and time zone; new Lambda code does not change the JSON',
  () => {
    const copy = checkOut(HERE);
    const here = synthesize(copy, HERE);
    const elsewhere = synthesize(checkOut(ELSEWHERE), ELSEWHERE);
    expect(elsewhere.json).toBe(here.json);
    expect(elsewhere.zip.equals(here.zip)).toBe(true);

    appendFileSync(join(copy, 'lambda-src', 'index.ts'), "\nexport const release = 'new';\n");
    const changed = synthesize(copy, HERE);
    expect(changed.json).toBe(here.json);
    expect(changed.zip.equals(here.zip)).toBe(false);
  },
  60 * SECONDS,
);
