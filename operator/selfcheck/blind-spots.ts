import type { Deployed } from './deployed';
import { type Finding, note } from './finding';
import { sweepSchedule } from './rules';

/**
 * Reachability Analyzer analyses resources with an IPv4 address only.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
export const ipv6 = async (): Promise<Finding> =>
  note('Paths over IPv6 are not checked, not even for a path that must be unreachable.');

/** Changes of reachability that this account's trail does not record as calls. */
const UNSEEN =
  'routes that BGP or a VPN propagates, prefix lists of AWS, declarative policies, and what other accounts change on their side';

/** The changes that no event reports, and whether a sweep finds them. */
export async function unseenChanges(monitor: Deployed): Promise<Finding> {
  const schedule = await sweepSchedule(monitor);
  const what = `No event reports ${UNSEEN}.`;
  if (schedule) return note(`${what} The sweep finds them: ${schedule}.`);
  return note(`${what} No sweep is on.`, 'Set schedule_expression, such as "rate(1 day)", and apply.');
}
