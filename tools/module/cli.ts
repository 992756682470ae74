import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { moduleFiles } from './module-files';
import { writeArchive, writeModule } from './write-module';

const USAGE = `Usage: npm run module -- [--output FOLDER] [--archive FILE.zip]

Writes the monitor as a module for plain Terraform, the function's code inside: no provider block, no backend, and
nothing to build or fetch when Terraform runs. The same sources give the same bytes.

  --output FOLDER      where the module goes (dist/terraform-module)
  --archive FILE.zip   also write it as one file, for "source = https://…/FILE.zip"
`;

function main(): void {
  const { values } = parseArgs({
    options: {
      output: { type: 'string', default: 'dist/terraform-module' },
      archive: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { output, archive } = values;
  if (archive !== undefined && !archive.endsWith('.zip'))
    throw new Error(`--archive must name a file that ends in .zip, not ${JSON.stringify(archive)}`);
  const files = moduleFiles();
  writeModule(files, resolve(output));
  process.stdout.write(`${output}: ${Object.keys(files).length} files\n`);
  if (archive !== undefined) {
    writeArchive(files, resolve(archive));
    process.stdout.write(`${archive}\n`);
  }
}

try {
  main();
} catch (error) {
  process.stderr.write(`module: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
