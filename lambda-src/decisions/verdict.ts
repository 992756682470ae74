import type { Expectation } from '../../contract/expectation';
import type { Analysis } from '../history/analysis';
import { leavesOpen } from '../history/doubt';
import type { Verdict } from '../history/judgement';

/**
 * Whether a finished analysis shows the promise as kept. `NetworkPathFound` means nothing unless
 * the analysis succeeded, and "no path found" means nothing if AWS could not tell.
 */
export function judge({ status, details, doubts }: Analysis, expect: Expectation): Verdict {
  const found = details.NetworkPathFound;
  const isKnown = status === 'succeeded' && typeof found === 'boolean';
  if (!isKnown || doubts.some((code) => leavesOpen(code, expect))) return { outcome: 'inconclusive', expect };
  return { outcome: found === (expect === 'reachable') ? 'kept' : 'broken', expect };
}

/**
 * Why an analysis failed, AWS says only in prose. Its messages on
 * https://docs.aws.amazon.com/vpc/latest/reachability/troubleshooting.html all begin with "The
 * request failed due to": "modifications in network resources during the analysis", "throttling
 * errors from [service]".
 */
const PASSES = /modif|throttl/i;
/** "insufficient permissions", "inaccessible resource [resource]". */
const LACKS_PERMISSION = /permission|inaccessible/i;

/** Whether it failed for a reason that passes, and another analysis is worth its price. */
export function failedForNow({ status, details }: Analysis): boolean {
  return status === 'failed' && PASSES.test(details.StatusMessage ?? '');
}

/**
 * AWS's codes for what it could not read; a permission that AWS does not know everywhere yet causes
 * them as well.
 */
const UNREADABLE: ReadonlySet<string> = new Set([
  'UNKNOWN_RESOURCE',
  'UNKNOWN_DESTINATION',
  'TGW_RTB_ROUTES_ARE_UNKNOWN',
]);

/**
 * Whether AWS could not read a part of the network. Right after the role was made, that passes:
 * Reachability Analyzer reads with the role's permissions.
 */
export function lacksPermission({ status, details, doubts }: Analysis): boolean {
  if (status === 'failed') return LACKS_PERMISSION.test(details.StatusMessage ?? '');
  return status === 'succeeded' && doubts.some((code) => UNREADABLE.has(code));
}

/**
 * Whether another analysis may find what this one could not: it failed for a reason that passes, or
 * it was made at deployment, when AWS may not know the role everywhere yet.
 */
export function isWorthRepeating(analysis: Analysis): boolean {
  const isFirst = analysis.owner?.eventId.startsWith('deployment-') === true;
  return failedForNow(analysis) || (isFirst && lacksPermission(analysis));
}
