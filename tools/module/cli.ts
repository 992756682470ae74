import { resolve } from 'node:path';
import { start, type Terminal } from '../../command/command';
import { moduleFiles } from './module-files';
import { writeArchive, writeModule } from './write-module';

const USAGE = `Usage: npm run module -- [--output FOLDER] [--archive FILE.zip]

Writes the monitor as a module for plain Terraform, including the function's code. It has no provider block and no
backend, and Terraform builds and fetches nothing for it. The same sources give the same bytes.

  --output FOLDER      where the module goes (dist/terraform-module)
  --archive FILE.zip   also write it as one file, for "source = https://…/FILE.zip"

Exit code 0: written. 1: something failed. 3: wrong usage, or a folder that holds something else.
`;

interface Wish {
  readonly output: string;
  readonly archive: string | undefined;
}

async function write({ output, archive }: Wish, terminal: Terminal): Promise<number> {
  const files = moduleFiles();
  writeModule(files, resolve(output));
  terminal.write(`${output}: ${Object.keys(files).length} files\n`);
  if (archive !== undefined) {
    writeArchive(files, resolve(archive));
    terminal.write(`${archive}\n`);
  }
  return 0;
}

void start({
  name: 'module',
  usage: USAGE,
  options: { output: { type: 'string', default: 'dist/terraform-module' }, archive: { type: 'string' } },
  read: ({ values: { output, archive } }): Wish => {
    if (archive !== undefined && !archive.endsWith('.zip'))
      throw new Error(`--archive must name a file that ends in .zip, not ${JSON.stringify(archive)}`);
    return { output, archive };
  },
  run: write,
});
