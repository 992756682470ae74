import type {
  Explanation,
  Instance,
  InternetGateway,
  NetworkInsightsPath,
  NetworkInterface,
  Vpc,
} from '@aws-sdk/client-ec2';
import { attachedVpc } from '../network/attached-vpc';
import { component, type NetworkView } from './components';
import { contains } from './interval-set';
import { addressesOf, parseAddress } from './ipv4';
import { addressPairsOf } from './steps/gateway-steps';
import { privateAddressesOf } from './steps/interface-step';

/** Where a way begins or ends. */
export type Endpoint =
  | { readonly kind: 'interface'; readonly networkInterface: NetworkInterface; readonly instance?: Instance }
  | { readonly kind: 'internet'; readonly gateway: InternetGateway; readonly vpcId: string };

/** The endpoints that a resource or an address stands for, or why there is none. */
export interface Resolved {
  readonly endpoints: readonly Endpoint[];
  readonly explanations: readonly Explanation[];
}

export function resolveSource(view: NetworkView, path: NetworkInsightsPath): Resolved {
  return resolveResource(view, path.Source, 'source');
}

/** Without a destination resource, the path leads to the filter's destination address. */
export function resolveDestination(view: NetworkView, path: NetworkInsightsPath, source: Endpoint): Resolved {
  if (path.Destination !== undefined) return resolveResource(view, path.Destination, 'destination');
  return resolveAddress(view, path.FilterAtSource?.DestinationAddress ?? path.DestinationIp ?? '', source);
}

/** An instance stands for all its interfaces. */
function resolveResource(view: NetworkView, idOrArn: string | undefined, end: string): Resolved {
  const id = idOrArn?.split('/').at(-1) ?? '';
  const { network } = view;
  const instance = network.instances.find(id);
  if (instance) {
    const endpoints = network.interfacesOfInstance(id).map((it) => interfaceEndpoint(view, it));
    const isGone = ['terminated', 'shutting-down'].includes(instance.State?.Name ?? 'running');
    if (endpoints.length > 0 && !isGone) return { endpoints, explanations: [] };
    const Component = component(view, network.instances as never, id);
    return none({ ExplanationCode: 'UNASSOCIATED_COMPONENT', Component, State: instance.State?.Name });
  }
  const networkInterface = network.networkInterfaces.find(id);
  if (networkInterface) return { endpoints: [interfaceEndpoint(view, networkInterface)], explanations: [] };
  const gateway = network.internetGateways.find(id);
  if (gateway) {
    const vpcId = attachedVpc(gateway);
    if (vpcId !== undefined) return { endpoints: [{ kind: 'internet', gateway, vpcId }], explanations: [] };
    const InternetGateway = component(view, network.internetGateways as never, id);
    return none({ ExplanationCode: 'UNASSOCIATED_COMPONENT', InternetGateway, Component: InternetGateway });
  }
  return none({ ExplanationCode: 'NO_SOURCE_OR_DESTINATION', MissingComponent: `${end} ${id}` });
}

/** A private address of the source's VPC, or of one peered with it, is an interface; anything else is behind the internet gateway. */
function resolveAddress(view: NetworkView, address: string, source: Endpoint): Resolved {
  const { network } = view;
  const vpcId = source.kind === 'internet' ? source.vpcId : source.networkInterface.VpcId;
  const nowhere = none({
    ExplanationCode: 'NO_POSSIBLE_DESTINATION',
    Address: address,
    Vpc: component(view, network.vpcs as never, vpcId),
  });
  if (parseAddress(address) === undefined) return nowhere;
  if (source.kind === 'internet') {
    const target = network.networkInterfaces.all.find((it) =>
      addressPairsOf(view, it).some((pair) => pair.publicAddress === address),
    );
    return target ? { endpoints: [interfaceEndpoint(view, target)], explanations: [] } : nowhere;
  }
  const within = [vpcId, ...peersOf(view, vpcId)];
  const target = within
    .flatMap((vpc) => network.networkInterfaces.all.filter((it) => it.VpcId === vpc))
    .find((it) => privateAddressesOf(it).includes(address));
  if (target) return { endpoints: [interfaceEndpoint(view, target)], explanations: [] };
  if (isInVpc(view, within, parseAddress(address) as number)) return nowhere;
  const gateway = network.internetGateways.all.find((it) => attachedVpc(it) === vpcId);
  return gateway && vpcId ? { endpoints: [{ kind: 'internet', gateway, vpcId }], explanations: [] } : nowhere;
}

function isInVpc({ network }: NetworkView, vpcIds: readonly (string | undefined)[], address: number): boolean {
  return vpcIds.some((id) => contains(addressesOf(vpcCidrs(network.vpcs.find(id))), address));
}

/** All IPv4 blocks of a VPC. */
function vpcCidrs(vpc: Vpc | undefined): (string | undefined)[] {
  return [vpc?.CidrBlock, ...(vpc?.CidrBlockAssociationSet ?? []).map((it) => it.CidrBlock)];
}

function peersOf({ network }: NetworkView, vpcId: string | undefined): string[] {
  return network.peeringConnections.all.flatMap(({ RequesterVpcInfo: requester, AccepterVpcInfo: accepter }) => {
    if (requester?.VpcId === vpcId) return accepter?.VpcId ?? [];
    return accepter?.VpcId === vpcId ? (requester?.VpcId ?? []) : [];
  });
}

function interfaceEndpoint({ network }: NetworkView, networkInterface: NetworkInterface): Endpoint {
  const instance = network.instances.find(networkInterface.Attachment?.InstanceId);
  return { kind: 'interface', networkInterface, ...(instance && { instance }) };
}

function none(explanation: Explanation): Resolved {
  return { endpoints: [], explanations: [explanation] };
}
