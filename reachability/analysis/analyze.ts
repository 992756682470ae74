import type { Explanation, NetworkInsightsPath, PathComponent } from '@aws-sdk/client-ec2';
import { attemptBetween } from './attempt';
import { balancersBetween } from './balancers';
import type { NetworkView } from './components';
import { resolveDestination, resolveSource } from './endpoints';
import type { RoundTrip } from './round-trip';

/** What the engine can say of a path. */
export type Reachability = Reachable | Blocked | Unsupported;

/** Some packet of the path arrives, and its reply returns. */
interface Reachable {
  readonly kind: 'reachable';
  /** The components that such a packet passes, in order, with the rules that admit it. */
  readonly forward: readonly PathComponent[];
  /** The components that its reply passes. */
  readonly back: readonly PathComponent[];
}

/** No packet of the path arrives, or no reply returns. */
interface Blocked {
  readonly kind: 'blocked';
  /** The way with the fewest obstacles. Empty when there is no way at all. */
  readonly forward: readonly PathComponent[];
  /** Empty when no packet arrives. */
  readonly back: readonly PathComponent[];
  /** Every obstacle on that way. Never empty. */
  readonly explanations: readonly Explanation[];
}

/**
 * The network leads into something that this engine does not follow, so the path may be reachable
 * or not.
 */
interface Unsupported {
  readonly kind: 'unsupported';
  /** Each names a component that is not followed. Never empty. */
  readonly explanations: readonly Explanation[];
}

/**
 * Whether some packet of `path` gets from its source to its destination and its reply back, judged
 * from configuration alone, as Reachability Analyzer does. `search.ts` explains how.
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
export function analyze(view: NetworkView, path: NetworkInsightsPath): Reachability {
  const { pairs, explanations } = endpointPairs(view, path);
  const attempts = pairs.map(([source, destination]) => attemptBetween(view, path, source, destination));
  const best = attempts.filter(({ forward }) => forward.length > 0).sort(byFewestObstacles)[0];
  if (best?.found) return { kind: 'reachable', forward: best.forward, back: best.back };
  const unfollowed = [
    ...attempts.flatMap((attempt) => attempt.unfollowed),
    ...pairs.flatMap(([source, destination]) => balancersBetween(view, path, source, destination)),
  ];
  if (unfollowed.length > 0) return { kind: 'unsupported', explanations: distinct(unfollowed) };
  if (best) return { kind: 'blocked', forward: best.forward, back: best.back, explanations: best.explanations };
  const reasons = [...explanations, ...attempts.flatMap((attempt) => attempt.explanations)];
  return { kind: 'blocked', forward: [], back: [], explanations: reasons };
}

/** Every source with every destination, or the reasons why there are none. */
function endpointPairs(view: NetworkView, path: NetworkInsightsPath) {
  const sources = resolveSource(view, path);
  const resolved = sources.endpoints.map((source) => ({ source, ...resolveDestination(view, path, source) }));
  return {
    pairs: resolved.flatMap(({ source, endpoints }) => endpoints.map((destination) => [source, destination] as const)),
    explanations: [...sources.explanations, ...resolved.flatMap((destinations) => destinations.explanations)],
  };
}

function distinct(explanations: readonly Explanation[]): Explanation[] {
  return [...new Map(explanations.map((explanation) => [JSON.stringify(explanation), explanation])).values()];
}

/** One that is found has none. */
function byFewestObstacles(a: RoundTrip, b: RoundTrip): number {
  return a.explanations.length - b.explanations.length || a.forward.length - b.forward.length;
}
