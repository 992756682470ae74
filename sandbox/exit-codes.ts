/** What the exit codes of the demo and the sandbox mean, besides 0. A signal's code is 128 and its number, as shells have it. */
export const EXIT_CODES = {
  failed: 1,
  /** Wrong usage or input, or something that this machine lacks: nothing was begun. */
  refused: 3,
  SIGHUP: 129,
  SIGINT: 130,
  /** The reader of standard output has gone. */
  SIGPIPE: 141,
  SIGTERM: 143,
} as const;

/** The signals that people and systems end a command with. */
export const ENDING_SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Wrong usage or input; the message says what would be right. */
export class UsageError extends Error {}

/** What `read` makes of the arguments. Throws what it has against them as a UsageError. */
export function readArguments<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error).replace(/\s*\n\s*/g, ' ');
    throw new UsageError(`${reason} (--help says more)`, { cause: error });
  }
}

/** Says in one line why the command `name` could not do its work, and what follows for its exit code. */
export function reportFailure(name: string, error: unknown): void {
  process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
  const isRefused = error instanceof UsageError || error instanceof MissingPrerequisite;
  process.exitCode = isRefused ? EXIT_CODES.refused : EXIT_CODES.failed;
}

/** What this machine lacks before anything can run; the message is one sentence that says what to do. */
export class MissingPrerequisite extends Error {}
