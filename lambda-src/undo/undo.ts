import type { Change } from '../events/change';
import { undoCall } from './calls';
import { type AwsCommand, inRegion, isRegion, type Reversal } from './command';
import { configHistory } from './config-history';
import { undoRules } from './rules';

/** A record may hold many rules; more commands than this would bury the message. */
const MOST_COMMANDS = 20;

/**
 * Tools that keep the network as their code says. A manual command would make it drift from the
 * code.
 */
const CODE_TOOLS: readonly { name: string; mark: RegExp; source: string }[] = [
  { name: 'Terraform', mark: /\b(terraform|opentofu)\b/i, source: 'commit' },
  { name: 'CloudFormation', mark: /cloudformation\.amazonaws\.com/i, source: 'template change (with CDK, the commit)' },
  { name: 'Pulumi', mark: /\bpulumi\b/i, source: 'commit' },
];

/** How a change is taken back. */
export interface Undo extends Reversal {
  /** Commands that show the earlier state, where the record does not. */
  readonly lookups: readonly AwsCommand[];
  /** Whether there is a way back: a command, or the code that made the change. */
  readonly isKnown: boolean;
}

/** @param monitorRegion is used where the record has no Region */
export function undo(change: Change, monitorRegion: string): Undo {
  const tool = CODE_TOOLS.find(({ mark }) => madeWith(change).some((text) => mark.test(text)));
  if (tool) {
    const caveat = `Made by ${tool.name}: revert the ${tool.source} and apply again. A command would drift from the code.`;
    return { commands: [], caveats: [caveat], lookups: [], isKnown: true };
  }
  if (change.isHarmless) {
    return { commands: [], caveats: [`${change.call} cannot alter reachability.`], lookups: [], isKnown: false };
  }
  const { commands, caveats } = change.rules.length > 0 ? undoRules(change.rules) : undoCall(change);
  const omitted = commands.length - MOST_COMMANDS;
  const history = commands.length === 0 ? configHistory(change) : undefined;
  const region = isRegion(change.region) ? change.region : monitorRegion;
  return {
    commands: commands.slice(0, MOST_COMMANDS).map((command) => inRegion(command, region)),
    caveats: omitted > 0 ? [...caveats, `${omitted} more commands are left out.`] : caveats,
    lookups: history ? [inRegion(history, region)] : [],
    isKnown: commands.length > 0,
  };
}

/**
 * The user agent is whatever the caller sends, so the fields that AWS itself writes count as well.
 */
function madeWith({ userAgent, sourceAddress, invokedBy, actor }: Change): readonly string[] {
  return [userAgent, sourceAddress, invokedBy ?? actor];
}
