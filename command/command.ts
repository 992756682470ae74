import { type ParseArgsConfig, parseArgs } from 'node:util';
import { errorText } from './error-text';
import { EXIT_CODES, MissingPrerequisite, UsageError } from './exit-codes';

/** Where a command writes. */
export interface Terminal {
  /** To standard output: the result. */
  readonly write: (text: string) => void;
  /** To standard error, as a line of its own: progress and errors. */
  readonly progress: (line: string) => void;
  readonly isColored: boolean;
  /** The width of a terminal on standard output; absent where that is a file or a pipe. */
  readonly columns?: number;
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Arguments<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>;

/** A command of this repository, `npm run <name>`. Every command also has `--help` and `-h`. */
export interface Command<O extends Options, Asked> {
  readonly name: string;
  /** What `--help` prints, the exit codes included. */
  readonly usage: string;
  /** As `parseArgs` takes them. */
  readonly options: O;
  /** Whether there are arguments besides options. @default false */
  readonly allowPositionals?: boolean;
  /**
   * The exit code where `run` throws anything but a UsageError or a MissingPrerequisite. @default 1
   */
  readonly failed?: number;
  /** Makes of the arguments what `run` takes. Whatever it throws is wrong usage. */
  readonly read: (given: Arguments<O>) => Asked;
  /** Does the work and returns the exit code. */
  readonly run: (asked: Asked, terminal: Terminal) => Promise<number>;
}

/** The definition as it is; the compiler learns from it what `read` and `run` are given. */
export const command = <const O extends Options, Asked>(definition: Command<O, Asked>): Command<O, Asked> => definition;

/** Runs a command as this process. */
export async function start<const O extends Options, Asked>(command: Command<O, Asked>): Promise<void> {
  // On Node 20 the AWS SDK warns of its future needs once in every process.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  process.exitCode = await runCommand(command, process.argv.slice(2), {
    write: (text) => process.stdout.write(text),
    progress: (line) => process.stderr.write(`${line}\n`),
    isColored: process.stdout.isTTY === true && !process.env.NO_COLOR,
    columns: process.stdout.columns,
  });
}

/**
 * Runs a command and returns the exit code. An error becomes one line of progress, under the
 * command's name.
 */
export async function runCommand<O extends Options, Asked>(
  command: Command<O, Asked>,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  try {
    const asked = readArguments(command, args);
    if (asked) return await command.run(asked.value, terminal);
    terminal.write(command.usage);
    return 0;
  } catch (error) {
    terminal.progress(`${command.name}: ${errorText(error)}`);
    const isRefused = error instanceof UsageError || error instanceof MissingPrerequisite;
    return isRefused ? EXIT_CODES.refused : (command.failed ?? EXIT_CODES.failed);
  }
}

/** Undefined where the arguments ask for help. */
function readArguments<O extends Options, Asked>(
  { options, allowPositionals = false, read }: Command<O, Asked>,
  args: readonly string[],
): { readonly value: Asked } | undefined {
  try {
    const given = parseArgs({
      args: [...args],
      allowPositionals,
      options: { ...(options as Options), help: { type: 'boolean', short: 'h' } },
    });
    return given.values.help ? undefined : { value: read(given as Arguments<O>) };
  } catch (error) {
    throw new UsageError(`${usageText(error)} (--help says more)`, { cause: error });
  }
}

/**
 * One line, without Node's advice on arguments that begin with a dash:
 * https://nodejs.org/api/errors.html
 */
const usageText = (error: unknown): string =>
  errorText(error)
    .replace(/\. To specify a positional .*/s, '')
    .replace(/\s*\n\s*/g, ' ');
