import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addressesOf } from '../addresses/addresses';
import { synthesizedStack } from '../synthesized-stack';
import { withTables } from './reference-tables';

const USAGE = `Usage: npm run record

Writes down what the tests compare the stack with: the addresses of its resources and what Terraform would replace them for
(__tests__/lib/addresses.json), and the tables of variables and outputs in docs/reference.md. Look at the difference
before you commit it: an address that is gone, or an argument that differs, destroys a deployed monitor.
`;

const PROJECT = join(__dirname, '..', '..');
const REFERENCE = join(PROJECT, 'docs', 'reference.md');
const ADDRESSES = join(PROJECT, '__tests__', 'lib', 'addresses.json');

function main(): void {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { stack } = synthesizedStack();
  writeFileSync(REFERENCE, withTables(readFileSync(REFERENCE, 'utf8'), stack));
  writeFileSync(ADDRESSES, `${JSON.stringify(addressesOf(stack), null, 2)}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`record: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
