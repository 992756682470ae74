import type { Analysis } from './analysis';
import { couldBreak, type Relation, relationOf } from './cause';
import type { Change } from './change';
import { explain, explainDetail } from './explanation';
import type { Report } from './message';
import { oneLine } from './text';
import { undo } from './undo';
import { describePath, describeRule } from './wording';

/** Lists in a message end here; the rest is counted. */
const MOST_LISTED = 50;

const RELATION_SENTENCES: Readonly<Record<Relation, string>> = {
  cause: 'This is the cause: the analysis names its security group and direction.',
  touches: 'It touches what the analysis names.',
  unclear: 'The analysis does not name what it touches; it need not be the cause.',
};

/** What people need after the facts: the path in words, what blocks it, what changed, and how to take it back. */
export function messageDetails(report: Report, region: string): string[] {
  const { path, analysis, outcome, changes } = report;
  const isBad = outcome !== 'kept';
  return [
    `Path: ${describePath(path)}`,
    standing(report),
    ...section('What stands in the way', isBad ? obstacles(analysis) : []),
    ...section('The way through', outcome === 'broken' && path.expect === 'unreachable' ? wayThrough(analysis) : []),
    ...section('What the result leaves open', caveats(analysis)),
    ...section(
      'What changed since the last check',
      limited([...changes.map((change) => changeLines(change, report)), ...notedLines(report)]),
    ),
    ...(outcome === 'broken' ? undoSection(report, region) : []),
  ];
}

function standing({ outcome, path, analysis }: Report): string {
  if (outcome === 'inconclusive') {
    const why = analysis.details.StatusMessage ?? 'AWS gave no reason';
    return `Nobody knows whether the promise is kept: ${oneLine(why, 1_000)}`;
  }
  const isOpen = analysis.details.NetworkPathFound === true ? 'open' : 'closed';
  return outcome === 'kept'
    ? `The path is ${isOpen}, as promised.`
    : `The path is ${isOpen}; the promise is that it is ${path.expect}.`;
}

function obstacles({ details }: Analysis): string[][] {
  return limited((details.Explanations ?? []).map((explanation) => [`- ${explain(explanation)}`]));
}

function wayThrough({ details }: Analysis): string[][] {
  const ids = (details.ForwardPathComponents ?? []).map(({ Component }) => Component?.Id ?? Component?.Arn ?? '?');
  return ids.length > 0 ? [[oneLine(ids.join(' -> '), 2_000)]] : [];
}

function caveats({ details }: Analysis): string[][] {
  const components = [...(details.ForwardPathComponents ?? []), ...(details.ReturnPathComponents ?? [])];
  const sentences = components.flatMap(({ AdditionalDetails = [], Component }) =>
    AdditionalDetails.map((detail) => explainDetail(detail, Component)),
  );
  const warning = details.WarningMessage ? [oneLine(details.WarningMessage, 1_000)] : [];
  return limited([...new Set([...sentences, ...warning])].map((sentence) => [`- ${sentence}`]));
}

function changeLines(change: Change, { outcome, path, analysis }: Report): string[] {
  const time = change.time === undefined ? 'at an unknown time' : new Date(change.time).toISOString();
  return [
    `- ${time} ${oneLine(change.call)} by ${oneLine(change.actor)}, from ${oneLine(change.sourceAddress)}, with ${oneLine(change.userAgent)}`,
    ...limited(
      change.rules.map(({ effect, rule }) => [
        `    ${effect}: ${describeRule(rule)}${rule.groupId ? ` in ${oneLine(rule.groupId)}` : ''}`,
      ]),
    ).flat(),
    ...(change.rules.length === 0
      ? [`    touches: ${oneLine(change.resources.join(', ') || 'the record does not tell what', 1_000)}`]
      : []),
    ...(outcome === 'broken' ? [`    ${RELATION_SENTENCES[relationOf(change, path, analysis)]}`] : []),
  ];
}

/** Changes whose own events were answered by this analysis, too; a note has only the outline of each. */
function notedLines({ noted = [] }: Report): string[][] {
  return noted.map(({ text }) => [`- ${oneLine(text)}`]);
}

/** How to take back the change that is the cause; where none shows, all that could have broken the promise. */
function undoSection({ changes, path, analysis }: Report, region: string): string[] {
  const causes = changes.filter((change) => relationOf(change, path, analysis) === 'cause');
  const suspects = causes.length > 0 ? causes : changes.filter((change) => couldBreak(change, path));
  const lines = suspects.flatMap((change) => {
    const { commands, notes } = undo(change, region);
    return [...notes, ...commands.map((command) => `  ${command}`)];
  });
  const title = causes.length > 0 ? 'To undo it' : 'To undo what changed, which need not be the cause';
  return section(title, limited([...new Set(lines)].map((line) => [line])));
}

function section(title: string, entries: readonly (readonly string[])[]): string[] {
  return entries.length > 0 ? ['', `${title}:`, ...entries.flat()] : [];
}

function limited(entries: readonly string[][]): string[][] {
  if (entries.length <= MOST_LISTED) return [...entries];
  return [...entries.slice(0, MOST_LISTED), [`- and ${entries.length - MOST_LISTED} more`]];
}
