/** AWS CLI commands as lists of words, and the line of a POSIX shell that each of them makes. */

/** Starts with `aws`, the service and the operation; `shellCommand` makes it one line. */
export type AwsCommand = readonly ['aws', ...string[]];

/** What takes a change back, as far as its record shows. */
export interface Reversal {
  /** Each is safe to paste into a shell. Empty where the record lacks what a command would need. */
  readonly commands: readonly AwsCommand[];
  /**
   * Sentences to read first. They may quote the record verbatim: make them safe before printing.
   */
  readonly caveats: readonly string[];
}

const REGION = /^[a-z]{2,6}(-[a-z]{1,12}){1,3}-\d{1,2}$/;
/**
 * A line of more than 8,000 characters cannot be pasted with confidence. The rest is for the
 * Region.
 */
const MOST_COMMAND_LENGTH = 7_940;

/**
 * Undefined if the command could not be pasted as it stands: one of its words is not printable
 * ASCII, or the line is too long.
 *
 * @param operation such as `ec2 delete-route`
 * @param options a value must not start with `-`, nor with `file:` or `http:`, from which the CLI
 *   would read the value
 */
export function awsCommand(operation: string, options: readonly string[]): AwsCommand | undefined {
  const command = ['aws', ...operation.split(' '), ...options] as const;
  const isPrintable = command.every((word) => /^[\x20-\x7e]+$/.test(word));
  return isPrintable && shellCommand(command).length <= MOST_COMMAND_LENGTH ? command : undefined;
}

export function isRegion(text: string | undefined): text is string {
  return text !== undefined && REGION.test(text);
}

/** The command with `--region`, after the operation. */
export function inRegion([aws, ...words]: AwsCommand, region: string): AwsCommand {
  return [aws, ...words.slice(0, 2), '--region', region, ...words.slice(2)];
}

/** The words as one command line. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** The text as one word of the shell, whatever it contains. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * JSON in printable ASCII, without the characters that a shell, a mail reader or a terminal may
 * interpret even inside single quotes (`'`, `\` in fish, `!` in csh). In texts they become `\u0027`
 * and the like.
 */
export function shellSafeJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // JSON's own escapes are rewritten first, so that every remaining backslash starts one of ours.
  const plain = JSON.stringify(value).replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, short?: string) =>
    code === undefined ? escaped(SHORT_ESCAPES[short ?? ''] ?? short ?? '') : `\\u${code}`,
  );
  return plain.replace(/[^\x20-\x7e]|['!]/g, escaped);
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
