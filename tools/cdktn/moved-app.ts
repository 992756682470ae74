import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Files, filesIn } from '../files';
import { renamed } from './renamed';

/** What takes the places of cdktf and its AWS binding; cdktn takes no later version of constructs yet. */
export const SUCCESSORS = { cdktn: '0.24.0', '@cdktn/provider-aws': '25.7.0', constructs: '10.7.2' } as const;

const PROJECT = join(__dirname, '..', '..');
const SOURCES = ['main.ts', 'contract', 'lib', 'lambda-src', 'reachability', 'tsconfig.json'];

const run = promisify(execFile);

/** A copy of the app below `folder` that imports CDK Terrain, which npm fetches from its registry. Returns the copy's folder. */
export const movedApp = async (folder: string): Promise<string> => {
  const app = join(folder, 'app');
  mkdirSync(app);
  for (const source of SOURCES) cpSync(join(PROJECT, source), join(app, source), { recursive: true });
  for (const name of readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    writeFileSync(join(app, name), renamed(readFileSync(join(app, name), 'utf8')));
  }
  // Everything but the successors comes from the project: Node.js looks in the folders above, too.
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, dependencies: SUCCESSORS }));
  // The binding asks for Node.js 22 or later, for its own build; what it ships runs on 20 as well.
  await run('npm', ['install', '--no-audit', '--no-fund', '--engine-strict=false'], { cwd: app });
  return app;
};

/** What the app in `folder` synthesizes, with the project's own tools. */
export const synthesis = async (folder: string, output: string): Promise<Files> => {
  await run(tool('tsx'), ['main.ts'], { cwd: folder, env: { ...process.env, CDKTF_OUTDIR: output } });
  return filesIn(output);
};

/** Throws what the TypeScript compiler has against the app in `folder`. */
export const checkTypes = async (folder: string): Promise<void> => {
  await run(tool('tsc'), ['-p', '.', '--types', 'node'], { cwd: folder });
};

const tool = (name: string): string => join(PROJECT, 'node_modules', '.bin', name);
