/**
 * The exit codes of the demo and the sandbox, other than 0. For a signal it is 128 plus its number,
 * as in shells.
 */
export const EXIT_CODES = {
  failed: 1,
  /** Wrong usage or input, or a missing prerequisite: nothing was started. */
  refused: 3,
  SIGHUP: 129,
  SIGINT: 130,
  /** The reader of standard output is gone. */
  SIGPIPE: 141,
  SIGTERM: 143,
} as const;

/** The signals that end a command. */
export const ENDING_SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Wrong usage or input. The message says what would be right. */
export class UsageError extends Error {}

/** The result of `read`, whose errors become UsageErrors. */
export function readArguments<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error).replace(/\s*\n\s*/g, ' ');
    throw new UsageError(`${reason} (--help says more)`, { cause: error });
  }
}

/** Prints in one line why the command `name` failed, and sets the exit code. */
export function reportFailure(name: string, error: unknown): void {
  process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
  const isRefused = error instanceof UsageError || error instanceof MissingPrerequisite;
  process.exitCode = isRefused ? EXIT_CODES.refused : EXIT_CODES.failed;
}

/** Something that this machine lacks. The message is one sentence that says what to do. */
export class MissingPrerequisite extends Error {}
