import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { preProcessFile } from 'typescript';

const PROJECT = join(__dirname, '..');

/**
 * The files of lambda-src that every room there may use; `index` and `handle` join the rooms
 * together.
 */
const CORE = ['context', 'deadline', 'environment', 'safe-text'].map((name) => `lambda-src/${name}`);

/**
 * What each room may import besides itself: whole folders, or single files without `.ts`. The
 * longest name that fits a file decides. docs/architecture.md says what each room is for.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  command: [],
  'reachability/packets': [],
  'reachability/network': ['reachability/packets'],
  'reachability/analysis': ['reachability/packets', 'reachability/network'],
  'reachability/explanation': ['reachability/packets'],
  lib: ['contract'],
  'lambda-src': ['contract', 'reachability/explanation', 'reachability/packets'],
  ...Object.fromEntries(CORE.map((file) => [file, [...CORE, 'contract']])),
  'lambda-src/aws': CORE,
  'lambda-src/events': ['contract'],
  'lambda-src/history': [...CORE, 'contract', 'reachability/explanation', 'lambda-src/aws', 'lambda-src/events'],
  'lambda-src/decisions': [...CORE, 'contract', 'reachability/packets', 'lambda-src/events', 'lambda-src/history'],
  'lambda-src/undo': ['lambda-src/events'],
  'lambda-src/observe': [
    ...CORE,
    'contract',
    'reachability/explanation',
    'lambda-src/events',
    'lambda-src/history',
    'lambda-src/decisions',
  ],
  'lambda-src/notify': [
    ...CORE,
    'contract',
    'reachability/explanation',
    'reachability/packets',
    'lambda-src/aws',
    'lambda-src/events',
    'lambda-src/history',
    'lambda-src/decisions',
    'lambda-src/undo',
  ],
  'lambda-src/check': [
    ...CORE,
    'contract',
    'lambda-src/aws',
    'lambda-src/events',
    'lambda-src/history',
    'lambda-src/decisions',
    'lambda-src/notify',
    'lambda-src/observe',
  ],
  sandbox: ['reachability'],
  'sandbox/cli': ['command', 'sandbox'],
  operator: [
    'command',
    'contract',
    'lib',
    'lambda-src/environment',
    'lambda-src/history/declared-paths',
    'lambda-src/safe-text',
    'reachability',
    'sandbox/network-file',
  ],
  tools: ['command', 'contract', 'lib'],
  testing: ['command', 'contract', 'lib', 'lambda-src', 'operator', 'reachability', 'sandbox', 'tools'],
  demo: ['command', 'contract', 'sandbox', 'testing'],
  bench: ['command', 'contract', 'lib', 'lambda-src', 'operator', 'reachability', 'sandbox', 'testing', 'tools'],
  examples: ['contract', 'lib'],
};

/**
 * Programs, and what is named by its path instead of imported: by esbuild, by fork, or by the
 * reader's own app.
 */
const ENTRIES = [
  /(^|\/)cli\.ts$/,
  /(^|\/)main\.ts$/,
  /^lambda-src\/(index|aws\/credentials)\.ts$/,
  /^bench\/baseline\/(empty|handler)\.ts$/,
  /^bench\/engine-load\.ts$/,
];

const specifiers = (file: string): string[] =>
  preProcessFile(readFileSync(join(PROJECT, file), 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName);

const folders = [...new Set(Object.keys(MAY_IMPORT).map((room) => String(room.split('/')[0])))];
const files = ['main.ts', ...folders.flatMap(sources)];
const known = new Set(files);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function sources(folder: string): string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((name) => name.endsWith('.ts') && !/\/(node_modules|cdktf\.out|dist)\//.test(name));
}

function importsOf(file: string): string[] {
  return specifiers(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file), specifier))
    .map((path) => (known.has(path) ? path : `${path}.ts`));
}

const isIn = (file: string, place: string) => file === `${place}.ts` || file.startsWith(`${place}/`);

function isAllowed(file: string, target: string): boolean {
  const rooms = Object.keys(MAY_IMPORT).filter((room) => isIn(file, room));
  const [room = ''] = rooms.sort((a, b) => b.length - a.length);
  return isIn(target, room) || (MAY_IMPORT[room] ?? []).some((place) => isIn(target, place));
}

/** The files of a circle of imports, types included; undefined where there is none. */
function circle(): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of imports.get(file) ?? []) {
      const found = visit(target, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}

it('every import goes in a direction that its room allows', () => {
  const inRooms = files.filter((file) => file !== 'main.ts');
  const wrong = inRooms.flatMap((file) =>
    (imports.get(file) ?? []).filter((target) => !isAllowed(file, target)).map((target) => `${file} -> ${target}`),
  );
  expect(wrong).toEqual([]);
  expect(inRooms.length).toBeGreaterThan(300);
});

it('the contract imports no package either', () => {
  expect(
    sources('contract')
      .flatMap(specifiers)
      .filter((specifier) => !specifier.startsWith('./')),
  ).toEqual([]);
});

it('no files import each other in a circle', () => {
  expect(circle()).toBeUndefined();
});

it('no file outside testing and __tests__ is there for tests alone', () => {
  const used = new Set(files.filter((file) => ENTRIES.some((entry) => entry.test(file))));
  for (const file of used) {
    if (!isIn(file, 'testing')) for (const target of imports.get(file) ?? []) used.add(target);
  }
  expect(files.filter((file) => !isIn(file, 'testing') && !used.has(file))).toEqual([]);
});

it('__tests__ holds tests and records', () => {
  const names = readdirSync(__dirname, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(names.map(({ name }) => name).filter((name) => !/\.(test\.ts|snap|json)$/.test(name))).toEqual([]);
});

it('lambda-src has at most ten files outside its rooms', () => {
  expect(readdirSync(join(PROJECT, 'lambda-src')).filter((name) => name.endsWith('.ts')).length).toBeLessThanOrEqual(
    10,
  );
});

it('docs/architecture.md names only files that there are, from the root or from __tests__', () => {
  const page = readFileSync(join(PROJECT, 'docs', 'architecture.md'), 'utf8');
  const named = [...page.matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.ts)`/g)].map(([, file]) => String(file));
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((file) => ![PROJECT, __dirname].some((place) => existsSync(join(place, file))))).toEqual([]);
});

it('no comment reaches beyond 100 columns, unless it is one long word, such as an address', () => {
  const tooLong = [...files, ...sources('__tests__')].flatMap((file) =>
    readFileSync(join(PROJECT, file), 'utf8')
      .split('\n')
      .filter((line) => line.length > 100 && /^\s*(\/\*\*|\*|\/\/) /.test(line))
      .filter((line) => line.trim().split(' ').length > 2 && !line.includes('biome-ignore'))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(tooLong).toEqual([]);
});
