import type {
  Explanation,
  Instance,
  InternetGateway,
  NetworkInsightsPath,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import { attachedVpc } from '../network/attached-vpc';
import { blocksOf } from '../network/network';
import { contains } from '../packets/interval-set';
import { PUBLIC_ADDRESSES, parseAddress } from '../packets/ipv4';
import { component, type NetworkView } from './components';
import { addressPairsIn, addressPairsOf } from './hops/gateways';
import { delegatedAddressesOf, privateAddressesOf } from './hops/interface';
import { isLoadBalancer } from './load-balancers';

/** Where a way begins or ends. */
export type Endpoint =
  | {
      readonly kind: 'interface';
      readonly networkInterface: NetworkInterface;
      /** Only where the path names the instance: an analysis between interfaces shows no instances. */
      readonly instance?: Instance;
      /** Traffic to the address goes on from here, to targets that this engine does not know. */
      readonly isBalanced?: boolean;
    }
  | { readonly kind: 'internet'; readonly gateway: InternetGateway; readonly vpcId: string }
  /** An address that nothing has which packets from the source can get to. */
  | { readonly kind: 'nowhere'; readonly vpcId: string | undefined; readonly explanation: Explanation };

/** The endpoints that a resource or an address stands for, or why there is none. */
export interface Resolved {
  readonly endpoints: readonly Endpoint[];
  readonly explanations: readonly Explanation[];
}

export function vpcOf(endpoint: Endpoint): string | undefined {
  return endpoint.kind === 'interface' ? endpoint.networkInterface.VpcId : endpoint.vpcId;
}

export function resolveSource(view: NetworkView, path: NetworkInsightsPath): Resolved {
  return resolveResource(view, path.Source, 'source');
}

/** Without a destination resource, the path leads to the filter's destination address. */
export function resolveDestination(view: NetworkView, path: NetworkInsightsPath, source: Endpoint): Resolved {
  if (path.Destination !== undefined) return resolveResource(view, path.Destination, 'destination');
  const address = path.FilterAtSource?.DestinationAddress ?? path.DestinationIp ?? '';
  return found(resolveAddress(view, address, source));
}

/** An instance stands for all its interfaces. */
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

/** A private address of the source's VPC, or of one peered with it, is an interface; anything else is behind the internet gateway. */
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
    const hasIt = (it: NetworkInterface) => addressPairsOf(view, it).some((pair) => pair.publicAddress === text);
    const targets = interfaces.filter(hasIt).map(addressed);
    return targets.length > 0 ? targets : unreachable;
  }
  const within = [vpcId, ...network.peersOf(vpcId).map((peer) => peer.vpcId)];
  const targets = interfaces.filter(
    (it) =>
      within.includes(it.VpcId) &&
      (privateAddressesOf(it).includes(text) || contains(delegatedAddressesOf(it), address)),
  );
  if (targets.length > 0) return targets.map(addressed);
  if (within.some((id) => contains(blocksOf(network.vpcs.find(id)), address))) return unreachable;
  const gateway = network.internetGateways.all.find((it) => attachedVpc(it) === vpcId);
  if (!gateway || !vpcId) return unreachable;
  if (addressPairsIn(view, vpcId).some((pair) => pair.publicAddress === text)) {
    const InternetGateway = component(view, network.internetGateways, gateway.InternetGatewayId);
    return nowhere({ ExplanationCode: 'IGW_NAT_REFLECTION', InternetGateway, Component: InternetGateway, Vpc });
  }
  return [{ kind: 'internet', gateway, vpcId }];
}

function addressed(networkInterface: NetworkInterface): Endpoint {
  return { kind: 'interface', networkInterface, isBalanced: isLoadBalancer(networkInterface) };
}

/**
 * Why no packet with the path's destination address enters by an internet gateway as the source, if that is so: outside, only public
 * addresses of interfaces behind it exist.
 */
export function refusedAtGateway(view: NetworkView, path: NetworkInsightsPath, source: Endpoint): Explanation[] {
  const text = path.FilterAtSource?.DestinationAddress ?? path.DestinationIp;
  if (source.kind !== 'internet' || text === undefined) return [];
  if (addressPairsIn(view, source.vpcId).some((pair) => pair.publicAddress === text)) return [];
  const isPublic = contains(PUBLIC_ADDRESSES, parseAddress(text) ?? -1);
  const { network } = view;
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
