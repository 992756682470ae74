import type { Expectation } from '../../contract/expectation';
import { isId, resourceIds } from '../events/resource-ids';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import type { Effect } from './effect';

/**
 * Whether a change needs no analysis: true only if it cannot have altered what the newest own
 * analysis of the path found. docs/why-skips-are-sound.md proves that this stays right through any
 * number of changes, whose events arrive late and in any order.
 */
export function cannotAlter(effect: Effect, newest: Analysis, path: WatchedPath): boolean {
  if (!speaksFor(newest, path.expect)) return false;
  return newest.details.NetworkPathFound ? staysOpen(effect, newest) : staysClosed(effect, path);
}

/**
 * Whether it succeeded without a doubt, was judged by the current promise, and began last, even if
 * later ones were deleted. The doubts count in addition to the judgement: an earlier version of the
 * monitor may have judged without them.
 */
function speaksFor({ status, details, doubts, judgement }: Analysis, expect: Expectation): boolean {
  const isConclusive = judgement?.outcome === 'kept' || judgement?.outcome === 'broken';
  const isCurrent = judgement?.expect === expect && !judgement.isFollowed;
  const isCertain = status === 'succeeded' && typeof details.NetworkPathFound === 'boolean' && doubts.length === 0;
  return isCertain && isConclusive && isCurrent;
}

/** An analysis that lists nothing that the path passes does not show what the path does without. */
function staysOpen({ canClose, group, instances }: Effect, { groupsPassed, instancesPassed }: Analysis): boolean {
  if (!canClose) return true;
  if (group !== undefined) return groupsPassed.length > 0 && !groupsPassed.includes(group);
  return instances !== undefined && (instancesPassed?.every((id) => !instances.includes(id)) ?? false);
}

/**
 * Once an end of the path is gone, nothing in the network closes it, so a promise that it is
 * unreachable is no longer kept. A path that must be reachable is broken either way.
 */
function staysClosed({ canOpen, instances = [] }: Effect, { expect, details }: WatchedPath): boolean {
  if (canOpen) return false;
  const ends = [details.Source, details.Destination].map((end) => [...resourceIds(end)].at(-1));
  return instances.length === 0 || expect === 'reachable' || ends.every((end) => isKept(end, instances));
}

/**
 * Instances, and the interfaces and addresses that may belong to one, can go with an instance;
 * these resources cannot.
 */
const OUTLIVES_INSTANCES = /^(igw|vgw|tgw|tgw-attach|pcx|vpce|vpce-svc)-/;

function isKept(end: string | undefined, removed: readonly string[]): boolean {
  if (end === undefined) return false;
  return OUTLIVES_INSTANCES.test(end) || (isId(end, 'i') && !removed.includes(end));
}
