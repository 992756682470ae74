import { join } from 'node:path';
import { start, type Terminal } from '../../command/command';
import { inTemporaryFolder } from '../files';
import { differences, writtenBy } from './compare';
import { checkTypes, movedApp, SUCCESSORS, synthesis } from './moved-app';

const USAGE = `Usage: npm run cdktn-check

Proves that the same source synthesizes the same JSON with CDK Terrain (cdktn), the successor of CDKTF: copies the app into a
temporary folder, renames its imports, fetches cdktn from npm's registry, checks the types, synthesizes with both, and
compares every file.

Exit code 0: nothing but the frameworks' own versions differs. 1: something differs or failed. 3: wrong usage.
`;

const PROJECT = join(__dirname, '..', '..');

async function compareWithSuccessor(folder: string, terminal: Terminal): Promise<number> {
  const app = await movedApp(folder);
  await checkTypes(app);
  const [cdktf, cdktn] = await Promise.all([
    synthesis(PROJECT, join(folder, 'cdktf.out')),
    synthesis(app, join(folder, 'cdktn.out')),
  ]);
  const version = writtenBy(cdktn);
  if (version !== SUCCESSORS.cdktn)
    throw new Error(`the copy was synthesized by ${version}: an import was not renamed`);
  const found = differences(cdktf, cdktn);
  if (found.length > 0) throw new Error(`the outputs differ:\n${found.join('\n')}`);
  const successors = Object.entries(SUCCESSORS).map(([name, version]) => `${name} ${version}`);
  terminal.write(
    `${Object.keys(cdktf).length} files are the same with ${successors.join(', ')}, but for the framework's version and the layout of empty lists:\n`,
  );
  for (const name of Object.keys(cdktf)) terminal.write(`  ${name}\n`);
  return 0;
}

void start({
  name: 'cdktn-check',
  usage: USAGE,
  options: {},
  read: () => undefined,
  run: (_, terminal) => inTemporaryFolder((folder) => compareWithSuccessor(folder, terminal)),
});
