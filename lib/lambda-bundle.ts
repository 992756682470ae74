import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { reproducibleZip } from './reproducible-zip';

/** The name of the bundled file without its extension: the first half of the function's handler. */
export const BUNDLE_MODULE = 'index';

/** One CommonJS file with everything that `entry` (a TypeScript file) imports, the same for the same sources on any machine. */
export const bundle = (entry: string): Uint8Array => {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    absWorkingDir: dirname(entry),
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The SDK's ES modules can be shaken, its CommonJS ones cannot: a third of the size.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    charset: 'utf8',
    // Without this, esbuild would read whichever tsconfig.json it finds above the entry.
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild wrote no file for ${entry}`);
  return file.contents;
};

/** A zip with the bundled code as `index.js`, the same bytes for the same code. */
export const zip = (code: Uint8Array): Uint8Array => reproducibleZip({ [`${BUNDLE_MODULE}.js`]: code });

/** Bundles `entry` into the zip file `target` and returns that file's absolute path. */
export const writeLambdaZip = (entry: string, target: string): string => {
  const file = resolve(target);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, zip(bundle(resolve(entry))));
  return file;
};
