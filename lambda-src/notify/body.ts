import { explain, explainDetail, missingRule } from '../../reachability/explanation/explain';
import { oneLine } from '../../reachability/explanation/one-line';
import { componentsOf, explanationsOf } from '../../reachability/explanation/path-components';
import { hintLines, wayLines } from '../../reachability/explanation/way-words';
import type { Change } from '../events/change';
import type { Analysis } from '../history/analysis';
import { doubtSentences } from '../history/doubt';
import { shellCommand } from '../undo/shell';
import { undo } from '../undo/undo';
import { couldBreak, type Relation, relationOf } from './cause';
import type { Report } from './report';
import { describeCall, describePath, describeRule, toolWords } from './wording';

/** Lists in a message end here; the rest is counted. */
const MOST_LISTED = 50;
const MOST_RULES_LISTED = 8;
/** What the parts of the body may take; together they stay below what SNS takes. */
const MOST_BYTES = { obstacles: 30_000, way: 15_000, caveats: 15_000, changes: 80_000, undo: 60_000 };

const RELATION_SENTENCES: Readonly<Record<Relation, string>> = {
  cause: 'This is the cause: the analysis names its security group and direction.',
  harmless: 'It cannot be the cause.',
  touches: 'It touches what the analysis names.',
  unclear: 'The analysis does not name what it touches; it may not be the cause.',
};
/** Of a change that opened a forbidden path. */
const OPENED_BY_IT = 'This is the cause: the path that was found passes through this rule.';
/** By whether a way back is known, and whether the cause is. */
const UNDO_TITLES: Readonly<Record<`${boolean}/${boolean}`, string>> = {
  'true/true': 'To undo it',
  'true/false': 'To undo what changed, which may not be the cause',
  'false/true': 'What was there before',
  'false/false': 'What was there before the change, which may not be the cause',
};

const ONE_OF_SEVERAL =
  'It can be the cause, and so can others here: the analysis names its security group and direction.';
/** Beside what AWS could not tell. */
const CAN_BE_CAUSE = 'It can be the cause: the analysis names its security group and direction.';

const IPV4_ONLY = 'Reachability Analyzer sees IPv4 only; what is open over IPv6 is out of its sight.';

/** What each change has to do with a broken promise. */
type Relations = ReadonlyMap<Change, Relation>;

/** What people need after the facts: the path in words, what blocks it, what changed, and how to take it back. */
export function messageDetails(report: Report, region: string): string[] {
  return [...situation(report), ...wayBack(report, region)];
}

/** The path in words, what blocks it, and what changed. */
export function situation(report: Report): string[] {
  const { path, analysis, outcome } = report;
  const isBad = outcome !== 'kept';
  const relations = relationsOf(report);
  return [
    standing(report),
    ...(outcome === 'broken' ? causeLine(report, relations) : []),
    ...(isBad ? doubtSentences(analysis.doubts).map((sentence) => oneLine(sentence, 1_000)) : []),
    `Path: ${describePath(path)}`,
    ...section('What stands in the way', isBad ? obstacles(report) : []),
    ...section('The way through', outcome === 'broken' && path.expect === 'unreachable' ? wayThrough(analysis) : []),
    ...section('What the result leaves open', caveats(report)),
    ...section('What changed since the last check', [...changeEntries(report, relations), ...notedLines(report)]),
  ];
}

/**
 * How to take back what broke the promise: sentences, and commands that are indented. Of an inconclusive analysis, only what may
 * have blocked a path that must be open.
 */
export function wayBack(report: Report, region: string): string[] {
  const relations = relationsOf(report);
  const isSuspect =
    report.outcome === 'inconclusive' && mayBlock(report) && causesAmong(report.changes, relations).length > 0;
  return report.outcome === 'broken' || isSuspect ? undoSection(report, relations, region) : [];
}

/** AWS could not tell whether the path is open, but names obstacles that may close it. */
function mayBlock({ path, analysis: { status, details } }: Report): boolean {
  return path.expect === 'reachable' && status === 'succeeded' && details.NetworkPathFound === false;
}

function relationsOf({ changes, path, analysis }: Report): Relations {
  return new Map(changes.map((change) => [change, relationOf(change, path, analysis)]));
}

function standing({ outcome, path, analysis }: Report): string {
  if (outcome === 'inconclusive') {
    const { Status, StatusMessage } = analysis.details;
    if (Status === 'succeeded' && analysis.doubts.length > 0) return `Cannot tell whether the path is ${path.expect}.`;
    return `Cannot tell whether the path is ${path.expect}: ${oneLine(StatusMessage ?? 'AWS gave no reason', 1_000)}`;
  }
  const isOpen = analysis.details.NetworkPathFound === true ? 'open' : 'closed';
  return outcome === 'kept'
    ? `The path is ${isOpen}, as promised.`
    : `The path is ${isOpen}; the promise is that it is ${path.expect}.`;
}

/** Who broke the promise, where the analysis names one change as the cause. */
function causeLine({ changes }: Report, relations: Relations): string[] {
  const [cause, ...others] = causesAmong(changes, relations);
  return cause && others.length === 0
    ? [`The cause is ${oneLine(cause.call)} by ${actorWords(cause)} at ${timeText(cause)}.`]
    : [];
}

function obstacles({ analysis, path }: Report): string[][] {
  const explanations = limited(explanationsOf(analysis.details), MOST_BYTES.obstacles, (explanation) => {
    const missing = missingRule(explanation, path.details);
    return [`- ${explain(explanation)}`, ...(missing ? [`    missing: ${missing}`] : [])];
  });
  return [...explanations, ...(analysis.details.NetworkPathFound ? [] : [hintLines(analysis.details)])].filter(
    (lines) => lines.length > 0,
  );
}

function wayThrough({ details }: Analysis): string[][] {
  return limited(wayLines(details), MOST_BYTES.way, (line) => [line]);
}

function caveats({ analysis: { details }, path, outcome, occasion }: Report): string[][] {
  const sentences = componentsOf(details).flatMap(({ AdditionalDetails, Component }) =>
    (AdditionalDetails ?? []).map((detail) => explainDetail(detail, Component)),
  );
  const warning = details.WarningMessage ? [oneLine(details.WarningMessage, 1_000)] : [];
  const saysClosed = path.expect === 'unreachable' && (outcome === 'kept' || occasion.kind === 'deployment');
  const all = [...new Set([...sentences, ...warning]), ...(saysClosed ? [IPV4_ONLY] : [])];
  return limited(all, MOST_BYTES.caveats, (sentence) => [`- ${sentence}`]);
}

function changeEntries(report: Report, relations: Relations): string[][] {
  const isTold = report.outcome === 'broken' || (report.outcome === 'inconclusive' && mayBlock(report));
  const causeSentence = causeSentenceOf(report, relations);
  return limited(report.changes, MOST_BYTES.changes, (change) => {
    const relation = relations.get(change) ?? 'unclear';
    const sentence = relation === 'cause' ? causeSentence : RELATION_SENTENCES[relation];
    return [...changeLines(change), ...(isTold ? [`    ${sentence}`] : [])];
  });
}

function causeSentenceOf({ changes, outcome, path }: Report, relations: Relations): string {
  if (causesAmong(changes, relations).length > 1) return ONE_OF_SEVERAL;
  if (outcome === 'inconclusive') return CAN_BE_CAUSE;
  return path.expect === 'reachable' ? RELATION_SENTENCES.cause : OPENED_BY_IT;
}

function causesAmong(changes: readonly Change[], relations: Relations): readonly Change[] {
  return changes.filter((change) => relations.get(change) === 'cause');
}

/** Who made the change, when and with what, and what it altered. */
export function changeLines(change: Change): string[] {
  const rules = change.rules
    .slice(0, MOST_RULES_LISTED)
    .map(
      ({ effect, rule }) => `    ${effect}: ${describeRule(rule)}${rule.groupId ? ` in ${oneLine(rule.groupId)}` : ''}`,
    );
  const more = change.rules.length - rules.length;
  return [
    `- ${timeText(change)} ${oneLine(change.call)} by ${actorWords(change)}, from ${oneLine(change.sourceAddress)}, with ${toolWords(change.userAgent)}`,
    ...rules,
    ...(more > 0 ? [`    and ${more} more rules`] : []),
    ...(rules.length === 0 ? [`    ${describeCall(change)}`] : []),
  ];
}

function actorWords({ actor, invokedBy }: Change): string {
  return `${oneLine(actor)}${invokedBy ? ` through ${oneLine(invokedBy)}` : ''}`;
}

/** Changes whose own events were answered by this analysis, too; a note has only the outline of each. */
function notedLines({ noted = [] }: Report): string[][] {
  return noted.map(({ text }) => [`- ${oneLine(text)}`]);
}

/** How to take back the change that is the cause; where none shows, all that could have broken the promise. */
function undoSection({ changes, path, analysis }: Report, relations: Relations, monitorRegion: string): string[] {
  const causes = causesAmong(changes, relations);
  const suspects = causes.length > 0 ? causes : changes.filter((change) => couldBreak(change, path));
  const entries = alike(suspects, (change) => undoLines(change, analysis, monitorRegion));
  const isKnown = suspects.some((change) => undo(change, monitorRegion).isKnown);
  const title = UNDO_TITLES[`${isKnown}/${causes.length > 0}`];
  const toLines = ([lines, changes]: (typeof entries)[number]) =>
    entries.length > 1 ? [`- ${callsText(changes)}:`, ...lines] : lines;
  return section(title, limited(entries, MOST_BYTES.undo, toLines));
}

/** The changes that are taken back in the same way, such as those of one tool, together. */
function alike(changes: readonly Change[], toLines: (change: Change) => string[]): [string[], Change[]][] {
  const entries = new Map<string, [string[], Change[]]>();
  for (const change of changes) {
    const lines = toLines(change);
    const entry = entries.get(lines.join('\n'));
    if (entry) entry[1].push(change);
    else entries.set(lines.join('\n'), [lines, [change]]);
  }
  return [...entries.values()];
}

function callsText([first, ...others]: readonly Change[]): string {
  const name = first ? `${oneLine(first.call)} of ${timeText(first)}` : '';
  return others.length > 0 ? `${name} and ${others.length} more` : name;
}

function timeText({ time }: Change): string {
  return time === undefined ? 'an unknown time' : new Date(time).toISOString();
}

/** How the change is taken back: sentences, and commands that are indented. */
export function undoLines(change: Change, analysis: Analysis, monitorRegion: string): string[] {
  const { commands, notes, lookups } = undo(change, monitorRegion);
  const account = accountOf(analysis);
  const isElsewhere = change.account !== undefined && account !== undefined && change.account !== account;
  return [
    ...notes.map((note) => oneLine(note, 1_000)),
    ...(isElsewhere && commands.length > 0 ? [`In account ${oneLine(change.account)}:`] : []),
    ...commands.map((command) => `  ${shellCommand(command)}`),
    ...(lookups.length > 0 ? ['The command that shows what it was before, where AWS Config records:'] : []),
    ...lookups.map((command) => `  ${shellCommand(command)}`),
  ];
}

function accountOf({ details }: Analysis): string | undefined {
  return details.NetworkInsightsAnalysisArn?.split(':')[4];
}

function section(title: string, entries: readonly (readonly string[])[]): string[] {
  return entries.length > 0 ? ['', `${title}:`, ...entries.flat()] : [];
}

/** Whole entries only: half a command is worse than none. */
function limited<T>(items: readonly T[], mostBytes: number, toLines: (item: T) => string[]): string[][] {
  const kept: string[][] = [];
  let bytes = 0;
  for (const item of items.slice(0, MOST_LISTED)) {
    const lines = toLines(item);
    bytes += Buffer.byteLength(lines.join('\n')) + 1;
    if (bytes > mostBytes) break;
    kept.push(lines);
  }
  const omitted = items.length - kept.length;
  return omitted > 0 ? [...kept, [`- and ${omitted} more`]] : kept;
}
