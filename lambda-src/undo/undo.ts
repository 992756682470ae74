import type { Change } from '../events/change';
import { undoCall } from './calls';
import { awsCommand, type Undo } from './command';
import { configHistory } from './config-history';
import { undoRules } from './rules';

/** A record may hold many rules; more commands than this would bury the message. */
const MOST_COMMANDS = 20;

/** Tools that keep the network as their code says; a command beside them would drift. */
const CODE_TOOLS: readonly { name: string; mark: RegExp; source: string }[] = [
  { name: 'Terraform', mark: /\b(terraform|opentofu)\b/i, source: 'commit' },
  { name: 'CloudFormation', mark: /cloudformation\.amazonaws\.com/i, source: 'template change (with CDK, the commit)' },
  { name: 'Pulumi', mark: /\bpulumi\b/i, source: 'commit' },
];

/** @param monitorRegion stands in where the record does not tell its Region */
export function undo(change: Change, monitorRegion: string): Undo {
  const tool = CODE_TOOLS.find(({ mark }) => madeWith(change).some((text) => mark.test(text)));
  if (tool) {
    const note = `Made by ${tool.name}: revert the ${tool.source} and apply again. A command would drift from the code.`;
    return { commands: [], notes: [note], lookups: [], isKnown: true };
  }
  if (change.isHarmless) {
    const note = `${change.call} had no effect on what reaches what.`;
    return { commands: [], notes: [note], lookups: [], isKnown: false };
  }
  // A Region in which no command could be made is none.
  const region = change.region !== undefined && awsCommand('ec2', change.region, []) ? change.region : monitorRegion;
  const { commands, notes } = change.rules.length > 0 ? undoRules(change.rules, region) : undoCall(change, region);
  const omitted = commands.length - MOST_COMMANDS;
  const history = commands.length === 0 ? configHistory(change, region) : undefined;
  return {
    commands: commands.slice(0, MOST_COMMANDS),
    notes: omitted > 0 ? [...notes, `${omitted} more commands are left out.`] : notes,
    lookups: history ? [history] : [],
    isKnown: commands.length > 0,
  };
}

/** What AWS itself wrote comes along, since a user agent is whatever the caller says. */
function madeWith({ userAgent, sourceAddress, invokedBy, actor }: Change): readonly string[] {
  return [userAgent, sourceAddress, invokedBy ?? actor];
}
