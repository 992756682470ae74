import type { Explanation, FilterPortRange, NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { ANY_PORT, box, type HeaderSet, intersect, isEmpty } from '../packets/header-set';
import { type IntervalSet, subtract } from '../packets/interval-set';
import { NEVER_FORWARDED, PUBLIC_ADDRESSES, singleAddresses } from '../packets/ipv4';
import type { NetworkView } from './components';
import type { Endpoint } from './endpoints';
import { addressPairsIn } from './hops/gateways';
import { privateAddressesOf } from './hops/interface';
import type { Step } from './way';

/**
 * The headers that leave the source: every address of the source, or the whole internet behind a gateway, and every port, as far as
 * the path does not say otherwise. Addresses inside the VPC are private ones.
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
  return intersect(
    [
      box({
        source: sourceAddress === undefined ? addressesOfEndpoint(source) : singleAddresses([sourceAddress]),
        destination: destinationAddress === undefined ? addressesOfEndpoint(destination) : inside(destinationAddress),
        sourcePorts: toPorts(filter?.SourcePortRange) ?? ANY_PORT,
        destinationPorts: toPorts(filter?.DestinationPortRange) ?? onePort(path.DestinationPort) ?? ANY_PORT,
      }),
    ],
    [box()],
  );
}

/** The path's filter on what arrives, after everything else. */
export function arrivalFilterStep(view: NetworkView, path: NetworkInsightsPath, destination: Endpoint): Step[] {
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
  return [{ pieces: [{ admits }], explain }];
}

/** As the network inside the VPC sees them. */
export function addressesOfEndpoint(endpoint: Endpoint): IntervalSet {
  return endpoint.kind === 'interface'
    ? singleAddresses(privateAddressesOf(endpoint.networkInterface))
    : PUBLIC_ADDRESSES;
}

/** The private address that belongs to a public one; none when the public one is nobody's in the VPC. */
function toPrivate(view: NetworkView, vpcId: string, address: string): IntervalSet {
  const pair = addressPairsIn(view, vpcId).find((it) => it.publicAddress === address);
  return singleAddresses([pair?.privateAddress]);
}

function forwarded(address: string): IntervalSet {
  return subtract(singleAddresses([address]), NEVER_FORWARDED);
}

function toPorts(range: FilterPortRange | undefined): IntervalSet | undefined {
  if (range?.FromPort === undefined && range?.ToPort === undefined) return undefined;
  const from = range.FromPort ?? (range.ToPort as number);
  return [[from, range.ToPort ?? from]];
}

function onePort(port: number | undefined): IntervalSet | undefined {
  return port === undefined ? undefined : [[port, port]];
}
