import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../../command/command';
import { addressesOf } from '../addresses/addresses';
import { synthesizedStack } from '../synthesized-stack';
import { withTables } from './reference-tables';

const USAGE = `Usage: npm run record

Writes down what the tests compare the stack with: the addresses of its resources and what Terraform would replace them for
(__tests__/lib/addresses.json), and the tables of variables and outputs in docs/reference.md. Look at the difference
before you commit it: an address that is gone, or an argument that differs, destroys a deployed monitor.

Exit code 0: recorded. 1: something failed. 3: wrong usage.
`;

const PROJECT = join(__dirname, '..', '..');
const REFERENCE = join(PROJECT, 'docs', 'reference.md');
const ADDRESSES = join(PROJECT, '__tests__', 'lib', 'addresses.json');

async function record(): Promise<number> {
  const { stack } = synthesizedStack();
  writeFileSync(REFERENCE, withTables(readFileSync(REFERENCE, 'utf8'), stack));
  writeFileSync(ADDRESSES, `${JSON.stringify(addressesOf(stack), null, 2)}\n`);
  return 0;
}

void start({ name: 'record', usage: USAGE, options: {}, read: () => undefined, run: record });
