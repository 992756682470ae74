import type { Explanation, NetworkInsightsPath, NetworkInterface, PathComponent } from '@aws-sdk/client-ec2';
import { isEmpty } from '../packets/header-set';
import { singleAddresses } from '../packets/ipv4';
import { wayFromBalancer, waysBetween } from './candidates';
import { component, type NetworkView } from './components';
import { type Endpoint, refusedAtGateway, resolveDestination, resolveSource } from './endpoints';
import { addressPairsOf } from './hops/gateways';
import { privateAddressesOf } from './hops/interface';
import { addressesOfEndpoint, arrivalFilterStep, initialHeaders } from './initial-headers';
import type { Protocol } from './legs';
import { isLoadBalancer } from './load-balancers';
import { type Passage, walk } from './walk';
import type { Way } from './way';

export interface Verdict {
  /** False also when `supported` is; then it says nothing. */
  readonly pathFound: boolean;
  /** False when the network leads on into something that this engine does not follow, so that nothing can be said. */
  readonly supported: boolean;
  readonly forward: PathComponent[];
  readonly back: PathComponent[];
  readonly explanations: Explanation[];
}

/** IP protocol numbers. */
const NUMBERS = { tcp: 6, udp: 17 } as const;

/**
 * Whether some packet of the path gets from its source to its destination and its answer back, judged from configuration alone,
 * as Reachability Analyzer does; when not, what stands on the way with the fewest obstacles.
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
export function analyze(view: NetworkView, path: NetworkInsightsPath): Verdict {
  const sources = resolveSource(view, path);
  const blocked = [...sources.explanations];
  const passages: Passage[] = [];
  const balanced: Explanation[] = [];
  for (const source of sources.endpoints) {
    const destinations = resolveDestination(view, path, source);
    blocked.push(...destinations.explanations);
    for (const destination of destinations.endpoints) {
      const attempt = attemptBetween(view, path, source, destination);
      passages.push(...attempt.passages);
      blocked.push(...attempt.blocked);
      if (!attempt.passages.some((it) => it.found)) balanced.push(...balancersBetween(view, path, source, destination));
    }
  }
  const best = passages.sort(byFewestObstacles)[0];
  if (best?.found) return toVerdict(true, true, best, []);
  const unfollowed = distinct([...passages.flatMap((it) => it.unfollowed), ...balanced]);
  if (unfollowed.length > 0) return toVerdict(false, false, best, unfollowed);
  return toVerdict(false, true, best, best ? best.explanations : blocked);
}

function attemptBetween(view: NetworkView, path: NetworkInsightsPath, source: Endpoint, destination: Endpoint) {
  const refused = refusedAtGateway(view, path, source);
  if (refused.length > 0) return { passages: [], blocked: refused };
  const initial = initialHeaders(view, path, source, destination);
  if (isEmpty(initial)) return { passages: [], blocked: [{ ExplanationCode: 'NO_PATH' }] };
  const protocol = path.Protocol as Protocol;
  const goal = { endpoint: destination, byAddress: path.Destination === undefined };
  const filters = arrivalFilterStep(view, path, destination);
  const ways = waysBetween(view, source, goal, initial, protocol);
  return { passages: ways.map((way) => walk(withArrivalFilter(way, filters), NUMBERS[protocol])), blocked: [] };
}

function withArrivalFilter(way: Way, filters: ReturnType<typeof arrivalFilterStep>): Way {
  const last = way.legs.length - 1;
  return {
    ...way,
    legs: way.legs.map((leg, index) => (index === last ? { ...leg, forward: [...leg.forward, ...filters] } : leg)),
  };
}

/**
 * The load balancers that the source can get to and that can get to the destination. What they listen for and where they hand it on is
 * not known here.
 */
function balancersBetween(
  view: NetworkView,
  path: NetworkInsightsPath,
  source: Endpoint,
  destination: Endpoint,
): Explanation[] {
  if (destination.kind !== 'interface') return [];
  const { networkInterfaces } = view.network;
  const client = path.FilterAtSource?.SourceAddress ?? path.SourceIp;
  const clients = client === undefined ? addressesOfEndpoint(source) : singleAddresses([client]);
  const { FilterAtDestination: _, ...begun } = path;
  const protocol = path.Protocol as Protocol;
  const isOpen = (passages: readonly Passage[]) => passages.some((it) => it.found || it.unfollowed.length > 0);
  const asked = path.FilterAtSource?.DestinationAddress ?? path.DestinationIp;
  const between = networkInterfaces.all.filter((it) => {
    if (!isLoadBalancer(it) || it === destination.networkInterface) return false;
    if (asked !== undefined && !allAddressesOf(view, it).includes(asked)) return false;
    if (source.kind === 'interface' && it === source.networkInterface) return false;
    const balancer = { kind: 'interface', networkInterface: it } as const;
    if (!isOpen(attemptBetween(view, begun, source, balancer).passages)) return false;
    const onward = wayFromBalancer(view, balancer, destination, clients, protocol);
    return isOpen(onward.map((way) => walk(way, NUMBERS[protocol])));
  });
  return between.map((it) => ({
    ExplanationCode: 'UNSUPPORTED_COMPONENT',
    Component: component(view, networkInterfaces, it.NetworkInterfaceId),
    Vpc: component(view, view.network.vpcs, it.VpcId),
  }));
}

function allAddressesOf(view: NetworkView, it: NetworkInterface): string[] {
  return [...privateAddressesOf(it), ...addressPairsOf(view, it).map((pair) => pair.publicAddress)];
}

function distinct(explanations: readonly Explanation[]): Explanation[] {
  return [...new Map(explanations.map((it) => [JSON.stringify(it), it])).values()];
}

function byFewestObstacles(a: Passage, b: Passage): number {
  return a.explanations.length - b.explanations.length || a.forward.length - b.forward.length;
}

function toVerdict(
  pathFound: boolean,
  supported: boolean,
  passage: Passage | undefined,
  explanations: Explanation[],
): Verdict {
  return { pathFound, supported, forward: passage?.forward ?? [], back: passage?.back ?? [], explanations };
}
