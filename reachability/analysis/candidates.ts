import { box, type HeaderSet } from '../packets/header-set';
import { type IntervalSet, union } from '../packets/interval-set';
import type { NetworkView } from './components';
import { type Endpoint, vpcOf } from './endpoints';
import { addressesOfEndpoint } from './initial-headers';
import { type InterfaceEndpoint, Legs, NOTHING, type Protocol } from './legs';
import type { Goal } from './unfollowed';
import type { Way } from './way';

/** All ways from one endpoint to another that this engine knows; where it knows none, one that ends with the reason. */
export function waysBetween(
  view: NetworkView,
  source: Endpoint,
  { endpoint: destination, byAddress }: Goal,
  initial: HeaderSet,
  protocol: Protocol,
): Way[] {
  const legs = new Legs(view, protocol, byAddress);
  if (source.kind === 'nowhere') return [];
  if (destination.kind === 'nowhere')
    return [{ legs: [legs.deadEnd(source, destination, destination.explanation)], initial }];
  const isApart = vpcOf(source) !== vpcOf(destination);
  if (source.kind === 'internet') {
    if (destination.kind === 'internet' || isApart)
      return [{ legs: [legs.disconnected(source, destination)], initial }];
    return [{ legs: [legs.fromInternet(source, destination)], initial }];
  }
  if (destination.kind === 'interface') {
    return legs.betweenInterfaces(source, destination).map((leg) => ({ legs: [leg], initial }));
  }
  if (isApart) return [{ legs: [legs.disconnected(source, destination)], initial }];
  const direct = { legs: [legs.toInternet(source, destination)], initial };
  const gateways = legs.natGatewaysFor(source, initial);
  return [direct, ...gateways.map((gateway) => ({ legs: legs.throughNat(source, gateway, destination), initial }))];
}

/** What a load balancer sends to a target, whatever its own rules: from its addresses, or from the client's. */
export function wayFromBalancer(
  view: NetworkView,
  balancer: InterfaceEndpoint,
  target: InterfaceEndpoint,
  clients: IntervalSet,
  protocol: Protocol,
): Way[] {
  const source = union(...clients, ...addressesOfEndpoint(balancer));
  const initial = [box({ source, destination: addressesOfEndpoint(target) })];
  const legs = new Legs(view, protocol, false).betweenInterfaces(balancer, target, NOTHING);
  return legs.map((leg) => ({ legs: [{ ...leg, back: [] }], initial }));
}
