import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { type Built, cached } from './build-cache';
import { plainKeys } from './plain-keys';
import { reproducibleZip } from './reproducible-zip';

/** The name of the bundled file without its extension: the first half of the function's handler. */
export const BUNDLE_MODULE = 'index';

// Replaces the SDK's chain of credential providers, of which a Lambda function uses only one.
const CREDENTIALS_FILE = 'lambda-src/aws/credentials.ts';
const CREDENTIAL_CHAIN = '@aws-sdk/credential-provider-node';
const SDK_CLIENT = '@aws-sdk/client-';

const ROOT = join(__dirname, '..', '..');
const BUILDER = ['lambda-bundle.ts', 'plain-keys.ts', 'reproducible-zip.ts'].map((name) => join(__dirname, name));

const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  charset: 'utf8',
  // Otherwise esbuild would read any tsconfig.json that it finds above the entry.
  tsconfigRaw: {},
  logLevel: 'silent',
} satisfies BuildOptions;

/**
 * Bundles the TypeScript file `entry` into one CommonJS file with only the code that it uses. The
 * same sources give the same bytes on any machine.
 *
 * @throws Error where the sources do not compile, or where the AWS SDK is not written as
 *   `plainKeys` and the replaced credentials expect
 */
export const bundle = (entry: string): Uint8Array => build(entry).code;

function build(entry: string): { code: Uint8Array; sources: string[] } {
  const { code, sources } = link(entry);
  const { outputFiles } = buildSync({
    ...OPTIONS,
    stdin: { contents: plainKeys(code, sources), loader: 'js' },
    write: false,
    minify: true,
    format: 'cjs',
  });
  return { code: onlyFile(outputFiles, entry).contents, sources };
}

/**
 * One ES module of `entry` and its imports, with a comment above each file's code; paths are
 * relative to the project.
 */
function link(entry: string): { code: string; sources: string[] } {
  const { outputFiles, metafile } = buildSync({
    ...OPTIONS,
    entryPoints: [entry],
    absWorkingDir: ROOT,
    write: false,
    metafile: true,
    // Full names would include the paths of modules, and thus the location of node_modules.
    minifyIdentifiers: true,
    format: 'esm',
    // The SDK's ES modules can be tree-shaken; its CommonJS modules cannot.
    mainFields: ['module', 'main'],
    alias: { [CREDENTIAL_CHAIN]: join(ROOT, CREDENTIALS_FILE) },
  });
  const sources = Object.keys(metafile.inputs);
  expectReplacedCredentials(sources);
  return { code: onlyFile(outputFiles, entry).text, sources };
}

function expectReplacedCredentials(sources: readonly string[]): void {
  if (!sources.some((path) => path.includes(SDK_CLIENT)) || sources.some((path) => path.endsWith(CREDENTIALS_FILE)))
    return;
  throw new Error(
    `The AWS SDK no longer takes its credential providers from ${CREDENTIAL_CHAIN}, which the Lambda's bundle replaces with ` +
      `${CREDENTIALS_FILE}. Pin the SDK to the versions in package-lock.json, or teach lib/bundle/lambda-bundle.ts its new form.`,
  );
}

function onlyFile<File>([file]: readonly File[], entry: string): File {
  if (!file) throw new Error(`esbuild wrote no file for ${entry}`);
  return file;
}

/** A zip with the bundled code as `index.js`, the same bytes for the same code. */
export const zip = (code: Uint8Array): Uint8Array => reproducibleZip({ [`${BUNDLE_MODULE}.js`]: code });

/** Bundles `entry` into the zip file `target` and returns that file's absolute path. */
export const writeLambdaZip = (entry: string, target: string): string => {
  const file = resolve(target);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    cached(entry, () => zipped(resolve(entry))),
  );
  return file;
};

function zipped(entry: string): Built {
  const { code, sources } = build(entry);
  return { bytes: zip(code), sources: [...BUILDER, ...sources.map((path) => resolve(ROOT, path))] };
}
