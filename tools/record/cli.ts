import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../../command/command';
import { addressesOf } from '../addresses/addresses';
import { synthesizedStack } from '../synthesized-stack';
import { withTables } from './reference-tables';

const USAGE = `Usage: npm run record

Records what the tests compare the stack with: the addresses of its resources, with the arguments whose change replaces
them (__tests__/lib/addresses.json), and the tables of variables and outputs in docs/reference.md. Read the difference before
you commit it: a missing address or a different argument destroys deployed resources.

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
