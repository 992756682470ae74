import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { ReachabilityMonitor, type ReachabilityMonitorProps } from '../../lib/reachability-monitor';
import { ReachabilityMonitorStack } from '../../lib/reachability-monitor-stack';
import { temporaryFolder } from '../temporary-folder';

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has another shape for each type
export type TerraformJson = Record<string, any>;

/** A Terraform expression as the JSON holds it. */
export const hcl = (expression: string): string => `\${${expression}}`;

/** Synthesizes the stack. @returns the folder for Terraform */
const synthesized = (build: (app: App) => TerraformStack): string => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = build(app);
  app.synth();
  return join(app.outdir, 'stacks', stack.node.id);
};

export const readStack = (folder: string): TerraformJson =>
  JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));

/** The stack that `main.ts` synthesizes. */
export const wholeStack = (): string => synthesized((app) => new ReachabilityMonitorStack(app, 'reachability-monitor'));

const WEB = { source: 'i-0123456789abcdef0', destination: 'igw-0123456789abcdef0', destinationPort: 443 } as const;

/** Synthesizes a stack with monitors of literal props and the smallest Lambda. */
export const monitorStack = (...monitors: Partial<ReachabilityMonitorProps>[]): TerraformJson =>
  readStack(
    synthesized((app) => {
      const stack = new TerraformStack(app, 'test');
      new AwsProvider(stack, 'aws', { region: 'us-east-1' });
      const lambdaEntry = join(__dirname, 'handler-fixture.ts');
      for (const [index, props] of (monitors.length > 0 ? monitors : [{}]).entries()) {
        new ReachabilityMonitor(stack, `monitor-${index}`, { paths: { web: WEB }, lambdaEntry, ...props });
      }
      return stack;
    }),
  );
