import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { ReachabilityMonitorStack } from '../lib/reachability-monitor-stack';
import { type Files, filesIn } from './files';

/** A JSON object in Terraform's configuration syntax. */
export type Block = { readonly [key: string]: unknown };

/** The parts that are used here of what cdktf writes for a stack. */
export interface StackJson extends Block {
  readonly terraform: Block;
  readonly variable: Readonly<Record<string, Variable>>;
  readonly locals?: Block;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output: Readonly<Record<string, Output>>;
  /** Terraform's `moved` blocks. */
  readonly moved?: readonly Moved[];
}

export interface Variable extends Block {
  /** In Terraform's type syntax. */
  readonly type: string;
  readonly description: string;
  readonly default?: unknown;
}

export interface Output extends Block {
  readonly description: string;
}

export interface Moved {
  readonly from: string;
  readonly to: string;
}

interface SynthesizedStack {
  readonly stack: StackJson;
  /** The files that the stack refers to in `path.module`. */
  readonly assets: Files;
}

const STACK = 'reachability-monitor';
const STACK_FILE = 'cdk.tf.json';

/** Synthesizes the stack of `main.ts`. */
export const synthesizedStack = (): SynthesizedStack => {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesized-stack-'));
  try {
    const app = new App({ outdir });
    new ReachabilityMonitorStack(app, STACK);
    app.synth();
    const { [STACK_FILE]: stack = Buffer.of(), ...assets } = filesIn(join(outdir, 'stacks', STACK));
    return { stack: JSON.parse(Buffer.from(stack).toString()), assets };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
