import { box, type HeaderSet } from '../packets/header-set';
import { type IntervalSet, union } from '../packets/interval-set';
import type { PathProtocol } from '../packets/protocols';
import type { Candidate } from './candidate';
import type { NetworkView } from './components';
import { addressesOfEndpoint, type Endpoint, type InterfaceEndpoint, vpcOf } from './endpoints';
import { Legs, NO_HOPS } from './legs';
import type { Goal } from './unfollowed';

/**
 * All candidates between two endpoints that this engine knows. If it knows none, one that ends at
 * the reason why there is none.
 */
export function candidatesBetween(
  view: NetworkView,
  source: Endpoint,
  { endpoint: destination, byAddress }: Goal,
  initial: HeaderSet,
  protocol: PathProtocol,
): Candidate[] {
  const legs = new Legs(view, protocol, byAddress);
  if (source.kind === 'nowhere') return [];
  if (destination.kind === 'nowhere') {
    return [{ legs: [legs.deadEnd(source, destination, destination.explanation)], initial }];
  }
  const isApart = vpcOf(source) !== vpcOf(destination);
  if (source.kind === 'internet') {
    const isDisconnected = destination.kind === 'internet' || isApart;
    const leg = isDisconnected ? legs.disconnected(source, destination) : legs.fromInternet(source, destination);
    return [{ legs: [leg], initial }];
  }
  if (destination.kind === 'interface') {
    return legs.betweenInterfaces(source, destination).map((leg) => ({ legs: [leg], initial }));
  }
  if (isApart) return [{ legs: [legs.disconnected(source, destination)], initial }];
  const direct = { legs: [legs.toInternet(source, destination)], initial };
  const gateways = legs.natGatewaysFor(source, initial);
  return [direct, ...gateways.map((gateway) => ({ legs: legs.throughNat(source, gateway, destination), initial }))];
}

/**
 * The candidates from a load balancer to a target. Its own rules do not matter; it sends from its
 * own addresses or from those of its clients. Replies are not followed.
 */
export function candidatesFromBalancer(
  view: NetworkView,
  balancer: InterfaceEndpoint,
  target: InterfaceEndpoint,
  clients: IntervalSet,
  protocol: PathProtocol,
): Candidate[] {
  const source = union(...clients, ...addressesOfEndpoint(balancer));
  const initial = [box({ source, destination: addressesOfEndpoint(target) })];
  const legs = new Legs(view, protocol, false).betweenInterfaces(balancer, target, NO_HOPS);
  return legs.map((leg) => ({ legs: [{ ...leg, back: [] }], initial }));
}
