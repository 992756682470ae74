import type { Explanation, FilterPortRange, NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { ANY_PORT, box, type HeaderSet, headerSet, intersect, isEmpty } from '../packets/header-set';
import { type IntervalSet, subtract, union } from '../packets/interval-set';
import { NEVER_FORWARDED, singleAddresses } from '../packets/ipv4';
import { addressPairsIn } from './addresses';
import type { NetworkView } from './components';
import { addressesOfEndpoint, type Endpoint } from './endpoints';
import type { Hop } from './hop';

/**
 * The headers that leave the source. Unless the path restricts them, they have every address of the
 * source (behind a gateway, of the whole internet), of the destination, and every port. Addresses
 * inside the VPC are private ones.
 */
export function initialHeaders(
  view: NetworkView,
  path: NetworkInsightsPath,
  source: Endpoint,
  destination: Endpoint,
): HeaderSet {
  const filter = path.FilterAtSource;
  const sourceAddress = filter?.SourceAddress ?? path.SourceIp;
  const destinationAddress = filter?.DestinationAddress ?? path.DestinationIp;
  const inside = (address: string) =>
    source.kind === 'internet' ? toPrivate(view, source.vpcId, address) : forwarded(address);
  return headerSet({
    source: sourceAddress === undefined ? addressesOfEndpoint(source) : singleAddresses([sourceAddress]),
    destination: destinationAddress === undefined ? addressesOfEndpoint(destination) : inside(destinationAddress),
    sourcePorts: toPorts(filter?.SourcePortRange) ?? ANY_PORT,
    destinationPorts: toPorts(filter?.DestinationPortRange) ?? onePort(path.DestinationPort) ?? ANY_PORT,
  });
}

/** The path's filter on what arrives, as a hop after all others; no hop if the path has none. */
export function arrivalFilterHops(view: NetworkView, path: NetworkInsightsPath, destination: Endpoint): Hop[] {
  const filter = path.FilterAtDestination;
  if (!filter) return [];
  const inside = (address: string) =>
    destination.kind === 'internet' ? toPrivate(view, destination.vpcId, address) : singleAddresses([address]);
  const conditions = {
    SOURCE_ADDRESS: filter.SourceAddress && box({ source: inside(filter.SourceAddress) }),
    DESTINATION_ADDRESS:
      filter.DestinationAddress && box({ destination: singleAddresses([filter.DestinationAddress]) }),
    SOURCE_PORT_RANGE: filter.SourcePortRange && box({ sourcePorts: toPorts(filter.SourcePortRange) ?? [] }),
    DESTINATION_PORT_RANGE:
      filter.DestinationPortRange && box({ destinationPorts: toPorts(filter.DestinationPortRange) ?? [] }),
  };
  const boxes = Object.entries(conditions).flatMap(([name, condition]) => (condition ? [{ name, condition }] : []));
  const explain = (arrived: HeaderSet): Explanation[] => {
    const unmet = boxes.filter(({ condition }) => isEmpty(intersect(arrived, [condition])));
    return (unmet.length > 0 ? unmet : boxes).map(({ name }) => ({ ExplanationCode: `FILTER_AT_DESTINATION_${name}` }));
  };
  const admits = boxes.reduce<HeaderSet>((set, { condition }) => intersect(set, [condition]), [box()]);
  return [{ rules: [{ admits }], explain }];
}

/**
 * The private address that belongs to a public one; none if nothing in the VPC has the public one.
 */
function toPrivate({ network }: NetworkView, vpcId: string, address: string): IntervalSet {
  const found = addressPairsIn(network, vpcId).find((pair) => pair.publicAddress === address);
  return singleAddresses([found?.privateAddress]);
}

function forwarded(address: string): IntervalSet {
  return subtract(singleAddresses([address]), NEVER_FORWARDED);
}

function toPorts(range: FilterPortRange | undefined): IntervalSet | undefined {
  const from = range?.FromPort ?? range?.ToPort;
  return from === undefined ? undefined : union([from, range?.ToPort ?? from]);
}

function onePort(port: number | undefined): IntervalSet | undefined {
  return port === undefined ? undefined : [[port, port]];
}
