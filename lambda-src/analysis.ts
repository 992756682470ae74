import type { NetworkInsightsAnalysis, Tag } from '@aws-sdk/client-ec2';
import { type Expectation, isExpectation } from './expectation';

/** The tags that make AWS's own list of analyses the monitor's record. */
export const TAGS = {
  /** On paths and analyses: the monitor's name. */
  monitor: 'ReachabilityMonitor',
  /** On analyses: `<event id>/<request id>` of who started it. */
  owner: 'ReachabilityMonitorOwner',
  /** On analyses: `<outcome>/<expectation it was judged by>`. */
  judged: 'ReachabilityMonitorJudged',
} as const;

export type Outcome = 'kept' | 'broken' | 'inconclusive';

/** What an analysis was found to say. `superseded`: it says nothing, another one took its place. */
export interface Judgement {
  readonly outcome: Outcome | 'superseded';
  readonly expect: Expectation;
}

export interface Owner {
  readonly eventId: string;
  readonly requestId: string;
}

export interface Analysis {
  readonly id: string;
  readonly pathId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** AWS's word: `running`, `succeeded`, `failed`, or one that we do not know. */
  readonly status: string;
  readonly owner?: Owner;
  /** Absent: nobody has judged and told it yet. */
  readonly judgement?: Judgement;
  /** As AWS answered. */
  readonly details: NetworkInsightsAnalysis;
}

/** Undefined for an answer without the ids of analysis and path, which is of no use. */
export function toAnalysis(details: NetworkInsightsAnalysis): Analysis | undefined {
  const { NetworkInsightsAnalysisId: id, NetworkInsightsPathId: pathId, StartDate, Status } = details;
  if (!id || !pathId) return undefined;
  const owner = readOwner(tagValue(details.Tags, TAGS.owner));
  const judgement = readJudgement(tagValue(details.Tags, TAGS.judged));
  return {
    id,
    pathId,
    // Only what has just begun could lack a date, and counts as the newest.
    startedAt: StartDate?.getTime() ?? Number.POSITIVE_INFINITY,
    status: Status ?? 'unknown',
    ...(owner && { owner }),
    ...(judgement && { judgement }),
    details,
  };
}

export function tagValue(tags: readonly Tag[] | undefined, key: string): string | undefined {
  return tags?.find((tag) => tag.Key === key)?.Value;
}

export function isOwn(analysis: Analysis, monitorName: string): boolean {
  return tagValue(analysis.details.Tags, TAGS.monitor) === monitorName;
}

/** Only these two are final; any other status is waited on and never taken for a verdict. */
export function isFinished({ status }: Analysis): boolean {
  return status === 'succeeded' || status === 'failed';
}

/** Oldest first; the id decides between two that began in the same instant, so that everybody sees one order. */
export function byStart(a: Analysis, b: Analysis): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}

export function ownerText({ eventId, requestId }: Owner): string {
  return `${eventId}/${requestId}`;
}

export function judgementText({ outcome, expect }: Judgement): string {
  return `${outcome}/${expect}`;
}

function readOwner(text: string | undefined): Owner | undefined {
  const [, eventId, requestId] = /^(.*)\/([^/]*)$/.exec(text ?? '') ?? [];
  return eventId !== undefined && requestId !== undefined ? { eventId, requestId } : undefined;
}

/** A value that we did not write counts as not judged: telling twice is better than never. */
function readJudgement(text: string | undefined): Judgement | undefined {
  const [outcome, expect] = (text ?? '').split('/');
  const known = outcome === 'kept' || outcome === 'broken' || outcome === 'inconclusive' || outcome === 'superseded';
  return known && isExpectation(expect) ? { outcome, expect } : undefined;
}
