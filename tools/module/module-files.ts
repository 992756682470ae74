import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../files';
import { synthesizedStack } from '../synthesized-stack';
import { readme } from './readme';
import { terraformModule } from './terraform-module';

const PROJECT = join(__dirname, '..', '..');

/** Every file of the module for plain Terraform. The same sources give the same bytes. */
export const moduleFiles = (): Files => {
  const { stack, assets } = synthesizedStack();
  const module = terraformModule(stack);
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  return {
    ...Object.fromEntries(Object.entries(module).map(([name, block]) => [name, json(block)])),
    ...assets,
    'README.md': Buffer.from(readme(module, version)),
    LICENSE: readFileSync(join(PROJECT, 'LICENSE')),
  };
};

const json = (block: unknown): Uint8Array => Buffer.from(`${JSON.stringify(block, null, 2)}\n`);
