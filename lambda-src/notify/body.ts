import { explain, explainDetail, missingRule } from '../../reachability/explanation/explain';
import { componentsOf, explanationsOf } from '../../reachability/explanation/path-components';
import { foundPath, hints } from '../../reachability/explanation/path-words';
import { trafficOf } from '../../reachability/explanation/traffic';
import type { Change } from '../events/change';
import type { Analysis } from '../history/analysis';
import { doubtSentences } from '../history/doubt';
import type { WatchedPath } from '../history/watched-paths';
import { oneLine } from '../safe-text';
import { couldBreak, type Relation, relationOf } from './cause';
import { actorWords, changeLines, timeText } from './change-lines';
import type { Report } from './report';
import { limited, section } from './section';
import { undoSection } from './undo-lines';

/** The room for each part of the body. With the commands, they stay below what SNS accepts. */
const MOST_BYTES = { obstacles: 30_000, path: 15_000, caveats: 15_000, changes: 80_000 };
const MOST_SENTENCE = 1_000;
/** For one component of a path. */
const MOST_COMPONENT = 600;

const RELATION_SENTENCES: Readonly<Record<Relation, string>> = {
  cause: 'This is the cause: the analysis names its security group and direction.',
  'ruled-out': 'It cannot be the cause.',
  touches: 'It changes a resource that the analysis names.',
  unclear: 'It may not be the cause: the analysis does not name what it changes.',
};
/** For a change that opened a forbidden path. */
const OPENED_BY_IT = 'This is the cause: the analysis found a path through this rule.';
const ONE_OF_SEVERAL = 'One of several possible causes: the analysis names its security group and direction.';
/** For a cause that AWS names along with something that it could not tell. */
const POSSIBLE_CAUSE = 'Possible cause: the analysis names its security group and direction.';

const IPV4_ONLY = 'Reachability Analyzer checks IPv4 only. The path may be reachable over IPv6.';

/** What people need to know, after the facts. */
interface Body {
  /** The state of the path, what blocks it, and what changed. */
  readonly situation: readonly string[];
  /** How to undo what broke the promise: sentences, and commands indented by two spaces. */
  readonly undo: readonly string[];
}

/** How each change is related to the broken promise. */
type Relations = ReadonlyMap<Change, Relation>;

/** @param region of the monitor */
export function bodyOf(report: Report, region: string): Body {
  const { changes, path, analysis } = report;
  const relations = new Map(changes.map((change) => [change, relationOf(change, path, analysis)]));
  return { situation: situation(report, relations), undo: undo(report, relations, region) };
}

function situation(report: Report, relations: Relations): string[] {
  const { path, analysis, outcome } = report;
  const isBad = outcome !== 'kept';
  return [
    verdictLine(report),
    ...(outcome === 'broken' ? causeLine(report, relations) : []),
    ...(isBad ? doubtSentences(analysis.doubts).map(sentence) : []),
    pathLine(path),
    ...section('What stands in the way', isBad ? obstacles(report) : []),
    ...section(
      'The path that was found',
      outcome === 'broken' && path.expect === 'unreachable' ? pathFound(analysis) : [],
    ),
    ...section('Limits of this result', caveats(report)),
    ...section('What changed since the last check', [...changeEntries(report, relations), ...notedLines(report)]),
  ];
}

/**
 * How to undo the cause; if the analysis shows none, every change that could have broken the
 * promise. After an inconclusive analysis, only what may have closed a path that must be open.
 */
function undo(report: Report, relations: Relations, region: string): string[] {
  const { changes, path, analysis, outcome } = report;
  const causes = causesAmong(changes, relations);
  const isSuspect = outcome === 'inconclusive' && mayBeBlocked(report) && causes.length > 0;
  if (outcome !== 'broken' && !isSuspect) return [];
  const suspects = causes.length > 0 ? causes : changes.filter((change) => couldBreak(change, path));
  return undoSection(suspects, causes.length > 0, analysis, region);
}

/**
 * Whether AWS could not tell if a path that must be open is closed, but names obstacles that may
 * close it.
 */
function mayBeBlocked({ path, analysis: { status, details } }: Report): boolean {
  return path.expect === 'reachable' && status === 'succeeded' && details.NetworkPathFound === false;
}

function verdictLine({ outcome, path, analysis }: Report): string {
  if (outcome === 'inconclusive') {
    const { Status, StatusMessage } = analysis.details;
    if (Status === 'succeeded' && analysis.doubts.length > 0) return `Cannot tell whether the path is ${path.expect}.`;
    return `Cannot tell whether the path is ${path.expect}: ${sentence(StatusMessage ?? 'AWS gave no reason')}`;
  }
  const state = analysis.details.NetworkPathFound === true ? 'reachable' : 'unreachable';
  return outcome === 'kept'
    ? `The path is ${state}, as required.`
    : `The path is ${state}, but it must be ${path.expect}.`;
}

/** Who broke the promise, if the analysis names a single change as the cause. */
function causeLine({ changes }: Report, relations: Relations): string[] {
  const [cause, ...others] = causesAmong(changes, relations);
  return cause && others.length === 0
    ? [`The cause is ${oneLine(cause.call)} by ${actorWords(cause)} at ${timeText(cause)}.`]
    : [];
}

/** Such as `Path: web-to-internet: i-0… -> igw-0…, tcp port 443, must be reachable`. */
export function pathLine({ name, expect, details }: WatchedPath): string {
  const { address, sourceAddress, traffic } = trafficOf(details);
  const source = [details.Source ?? 'unknown source', ...(sourceAddress ? [`(${sourceAddress})`] : [])].join(' ');
  const destination =
    [...(details.Destination ? [details.Destination] : []), ...(address ? [address] : [])].join(' ') || 'anywhere';
  return `Path: ${oneLine(`${name}: ${source} -> ${destination}, ${traffic}, must be ${expect}`, 600)}`;
}

function obstacles({ analysis: { details }, path }: Report): string[][] {
  const explanations = limited(explanationsOf(details), MOST_BYTES.obstacles, (explanation) => {
    const missing = missingRule(explanation, path.details);
    return [`- ${sentence(explain(explanation))}`, ...(missing ? [`    missing: ${oneLine(missing)}`] : [])];
  });
  const others = details.NetworkPathFound ? [] : hints(details).map((hint) => [`- ${sentence(hint)}`]);
  return [...explanations, ...others];
}

function pathFound({ details }: Analysis): string[][] {
  return limited(foundPath(details), MOST_BYTES.path, (component) => [`  ${oneLine(component, MOST_COMPONENT)}`]);
}

function caveats({ analysis: { details }, path, outcome, occasion }: Report): string[][] {
  const sentences = componentsOf(details).flatMap(({ AdditionalDetails, Component }) =>
    (AdditionalDetails ?? []).map((detail) => explainDetail(detail, Component)),
  );
  const warning = details.WarningMessage ? [details.WarningMessage] : [];
  const saysClosed = path.expect === 'unreachable' && (outcome === 'kept' || occasion.kind === 'deployment');
  const all = [...new Set([...sentences, ...warning].map(sentence)), ...(saysClosed ? [IPV4_ONLY] : [])];
  return limited(all, MOST_BYTES.caveats, (caveat) => [`- ${caveat}`]);
}

function changeEntries(report: Report, relations: Relations): string[][] {
  const isBlamed = report.outcome === 'broken' || (report.outcome === 'inconclusive' && mayBeBlocked(report));
  const causeSentence = causeSentenceOf(report, relations);
  return limited(report.changes, MOST_BYTES.changes, (change) => {
    const relation = relations.get(change) ?? 'unclear';
    const relationSentence = relation === 'cause' ? causeSentence : RELATION_SENTENCES[relation];
    return [...changeLines(change), ...(isBlamed ? [`    ${relationSentence}`] : [])];
  });
}

function causeSentenceOf({ changes, outcome, path }: Report, relations: Relations): string {
  if (causesAmong(changes, relations).length > 1) return ONE_OF_SEVERAL;
  if (outcome === 'inconclusive') return POSSIBLE_CAUSE;
  return path.expect === 'reachable' ? RELATION_SENTENCES.cause : OPENED_BY_IT;
}

function causesAmong(changes: readonly Change[], relations: Relations): readonly Change[] {
  return changes.filter((change) => relations.get(change) === 'cause');
}

/** Further changes that this analysis covers, of which only the outline in a note is known. */
function notedLines({ noted = [] }: Report): string[][] {
  return noted.map(({ text }) => [`- ${oneLine(text)}`]);
}

function sentence(text: string): string {
  return oneLine(text, MOST_SENTENCE);
}
