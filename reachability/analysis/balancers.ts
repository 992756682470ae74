import type { Explanation, NetworkInsightsPath, NetworkInterface } from '@aws-sdk/client-ec2';
import type { Network } from '../network/network';
import { box } from '../packets/header-set';
import { type IntervalSet, union } from '../packets/interval-set';
import { singleAddresses } from '../packets/ipv4';
import type { PathProtocol } from '../packets/protocols';
import { addressPairsOf, privateAddressesOf } from './addresses';
import { attemptBetween } from './attempt';
import { component, type NetworkView } from './components';
import { addressesOfEndpoint, type Endpoint, type InterfaceEndpoint } from './endpoints';
import { endOf } from './ends';
import { isLoadBalancer } from './load-balancers';
import { oneWay, type RoundTrip } from './round-trip';
import { Terrain } from './terrain';

/**
 * The load balancers that the source reaches and that reach the destination. Their listeners and
 * targets are not known here, so the path may lead through any of them.
 */
export function balancersBetween(
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
  const between = network.networkInterfaces.all.filter((networkInterface) => {
    if (!isLoadBalancer(networkInterface) || networkInterface === destination.networkInterface) return false;
    if (requested !== undefined && !hasAddress(network, networkInterface, requested)) return false;
    if (source.kind === 'interface' && networkInterface === source.networkInterface) return false;
    const balancer = { kind: 'interface', networkInterface } as const;
    if (!isOpen(attemptBetween(view, toBalancer, source, balancer))) return false;
    return isOpen(fromBalancer(view, path, balancer, destination, clients));
  });
  return between.map(({ NetworkInterfaceId, VpcId }) => ({
    ExplanationCode: 'UNSUPPORTED_COMPONENT',
    Component: component(view, network.networkInterfaces, NetworkInterfaceId),
    Vpc: component(view, network.vpcs, VpcId),
  }));
}

type OneWay = Pick<RoundTrip, 'found' | 'unfollowed'>;

function isOpen({ found, unfollowed }: OneWay): boolean {
  return found || unfollowed.length > 0;
}

/**
 * From a load balancer to a target. Its own rules do not matter; it sends from its own addresses or
 * from those of its clients. Replies are not followed.
 */
function fromBalancer(
  view: NetworkView,
  path: NetworkInsightsPath,
  balancer: InterfaceEndpoint,
  target: InterfaceEndpoint,
  clients: IntervalSet,
): OneWay {
  const protocol = path.Protocol as PathProtocol;
  const options = { protocol, byAddress: false, filters: [] };
  const source = union(...clients, ...addressesOfEndpoint(balancer));
  const headers = [box({ source, destination: addressesOfEndpoint(target) })];
  const from = endOf(view, balancer, 'egress', options);
  return oneWay(
    { terrain: new Terrain(view, protocol), headers },
    { ...from, sendsRequest: { ...from.sendsRequest, hops: [] } },
    endOf(view, target, 'ingress', options),
  );
}

function hasAddress(network: Network, networkInterface: NetworkInterface, address: string): boolean {
  const publicAddresses = addressPairsOf(network, networkInterface).map((pair) => pair.publicAddress);
  return [...privateAddressesOf(networkInterface), ...publicAddresses].includes(address);
}
