import { errorText } from './aws-error';

/** Where a command writes. */
export interface Terminal {
  /** To standard output: the result. */
  readonly write: (text: string) => void;
  /** To standard error: what goes on meanwhile. */
  readonly progress: (line: string) => void;
  readonly isColored: boolean;
}

/** A command that could not be carried out at all. */
const CANNOT = 2;

/** Runs a command of this process: its answer is the exit code, and what it throws is one line and exit code 2. */
export async function command(name: string, run: (terminal: Terminal) => Promise<number>): Promise<void> {
  // On Node 20 the AWS SDK warns of its future needs once in every process.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const terminal: Terminal = {
    write: (text) => process.stdout.write(text),
    progress: (line) => process.stderr.write(`${line}\n`),
    isColored: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
  try {
    process.exitCode = await run(terminal);
  } catch (error) {
    terminal.progress(`${name}: ${usageText(error) ?? errorText(error)}`);
    process.exitCode = CANNOT;
  }
}

/** What `parseArgs` has against the arguments, without its advice on arguments that begin with a dash: https://nodejs.org/api/errors.html */
function usageText(error: unknown): string | undefined {
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
  return isUsage ? `${error.message.replace(/\. To specify a positional .*/s, '')} (--help says more)` : undefined;
}
