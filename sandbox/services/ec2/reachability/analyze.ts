import type { Explanation, NetworkInsightsPath, PathComponent } from '@aws-sdk/client-ec2';
import { component, type NetworkView } from './components';
import { type Endpoint, resolveDestination, resolveSource } from './endpoints';
import { isEmpty } from './header-set';
import { arrivalFilterStep, initialHeaders } from './initial-headers';
import { unsupportedRoutes } from './unsupported';
import { type Passage, type Way, walk } from './way';
import { type Protocol, waysBetween } from './ways';

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
  const unsupported: Explanation[] = [];
  for (const source of sources.endpoints) {
    const destinations = resolveDestination(view, path, source);
    blocked.push(...destinations.explanations);
    for (const destination of destinations.endpoints) {
      const attempt = attemptBetween(view, path, source, destination);
      passages.push(...attempt.passages);
      blocked.push(...attempt.blocked);
      unsupported.push(...attempt.unsupported);
    }
  }
  const best = passages.sort(byFewestObstacles)[0];
  if (best?.found) return toVerdict(true, true, best, []);
  if (unsupported.length > 0) return toVerdict(false, false, best, unsupported);
  return toVerdict(false, true, best, best ? best.explanations : blocked);
}

function attemptBetween(view: NetworkView, path: NetworkInsightsPath, source: Endpoint, destination: Endpoint) {
  const none = { passages: [] as Passage[], blocked: [] as Explanation[], unsupported: [] as Explanation[] };
  const initial = initialHeaders(view, path, source, destination);
  if (isEmpty(initial)) return { ...none, blocked: [{ ExplanationCode: 'NO_PATH' }] };
  const protocol = path.Protocol as Protocol;
  const ways = waysBetween(view, source, destination, initial, protocol);
  const filters = arrivalFilterStep(view, path, destination);
  const passages = ways.map((way) => walk(withArrivalFilter(way, filters), NUMBERS[protocol]));
  const unsupported = unsupportedRoutes(view, source, destination, initial, path.Destination === undefined);
  return { passages, blocked: ways.length === 0 ? [disconnected(view, source, destination)] : [], unsupported };
}

function withArrivalFilter(way: Way, filters: ReturnType<typeof arrivalFilterStep>): Way {
  const last = way.legs.length - 1;
  return {
    ...way,
    legs: way.legs.map((leg, index) => (index === last ? { ...leg, forward: [...leg.forward, ...filters] } : leg)),
  };
}

function disconnected(view: NetworkView, source: Endpoint, destination: Endpoint): Explanation {
  const vpcs = view.network.vpcs as never;
  const vpcOf = (it: Endpoint) => component(view, vpcs, it.kind === 'internet' ? it.vpcId : it.networkInterface.VpcId);
  return { ExplanationCode: 'DISCONNECTED_VPCS', SourceVpc: vpcOf(source), DestinationVpc: vpcOf(destination) };
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
