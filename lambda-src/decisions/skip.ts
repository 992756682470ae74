import type { Expectation } from '../../contract/expectation';
import { isId, resourceIds } from '../events/resource-ids';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import type { Effect } from './effect';

/**
 * Whether a change can be left unanalysed, judged from the newest own analysis of the path: true only where the change cannot
 * have altered what that analysis found. Why this stays right through any number of changes, whose events arrive late and
 * in any order: docs/why-skips-are-sound.md.
 */
export function cannotAlter(effect: Effect, newest: Analysis | undefined, path: WatchedPath): boolean {
  if (!newest || !speaksFor(newest, path.expect)) return false;
  return newest.details.NetworkPathFound ? staysOpen(effect, newest) : staysClosed(effect, path);
}

/**
 * Succeeded without a doubt, judged by the promise of today, and the last one begun, including those that somebody deleted.
 * The doubts are asked for beside the judgement: an earlier version of the monitor may have judged without them.
 */
function speaksFor({ status, details, doubts, judgement }: Analysis, expect: Expectation): boolean {
  const isConclusive = judgement?.outcome === 'kept' || judgement?.outcome === 'broken';
  const isCurrent = judgement?.expect === expect && !judgement.isFollowed;
  const isCertain = status === 'succeeded' && typeof details.NetworkPathFound === 'boolean' && doubts.length === 0;
  return isCertain && isConclusive && isCurrent;
}

/** An analysis that does not list what a path passes says nothing of what it does not pass. */
function staysOpen({ canClose, group, instances }: Effect, { groupsPassed, instancesPassed }: Analysis): boolean {
  if (!canClose) return true;
  if (group !== undefined) return groupsPassed.length > 0 && !groupsPassed.includes(group);
  return instances !== undefined && (instancesPassed?.every((id) => !instances.includes(id)) ?? false);
}

/**
 * A path that must be unreachable is no longer kept once an end of it is gone, since nothing in the network closes it then; one
 * that must be reachable is broken either way.
 */
function staysClosed({ canOpen, instances = [] }: Effect, { expect, details }: WatchedPath): boolean {
  if (canOpen) return false;
  const ends = [details.Source, details.Destination].map((end) => [...resourceIds(end)].at(-1));
  return instances.length === 0 || expect === 'reachable' || ends.every((end) => isKept(end, instances));
}

/** What is neither an instance nor an interface or an address, which may belong to one, outlives every instance. */
const OUTLIVES_INSTANCES = /^(igw|vgw|tgw|tgw-attach|pcx|vpce|vpce-svc)-/;

function isKept(end: string | undefined, removed: readonly string[]): boolean {
  if (end === undefined) return false;
  return OUTLIVES_INSTANCES.test(end) || (isId(end, 'i') && !removed.includes(end));
}
