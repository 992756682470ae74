import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { App } from 'cdktf';
import { ReachabilityMonitorStack } from '../../lib/reachability-monitor-stack';
import { readme } from './readme';
import { type SynthesizedStack, terraformModule } from './terraform-module';

/** Contents by path, with `/` between folders. */
export type Files = Readonly<Record<string, Uint8Array>>;

const PROJECT = join(__dirname, '..', '..');
const STACK = 'reachability-monitor';
const STACK_FILE = 'cdk.tf.json';

/** Every file of the module for plain Terraform, the same bytes for the same sources. */
export const moduleFiles = (): Files => {
  const outdir = mkdtempSync(join(tmpdir(), 'terraform-module-'));
  try {
    const app = new App({ outdir });
    new ReachabilityMonitorStack(app, STACK);
    app.synth();
    const { [STACK_FILE]: stack, ...assets } = filesIn(join(outdir, 'stacks', STACK));
    const module = terraformModule(JSON.parse(Buffer.from(stack as Uint8Array).toString()) as SynthesizedStack);
    const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    return {
      ...Object.fromEntries(Object.entries(module).map(([name, block]) => [name, json(block)])),
      ...assets,
      'README.md': Buffer.from(readme(module, version)),
      LICENSE: readFileSync(join(PROJECT, 'LICENSE')),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

/** Every file below a folder. */
export const filesIn = (folder: string): Files =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

const json = (block: unknown): Uint8Array => Buffer.from(`${JSON.stringify(block, null, 2)}\n`);
