import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TerraformFolder } from '../../testing/deployment/terraform-folder';
import { readStack } from '../../testing/synthesis/synthesis';
import { temporaryFolder } from '../../testing/temporary-folder';

const PROJECT = join(__dirname, '..', '..');
const STACKS = ['network-staging', 'network-production'];
// Validating calls no AWS.
const NO_ENDPOINT = 'http://127.0.0.1:9';
const SECONDS = 1_000;

let stacks: string;

beforeAll(async () => {
  const outdir = temporaryFolder();
  await promisify(execFile)(join(PROJECT, 'node_modules', '.bin', 'tsx'), ['main.ts'], {
    cwd: join(PROJECT, 'examples', 'cdktf'),
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  stacks = join(outdir, 'stacks');
}, 120 * SECONDS);

describe.each(STACKS)('examples/cdktf, stack %s', (name) => {
  it('makes every promise that it made', () => {
    const { locals, resource } = readStack(join(stacks, name));
    expect(resource.aws_ec2_network_insights_path.path.for_each).toBe(`\${local.paths}`);
    expect(locals.paths).toMatchSnapshot();
  });

  it(
    'is valid Terraform',
    async () => {
      const folder = await TerraformFolder.initialized(join(stacks, name), NO_ENDPOINT);
      await expect(folder.validate()).resolves.toBeUndefined();
    },
    120 * SECONDS,
  );
});
