import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { zip } from '../../lib/bundle/lambda-bundle';

/** The zip of a handler in this folder, bundled with esbuild's defaults, and minified. */
export function defaultZip(name: 'handler' | 'empty'): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, `${name}.ts`)],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    write: false,
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild wrote no file for ${name}.ts`);
  return zip(file.contents);
}
