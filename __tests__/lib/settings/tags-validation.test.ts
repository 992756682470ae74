import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformFolder } from '../../../testing/deployment/terraform-folder';
import { readStack, wholeStack } from '../../../testing/synthesis/synthesis';
import { temporaryFolder } from '../../../testing/temporary-folder';

let terraform: TerraformFolder;

beforeAll(async () => {
  const folder = temporaryFolder();
  const { tags } = readStack(wholeStack()).variable;
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ variable: { tags } }));
  terraform = await TerraformFolder.initialized(folder, 'http://127.0.0.1:9');
}, 60_000);

it.each(['aws:owner', 'AWS:owner', 'ReachabilityMonitor', 'ReachabilityMonitorStanding', 'Expect', ''])(
  'the tag key %j is refused: AWS or the monitor writes it, or it is none',
  async (key) => {
    expect(await terraform.refusals({ tags: { [key]: 'x' } })).toEqual([
      expect.stringMatching(
        /tags must have keys of 1 to 128 characters.*those that begin with ReachabilityMonitor are the\s+monitor's own/s,
      ),
    ]);
  },
);

it.each(['Team', 'Name', 'expect', 'reachabilitymonitor'])('the tag key %j is accepted', async (key) => {
  expect(await terraform.refusals({ tags: { [key]: 'x' } })).toEqual([]);
});
