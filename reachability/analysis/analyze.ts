import type { Explanation, NetworkInsightsPath, NetworkInterface, PathComponent } from '@aws-sdk/client-ec2';
import type { Network } from '../network/network';
import { isEmpty } from '../packets/header-set';
import { singleAddresses } from '../packets/ipv4';
import { aclProtocol, type PathProtocol } from '../packets/protocols';
import { addressPairsOf, privateAddressesOf } from './addresses';
import type { Candidate, Hop } from './candidate';
import { candidatesBetween, candidatesFromBalancer } from './candidates';
import { component, type NetworkView } from './components';
import { addressesOfEndpoint, type Endpoint, refusedAtGateway, resolveDestination, resolveSource } from './endpoints';
import { arrivalFilterHops, initialHeaders } from './initial-headers';
import { isLoadBalancer } from './load-balancers';
import { type Walk, walk } from './walk';

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
  /** The candidate with the fewest obstacles. Empty when there is no candidate at all. */
  readonly forward: readonly PathComponent[];
  /** Empty when no packet arrives. */
  readonly back: readonly PathComponent[];
  /** Every obstacle on that candidate. Never empty. */
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

interface Attempt {
  readonly walks: readonly Walk[];
  /** Why there is nothing to walk, if so. */
  readonly explanations: readonly Explanation[];
}

/**
 * Whether some packet of `path` gets from its source to its destination and its reply back, judged
 * from configuration alone, as Reachability Analyzer does. `walk.ts` explains how.
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
export function analyze(view: NetworkView, path: NetworkInsightsPath): Reachability {
  const { pairs, explanations } = endpointPairs(view, path);
  const attempts = pairs.map(([source, destination]) => attemptBetween(view, path, source, destination));
  const walks = attempts.flatMap((attempt) => attempt.walks).sort(byFewestObstacles);
  const best = walks[0];
  if (best?.found) return { kind: 'reachable', forward: best.forward, back: best.back };
  const unfollowed = [
    ...walks.flatMap((attempted) => attempted.unfollowed),
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

function attemptBetween(
  view: NetworkView,
  path: NetworkInsightsPath,
  source: Endpoint,
  destination: Endpoint,
): Attempt {
  const refused = refusedAtGateway(view, path, source);
  if (refused.length > 0) return { walks: [], explanations: refused };
  const initial = initialHeaders(view, path, source, destination);
  if (isEmpty(initial)) return { walks: [], explanations: [{ ExplanationCode: 'NO_PATH' }] };
  const goal = { endpoint: destination, byAddress: path.Destination === undefined };
  const filters = arrivalFilterHops(view, path, destination);
  const candidates = candidatesBetween(view, source, goal, initial, protocolOf(path));
  return {
    walks: candidates.map((candidate) => walk(withHopsAtEnd(candidate, filters), protocolNumber(path))),
    explanations: [],
  };
}

function withHopsAtEnd(candidate: Candidate, hops: readonly Hop[]): Candidate {
  const last = candidate.legs.at(-1);
  if (!last || hops.length === 0) return candidate;
  return { ...candidate, legs: [...candidate.legs.slice(0, -1), { ...last, forward: [...last.forward, ...hops] }] };
}

/**
 * The load balancers that the source reaches and that reach the destination. Their listeners and
 * targets are not known here, so the path may lead through any of them.
 */
function balancersBetween(
  view: NetworkView,
  path: NetworkInsightsPath,
  source: Endpoint,
  destination: Endpoint,
): Explanation[] {
  if (destination.kind !== 'interface') return [];
  const { network } = view;
  const client = path.FilterAtSource?.SourceAddress ?? path.SourceIp;
  const clients = client === undefined ? addressesOfEndpoint(source) : singleAddresses([client]);
  const requested = path.FilterAtSource?.DestinationAddress ?? path.DestinationIp;
  const toBalancer = { ...path, FilterAtDestination: undefined };
  const isOpen = (walks: readonly Walk[]) => walks.some(({ found, unfollowed }) => found || unfollowed.length > 0);
  const between = network.networkInterfaces.all.filter((networkInterface) => {
    if (!isLoadBalancer(networkInterface) || networkInterface === destination.networkInterface) return false;
    if (requested !== undefined && !hasAddress(network, networkInterface, requested)) return false;
    if (source.kind === 'interface' && networkInterface === source.networkInterface) return false;
    const balancer = { kind: 'interface', networkInterface } as const;
    if (!isOpen(attemptBetween(view, toBalancer, source, balancer).walks)) return false;
    const onward = candidatesFromBalancer(view, balancer, destination, clients, protocolOf(path));
    return isOpen(onward.map((candidate) => walk(candidate, protocolNumber(path))));
  });
  return between.map(({ NetworkInterfaceId, VpcId }) => ({
    ExplanationCode: 'UNSUPPORTED_COMPONENT',
    Component: component(view, network.networkInterfaces, NetworkInterfaceId),
    Vpc: component(view, network.vpcs, VpcId),
  }));
}

function hasAddress(network: Network, networkInterface: NetworkInterface, address: string): boolean {
  const publicAddresses = addressPairsOf(network, networkInterface).map((pair) => pair.publicAddress);
  return [...privateAddressesOf(networkInterface), ...publicAddresses].includes(address);
}

function distinct(explanations: readonly Explanation[]): Explanation[] {
  return [...new Map(explanations.map((explanation) => [JSON.stringify(explanation), explanation])).values()];
}

/** A walk that is found has none. */
function byFewestObstacles(a: Walk, b: Walk): number {
  return a.explanations.length - b.explanations.length || a.forward.length - b.forward.length;
}

function protocolOf(path: NetworkInsightsPath): PathProtocol {
  return path.Protocol as PathProtocol;
}

function protocolNumber(path: NetworkInsightsPath): number {
  return Number(aclProtocol(path.Protocol));
}
