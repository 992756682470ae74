import type { Deployed } from './deployed';
import { type Finding, note } from './finding';
import { sweepSchedule } from './rules';

/**
 * Reachability Analyzer analyses resources with an IPv4 address only.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
export const ipv6 = async (): Promise<Finding> =>
  note('IPv6 is out of sight: a path over IPv6 is neither found nor missed, also not one that must be unreachable.');

/** What changes reachability and appears as no call in this account's trail. */
const UNSEEN =
  'routes that BGP or a VPN propagates, prefix lists of AWS, declarative policies, and what other accounts change on their side';

/** What no event tells of, and whether a sweep finds it all the same. */
export async function unseenChanges(monitor: Deployed): Promise<Finding> {
  const schedule = await sweepSchedule(monitor);
  const what = `No event tells of ${UNSEEN}.`;
  if (schedule) return note(`${what} The sweep finds it: ${schedule}.`);
  return note(`${what} No sweep is on.`, 'Set schedule_expression, such as "rate(1 day)", and apply.');
}
