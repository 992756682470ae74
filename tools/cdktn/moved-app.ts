import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Files, filesIn } from '../files';
import { renamed } from './renamed';

/**
 * The packages that replace cdktf and its AWS binding; cdktn supports no later version of
 * constructs yet.
 */
export const SUCCESSORS = { cdktn: '0.24.0', '@cdktn/provider-aws': '25.7.0', constructs: '10.7.2' } as const;

const PROJECT = join(__dirname, '..', '..');
const SOURCES = ['main.ts', 'contract', 'lib', 'lambda-src', 'reachability', 'tsconfig.json'];

const run = promisify(execFile);

/**
 * Copies the app to a new folder in `folder`, with its imports renamed and CDK Terrain installed,
 * and returns that folder.
 */
export const movedApp = async (folder: string): Promise<string> => {
  const app = join(folder, 'app');
  mkdirSync(app);
  for (const source of SOURCES) cpSync(join(PROJECT, source), join(app, source), { recursive: true });
  for (const name of readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    writeFileSync(join(app, name), renamed(readFileSync(join(app, name), 'utf8')));
  }
  // All other packages come from the project: Node.js also looks in the folders above.
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, dependencies: SUCCESSORS }));
  // The binding requires Node.js 22 or later, but only for its own build; its code also runs on 20.
  await run('npm', ['install', '--no-audit', '--no-fund', '--engine-strict=false'], { cwd: app });
  return app;
};

/** Synthesizes the app in `folder` with the project's own tools. */
export const synthesis = async (folder: string, output: string): Promise<Files> => {
  await run(tool('tsx'), ['main.ts'], { cwd: folder, env: { ...process.env, CDKTF_OUTDIR: output } });
  return filesIn(output);
};

/** Type-checks the app in `folder`. Throws the compiler's errors. */
export const checkTypes = async (folder: string): Promise<void> => {
  await run(tool('tsc'), ['-p', '.', '--types', 'node'], { cwd: folder });
};

const tool = (name: string): string => join(PROJECT, 'node_modules', '.bin', name);
