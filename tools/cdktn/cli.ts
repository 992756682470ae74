import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { differences, writtenBy } from './compare';
import { checkTypes, movedApp, SUCCESSORS, synthesis } from './moved-app';

const USAGE = `Usage: npm run cdktn-check

Proves that the same source synthesizes the same JSON with CDK Terrain (cdktn), the successor of CDKTF: copies the app into a
temporary folder, renames its imports, fetches cdktn from npm's registry, checks the types, synthesizes with both, and
compares every file. Exit code 0 only if nothing but the frameworks' own versions differs.
`;

const PROJECT = join(__dirname, '..', '..');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'cdktn-check-'));
  try {
    const app = await movedApp(folder);
    await checkTypes(app);
    const [cdktf, cdktn] = await Promise.all([
      synthesis(PROJECT, join(folder, 'cdktf.out')),
      synthesis(app, join(folder, 'cdktn.out')),
    ]);
    const version = writtenBy(cdktn);
    if (version !== SUCCESSORS.cdktn)
      throw new Error(`the copy was synthesized by ${version}: an import is not renamed`);
    const found = differences(cdktf, cdktn);
    if (found.length > 0) throw new Error(`the two do not write the same:\n${found.join('\n')}`);
    const successors = Object.entries(SUCCESSORS).map(([name, version]) => `${name} ${version}`);
    process.stdout.write(
      `${Object.keys(cdktf).length} files are the same with ${successors.join(', ')}, but for the framework's version and the layout of empty lists:\n`,
    );
    for (const name of Object.keys(cdktf)) process.stdout.write(`  ${name}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`cdktn-check: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
