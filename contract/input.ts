import type { Expectation } from './expectation';

/**
 * What an input can ask the function to do. `check`: check paths. `look`: finish what earlier
 * invocations left behind, and renew bad verdicts. `status`: return the last outcomes, and start
 * nothing. `test`: send a test message.
 */
export const ACTIONS = ['check', 'look', 'status', 'test'] as const;

/** An input that names its action. An empty object stands for `check`. */
export interface ActionInput {
  readonly action: (typeof ACTIONS)[number];
  /** For `check`: the name or id of one path; absent: every path. */
  readonly path?: string;
  /** For `check`: the same id resumes the same analyses. */
  readonly id?: string;
}

/** What the daily rule sends. */
export const LOOK: ActionInput = { action: 'look' };

/**
 * What Terraform's `aws_lambda_invocation` sends for a path, to which it adds its own `tf.action`.
 */
export interface PathInput {
  readonly pathId: string;
  readonly name: string;
  readonly expect: Expectation;
  /** False: no verdict at deploy, only the removal of analyses at the end. */
  readonly check: boolean;
}
