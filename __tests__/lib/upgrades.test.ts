import { addressesOf, differences } from '../../tools/addresses/addresses';
import { synthesizedStack } from '../../tools/synthesized-stack';
import recorded from './addresses.json';

const WHAT_TO_DO = `
Terraform knows a resource by its address, and replaces it when certain arguments change. If this difference was not meant, take it
back. If it was:
- a renamed address: add a "moved" block to the stack, so that Terraform renames it in the state too;
- a resource that goes or is replaced: say in CHANGELOG.md, under "Changed" or "Removed", what an upgrade does, and raise the
  major version;
- a new resource: nothing more.
Then run "npm run record", and look at the difference before you commit it.`;

it('destroys and replaces no deployed resource', () => {
  const { stack } = synthesizedStack();
  const found = differences(recorded, addressesOf(stack), stack.moved);
  if (found.length > 0) throw new Error(`${found.join('\n')}\n${WHAT_TO_DO}`);
});
