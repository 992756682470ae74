import type { Change } from '../events/change';
import type { Analysis } from '../history/analysis';
import { oneLine } from '../safe-text';
import { shellCommand } from '../undo/command';
import { type Undo, undo } from '../undo/undo';
import { timeText } from './change-lines';
import { limited, section } from './section';

/** The room in a message for the ways to undo. */
const MOST_BYTES = 60_000;

/** By whether it is known how to undo, and whether the change is the cause. */
const TITLES: Readonly<Record<`${boolean}/${boolean}`, string>> = {
  'true/true': 'To undo it',
  'true/false': 'To undo what changed (it may not be the cause)',
  'false/true': 'Earlier state',
  'false/false': 'Earlier state of what changed (it may not be the cause)',
};

/**
 * How to undo the changes. Changes that are undone in the same way, such as those of one tool,
 * share an entry.
 *
 * @param areCauses whether the analysis shows that the changes broke the promise
 * @param monitorRegion is used for a change whose record has no Region
 */
export function undoSection(
  changes: readonly Change[],
  areCauses: boolean,
  analysis: Analysis,
  monitorRegion: string,
): string[] {
  const undone = changes.map((change) => ({ change, reversal: undo(change, monitorRegion) }));
  const entries = new Map<string, { lines: string[]; changes: Change[] }>();
  for (const { change, reversal } of undone) {
    const lines = undoLines(change, reversal, analysis);
    const entry = entries.get(lines.join('\n'));
    if (entry) entry.changes.push(change);
    else entries.set(lines.join('\n'), { lines, changes: [change] });
  }
  const isKnown = undone.some(({ reversal }) => reversal.isKnown);
  const isList = entries.size > 1;
  const toLines = ({ lines, changes }: { lines: string[]; changes: Change[] }) =>
    isList ? [`- ${callsText(changes)}:`, ...lines] : lines;
  return section(TITLES[`${isKnown}/${areCauses}`], limited([...entries.values()], MOST_BYTES, toLines));
}

/** How to undo one change: sentences, and commands indented by two spaces. */
export function undoLines(change: Change, { commands, caveats, lookups }: Undo, analysis: Analysis): string[] {
  const account = accountOf(analysis);
  const isElsewhere = change.account !== undefined && account !== undefined && change.account !== account;
  return [
    ...caveats.map((caveat) => oneLine(caveat, 1_000)),
    ...(isElsewhere && commands.length > 0 ? [`In account ${oneLine(change.account)}:`] : []),
    ...commands.map((command) => `  ${shellCommand(command)}`),
    ...(lookups.length > 0 ? ['If AWS Config records this resource, this command shows its earlier state:'] : []),
    ...lookups.map((command) => `  ${shellCommand(command)}`),
  ];
}

function accountOf({ details }: Analysis): string | undefined {
  return details.NetworkInsightsAnalysisArn?.split(':')[4];
}

function callsText([first, ...others]: readonly Change[]): string {
  const name = first ? `${oneLine(first.call)} of ${timeText(first)}` : '';
  return others.length > 0 ? `${name} and ${others.length} more` : name;
}
