import type { Expectation } from '../../contract/expectation';
import type { Analysis } from '../history/analysis';
import { leavesOpen } from '../history/doubt';
import type { Verdict } from '../history/judgement';

/**
 * What a finished analysis says of the promise. Whether a path was found means nothing unless the analysis succeeded, and
 * "no path found" means nothing where AWS could not tell.
 */
export function judge({ status, details, doubts }: Analysis, expect: Expectation): Verdict {
  const found = details.NetworkPathFound;
  const isKnown = status === 'succeeded' && typeof found === 'boolean';
  if (!isKnown || doubts.some((code) => leavesOpen(code, expect))) return { outcome: 'inconclusive', expect };
  return { outcome: found === (expect === 'reachable') ? 'kept' : 'broken', expect };
}

/** Failed for a reason that passes: the network changed meanwhile, or AWS was throttled. Worth another analysis. */
export function failedForNow({ status, details }: Analysis): boolean {
  return status === 'failed' && /modif|throttl/i.test(details.StatusMessage ?? '');
}

/** The codes with which AWS says that it could not read something; a permission that is not known everywhere yet looks so. */
const UNREADABLE: ReadonlySet<string> = new Set([
  'UNKNOWN_RESOURCE',
  'UNKNOWN_DESTINATION',
  'TGW_RTB_ROUTES_ARE_UNKNOWN',
]);

/**
 * AWS could not read a part of the network. Where the role was made a moment ago, that passes: Reachability Analyzer reads with
 * the role's permissions. https://docs.aws.amazon.com/vpc/latest/reachability/troubleshooting.html has the words of failures.
 */
export function lacksPermission({ status, details, doubts }: Analysis): boolean {
  if (status === 'failed') return /permission|inaccessible/i.test(details.StatusMessage ?? '');
  return status === 'succeeded' && doubts.some((code) => UNREADABLE.has(code));
}

/**
 * Whether another analysis may find what this one could not: it failed for a reason that passes, or it was made at deployment by
 * a role that AWS did not know everywhere yet.
 */
export function isWorthRepeating(analysis: Analysis): boolean {
  const isFirst = analysis.owner?.eventId.startsWith('deployment-') === true;
  return failedForNow(analysis) || (isFirst && lacksPermission(analysis));
}
