import { shellCommand } from './shell';

/** The words of an AWS CLI command; `shellCommand` makes them one line. */
export type AwsCommand = readonly ['aws', ...string[]];

const REGION = /^[a-z]{2,6}(-[a-z]{1,12}){1,3}-\d{1,2}$/;
/** Longer commands than this cannot be pasted with confidence. */
const MOST_COMMAND_LENGTH = 8_000;

/**
 * Undefined where the command could not be pasted as it stands: a word that is not printable ASCII, or too long a line.
 *
 * @param operation such as `ec2 delete-route`
 * @param options words; a value must not begin with `-`, nor, as the CLI reads those from elsewhere, with `file:` or `http:`
 */
export function awsCommand(operation: string, region: string, options: readonly string[]): AwsCommand | undefined {
  if (!REGION.test(region)) return undefined;
  const command = ['aws', ...operation.split(' '), '--region', region, ...options] as const;
  const isPrintable = command.every((word) => /^[\x20-\x7e]+$/.test(word));
  return isPrintable && shellCommand(command).length <= MOST_COMMAND_LENGTH ? command : undefined;
}

/** How a change is taken back. */
export interface Undo {
  /** Each safe to paste into a shell; none where the record does not hold what they would need. */
  readonly commands: readonly AwsCommand[];
  /** What to know before, in sentences. Texts from the record stand in them as they came. */
  readonly notes: readonly string[];
  /** Show what the record does not hold. */
  readonly lookups: readonly AwsCommand[];
  /** Whether the way back is known: a command, or the code that made the change. */
  readonly isKnown: boolean;
}

/** What there is without looking anything up. */
export type WayBack = Pick<Undo, 'commands' | 'notes'>;
