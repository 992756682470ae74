import type { Analysis, Verdict } from './analysis';
import type { Expectation } from './expectation';

/** What a finished analysis says of the promise. Whether a path was found means nothing unless the analysis succeeded. */
export function judge({ status, details }: Analysis, expect: Expectation): Verdict {
  const found = details.NetworkPathFound;
  if (status !== 'succeeded' || typeof found !== 'boolean') return { outcome: 'inconclusive', expect };
  return { outcome: found === (expect === 'reachable') ? 'kept' : 'broken', expect };
}

/** Failed for a reason that passes: the network changed meanwhile, or AWS was throttled. Worth another analysis. */
export function failedForNow({ status, details }: Analysis): boolean {
  return status === 'failed' && /modif|throttl/i.test(details.StatusMessage ?? '');
}
