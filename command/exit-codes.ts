/**
 * The exit codes of every command, besides 0. A signal's code is 128 and its number, as in a shell.
 */
export const EXIT_CODES = {
  failed: 1,
  /** Of commands whose 1 is a result: they could not be carried out. */
  undecided: 2,
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

/** Wrong usage or input; the message is a sentence that says what would be right. */
export class UsageError extends Error {}

/**
 * This machine lacks something that the command needs; the message is a sentence that says what to
 * do.
 */
export class MissingPrerequisite extends Error {}
