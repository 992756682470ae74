import type {
  Explanation,
  Instance,
  InternetGateway,
  NetworkInsightsPath,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import { attachedVpc } from '../network/attached-vpc';
import { blocksOf } from '../network/network';
import { contains, type IntervalSet } from '../packets/interval-set';
import { PUBLIC_ADDRESSES, parseAddress, singleAddresses } from '../packets/ipv4';
import { addressPairsIn, addressPairsOf, delegatedAddressesOf, privateAddressesOf } from './addresses';
import { component, type NetworkView } from './components';
import { isLoadBalancer } from './load-balancers';

/** Where a way begins or ends. */
export type Endpoint = InterfaceEndpoint | InternetEndpoint | NowhereEndpoint;

export interface InterfaceEndpoint {
  readonly kind: 'interface';
  readonly networkInterface: NetworkInterface;
  /** Only if the path names the instance: an analysis between interfaces shows no instances. */
  readonly instance?: Instance;
  /** A load balancer: traffic goes on from here to targets that this engine does not know. */
  readonly isBalanced?: boolean;
}

/** What is behind an internet gateway. */
export interface InternetEndpoint {
  readonly kind: 'internet';
  readonly gateway: InternetGateway;
  readonly vpcId: string;
}

/** An address that packets from the source cannot reach, because nothing there has it. */
interface NowhereEndpoint {
  readonly kind: 'nowhere';
  readonly vpcId: string | undefined;
  readonly explanation: Explanation;
}

/** The endpoints that a resource or an address stands for, or the reason why there is none. */
interface Resolved {
  readonly endpoints: readonly Endpoint[];
  readonly explanations: readonly Explanation[];
}

export function vpcOf(endpoint: Endpoint): string | undefined {
  return endpoint.kind === 'interface' ? endpoint.networkInterface.VpcId : endpoint.vpcId;
}

/** The addresses of the endpoint as the network inside the VPC sees them. */
export function addressesOfEndpoint(endpoint: Endpoint): IntervalSet {
  return endpoint.kind === 'interface'
    ? singleAddresses(privateAddressesOf(endpoint.networkInterface))
    : PUBLIC_ADDRESSES;
}

export function resolveSource(view: NetworkView, path: NetworkInsightsPath): Resolved {
  return resolveResource(view, path.Source, 'source');
}

/** Without a destination resource, the path leads to its destination address. */
export function resolveDestination(view: NetworkView, path: NetworkInsightsPath, source: Endpoint): Resolved {
  if (path.Destination !== undefined) return resolveResource(view, path.Destination, 'destination');
  const address = path.FilterAtSource?.DestinationAddress ?? path.DestinationIp ?? '';
  return found(resolveAddress(view, address, source));
}

/** The endpoints of a resource. An instance stands for all its interfaces. */
function resolveResource(view: NetworkView, idOrArn: string | undefined, end: string): Resolved {
  const id = idOrArn?.split('/').at(-1) ?? '';
  const { network } = view;
  const instance = network.instances.find(id);
  if (instance) {
    const endpoints = network
      .interfacesOfInstance(id)
      .map((networkInterface) => ({ kind: 'interface', networkInterface, instance }) as const);
    const isGone = ['terminated', 'shutting-down'].includes(instance.State?.Name ?? 'running');
    if (endpoints.length > 0 && !isGone) return found(endpoints);
    const Component = component(view, network.instances, id);
    return none({ ExplanationCode: 'UNASSOCIATED_COMPONENT', Component, State: instance.State?.Name });
  }
  const networkInterface = network.networkInterfaces.find(id);
  if (networkInterface) return found([{ kind: 'interface', networkInterface }]);
  const gateway = network.internetGateways.find(id);
  if (gateway) {
    const vpcId = attachedVpc(gateway);
    if (vpcId !== undefined) return found([{ kind: 'internet', gateway, vpcId }]);
    const InternetGateway = component(view, network.internetGateways, id);
    return none({ ExplanationCode: 'UNASSOCIATED_COMPONENT', InternetGateway, Component: InternetGateway });
  }
  return none({ ExplanationCode: 'NO_SOURCE_OR_DESTINATION', MissingComponent: `${end} ${id}` });
}

/**
 * The endpoints of an address as the source sees it: the interfaces that have it, in the source's
 * VPC or one that is peered with it, or else the internet behind the gateway.
 */
function resolveAddress(view: NetworkView, text: string, source: Endpoint): Endpoint[] {
  const { network } = view;
  const vpcId = vpcOf(source);
  const Vpc = component(view, network.vpcs, vpcId);
  const nowhere = (explanation: Explanation): Endpoint[] => [{ kind: 'nowhere', vpcId, explanation }];
  const unreachable = nowhere({ ExplanationCode: 'NO_POSSIBLE_DESTINATION', Address: text, Vpc });
  const address = parseAddress(text);
  if (address === undefined) return unreachable;
  const interfaces = network.networkInterfaces.all;
  if (source.kind === 'internet') {
    const targets = interfaces.filter((candidate) =>
      addressPairsOf(network, candidate).some((pair) => pair.publicAddress === text),
    );
    return targets.length > 0 ? targets.map(addressed) : unreachable;
  }
  const within = [vpcId, ...network.peersOf(vpcId).map((peer) => peer.vpcId)];
  const targets = interfaces
    .filter(({ VpcId }) => within.includes(VpcId))
    .filter((candidate) => has(candidate, text, address));
  if (targets.length > 0) return targets.map(addressed);
  if (within.some((id) => contains(blocksOf(network.vpcs.find(id)), address))) return unreachable;
  const gateway = network.internetGateways.all.find((candidate) => attachedVpc(candidate) === vpcId);
  if (!gateway || !vpcId) return unreachable;
  if (addressPairsIn(network, vpcId).some((pair) => pair.publicAddress === text)) {
    const InternetGateway = component(view, network.internetGateways, gateway.InternetGatewayId);
    return nowhere({ ExplanationCode: 'IGW_NAT_REFLECTION', InternetGateway, Component: InternetGateway, Vpc });
  }
  return [{ kind: 'internet', gateway, vpcId }];
}

function has(networkInterface: NetworkInterface, text: string, address: number): boolean {
  return (
    privateAddressesOf(networkInterface).includes(text) || contains(delegatedAddressesOf(networkInterface), address)
  );
}

function addressed(networkInterface: NetworkInterface): Endpoint {
  return { kind: 'interface', networkInterface, isBalanced: isLoadBalancer(networkInterface) };
}

/**
 * Why no packet with the path's destination address can enter by an internet gateway that is the
 * source; empty if one can. On the internet's side, only public addresses of interfaces behind the
 * gateway exist.
 */
export function refusedAtGateway(view: NetworkView, path: NetworkInsightsPath, source: Endpoint): Explanation[] {
  const text = path.FilterAtSource?.DestinationAddress ?? path.DestinationIp;
  if (source.kind !== 'internet' || text === undefined) return [];
  const { network } = view;
  if (addressPairsIn(network, source.vpcId).some((pair) => pair.publicAddress === text)) return [];
  const isPublic = contains(PUBLIC_ADDRESSES, parseAddress(text) ?? -1);
  return [
    {
      ExplanationCode: isPublic ? 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS' : 'IGW_EXPECTS_PUBLIC_ADDRESS',
      InternetGateway: component(view, network.internetGateways, source.gateway.InternetGatewayId),
      Vpc: component(view, network.vpcs, source.vpcId),
    },
  ];
}

function found(endpoints: readonly Endpoint[]): Resolved {
  return { endpoints, explanations: [] };
}

function none(explanation: Explanation): Resolved {
  return { endpoints: [], explanations: [explanation] };
}
