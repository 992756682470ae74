import type { NetworkInsightsAnalysis, Tag } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { componentsOf } from '../../reachability/explanation/path-components';
import { doubtsOf } from './doubt';
import { type Judgement, readJudgement } from './judgement';
import { type Note, readNotes } from './note';

/**
 * Stands in place of the attempt when that one ended before it could judge: any invocation may
 * claim the analysis at once.
 */
export const RELEASED = 'released';

/** The invocation that judges an analysis. */
export interface Owner {
  readonly eventId: string;
  readonly requestId: string;
  /**
   * Lambda's retries have the request id of the first attempt and may run at the same time as it;
   * this tells them apart. Or `RELEASED`.
   */
  readonly attempt: string;
  /** Another invocation started the analysis. */
  readonly isClaim: boolean;
}

export interface Analysis {
  readonly id: string;
  readonly pathId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** AWS's word: `running`, `succeeded`, `failed`, or one that the function does not know. */
  readonly status: string;
  /** The monitor that started it; absent for an analysis that was started by hand. */
  readonly monitorName?: string;
  readonly owner?: Owner;
  /** Absent while it is not judged. */
  readonly judgement?: Judgement;
  /** The changes that it covers, as far as its tags name them. */
  readonly notes: readonly Note[];
  /** Ids of the security groups that a found path passes through, in either direction. */
  readonly groupsPassed: readonly string[];
  /**
   * Ids of all security groups that AWS names: on the path that was found, or at what blocks it.
   */
  readonly groupsNamed: readonly string[];
  /**
   * Ids of the instances that a found path passes, or whose interfaces it passes. Absent if it
   * passes no interface, or one for which AWS does not say what it is attached to: then nothing
   * shows which instances the path needs.
   */
  readonly instancesPassed?: readonly string[];
  /**
   * Hashes of the events for which a warning about IPv6 rules was sent and noted on this analysis.
   */
  readonly ipv6Warned: readonly string[];
  /**
   * Codes that leave a doubt about "no path found"; kept even when `details` no longer hold them.
   */
  readonly doubts: readonly string[];
  /** As AWS described it; without the long lists if `slim` made it. */
  readonly details: NetworkInsightsAnalysis;
}

/** Undefined if the ids of the analysis or the path are missing: nothing can be done with it. */
export function toAnalysis(details: NetworkInsightsAnalysis): Analysis | undefined {
  const { NetworkInsightsAnalysisId: id, NetworkInsightsPathId: pathId, StartDate, Status } = details;
  if (!id || !pathId) return undefined;
  return {
    id,
    pathId,
    // Only an analysis that has just begun could lack a date, so it counts as the newest.
    startedAt: StartDate?.getTime() ?? Number.POSITIVE_INFINITY,
    status: Status ?? 'unknown',
    monitorName: tagValue(details.Tags, TAGS.monitor),
    owner: readOwner(tagValue(details.Tags, TAGS.owner)),
    judgement: readJudgement(tagValue(details.Tags, TAGS.judged)),
    notes: readNotes(details.Tags ?? []),
    groupsPassed: groupsPassed(details),
    groupsNamed: groupsNamed(details),
    instancesPassed: instancesPassed(details),
    ipv6Warned: (tagValue(details.Tags, TAGS.ipv6) ?? '').split(' ').filter((hash) => hash !== ''),
    doubts: doubtsOf(details),
    details,
  };
}

/**
 * Only what decisions need of an analysis: thousands of listed ones must fit into memory together.
 */
export function slim({ details, ...rest }: Analysis): Analysis {
  const { Status, StatusMessage, NetworkPathFound } = details;
  return { ...rest, details: { Status, StatusMessage, NetworkPathFound } };
}

/**
 * A copy with strings of its own: a substring keeps the whole string alive, and these are all
 * substrings of AWS's response.
 */
export function detached(analysis: Analysis): Analysis {
  return structuredClone(analysis);
}

const GROUP_ID = /\bsg-[0-9a-f]{8,17}\b/g;

/**
 * AWS lists each group that a found path passes through as a component. Groups in other fields and
 * in ARNs count as well.
 */
function groupsPassed(details: NetworkInsightsAnalysis): string[] {
  return details.NetworkPathFound ? groupIds(componentsOf(details)) : [];
}

function groupsNamed(details: NetworkInsightsAnalysis): string[] {
  return groupIds([componentsOf(details), details.Explanations ?? []]);
}

function groupIds(value: unknown): string[] {
  return [...new Set(JSON.stringify(value).match(GROUP_ID) ?? [])].sort();
}

const INSTANCE_ID = /\bi-[0-9a-f]{8,17}\b/g;
const INTERFACE_ID = /\beni-[0-9a-f]{8,17}\b/g;

/**
 * In AWS's example of a found path, an interface names what it is attached to:
 * https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html
 */
function instancesPassed(details: NetworkInsightsAnalysis): string[] | undefined {
  if (!details.NetworkPathFound) return undefined;
  const components = componentsOf(details);
  const attached = components.filter(({ AttachedTo }) => AttachedTo?.Id ?? AttachedTo?.Arn);
  const known = new Set(attached.flatMap(({ Component }) => JSON.stringify(Component ?? {}).match(INTERFACE_ID) ?? []));
  const text = JSON.stringify(components);
  const interfaces = text.match(INTERFACE_ID) ?? [];
  if (interfaces.length === 0 || !interfaces.every((id) => known.has(id))) return undefined;
  return [...new Set(text.match(INSTANCE_ID) ?? [])].sort();
}

export function tagValue(tags: readonly Tag[] | undefined, key: string): string | undefined {
  return tags?.find((tag) => tag.Key === key)?.Value;
}

/** Only these two are final. Any other status is waited on and never taken for a verdict. */
export function isFinished({ status }: Analysis): boolean {
  return status === 'succeeded' || status === 'failed';
}

/**
 * Oldest first. The id decides between two that began at the same instant, so that every invocation
 * sees the same order.
 */
export function byStart(a: Analysis, b: Analysis): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}

export function ownerText({ eventId, requestId, attempt, isClaim }: Owner): string {
  return `${eventId}/${requestId}:${attempt}${isClaim ? ':claimed' : ''}`;
}

function readOwner(text: string | undefined): Owner | undefined {
  const [, eventId, requestId, attempt = '', claim] =
    /^(.*)\/([^/:]*)(?::([^/:]*))?(:claimed)?$/.exec(text ?? '') ?? [];
  if (eventId === undefined || requestId === undefined) return undefined;
  return { eventId, requestId, attempt, isClaim: claim !== undefined };
}
