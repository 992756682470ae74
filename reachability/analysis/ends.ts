/** Both ends of a path, as places to start from and goals to arrive at. */

import type { PathProtocol } from '../packets/protocols';
import { component, type NetworkView } from './components';
import { type Endpoint, type InterfaceEndpoint, vpcOf } from './endpoints';
import { type Direction, type Hop, unexplained, unsupportedHop } from './hop';
import { instanceHop, interfaceHop } from './hops/interface';
import { securityGroupHop, statefulHop } from './hops/security-group';
import type { Edge, Goal } from './places';

/** One end in each of its roles. */
export interface End {
  /** The edge by which requests leave a source. */
  readonly sendsRequest: Edge;
  /** The edge by which replies leave a destination. */
  readonly sendsReply: Edge;
  /** The goal of requests to a destination. */
  readonly receivesRequest: Goal;
  /** The goal of replies to a source. */
  readonly receivesReply: Goal;
}

/** @param filters hops behind all others at a destination. */
export interface EndOptions {
  readonly protocol: PathProtocol;
  readonly byAddress: boolean;
  readonly filters: readonly Hop[];
}

/** @param direction in which requests pass it: `egress` at the source. */
export function endOf(view: NetworkView, endpoint: Endpoint, direction: Direction, options: EndOptions): End {
  const hops = hopsAt(view, endpoint, direction, options.protocol);
  const to = placeOf(view, endpoint);
  const goal = goalOf(view, endpoint);
  return {
    sendsRequest: { hops: hops.sendsRequest, to },
    sendsReply: { hops: hops.sendsReply, to },
    receivesRequest: {
      ...goal,
      receives: [...hops.receivesRequest, ...options.filters],
      byAddress: options.byAddress,
      isReply: false,
    },
    receivesReply: { ...goal, receives: hops.receivesReply, byAddress: false, isReply: true },
  };
}

const NO_HOPS = { sendsRequest: [], receivesRequest: [], sendsReply: [], receivesReply: [] };

/** Interface, its security groups, its instance if the path names it. */
function hopsAt(view: NetworkView, endpoint: Endpoint, direction: Direction, protocol: PathProtocol) {
  if (endpoint.kind !== 'interface') return NO_HOPS;
  const { networkInterface, instance, isBalanced } = endpoint;
  const groups = securityGroupHop(view, networkInterface, direction, protocol);
  const replies = statefulHop(groups);
  const host = instance ? [instanceHop(view, instance)] : [];
  const out = interfaceHop(view, networkInterface, 'out');
  const into = interfaceHop(view, networkInterface, 'in');
  const unknown = [unsupportedHop(interfaceComponent(view, endpoint))];
  // An interface endpoint cannot start connections into its VPC. How an analysis reports that is
  // not documented.
  const isEndpoint = networkInterface.InterfaceType === 'vpc_endpoint';
  // Without groups it is not known what decides, except that the interface only gets its own
  // packets.
  const admission = groups.component ? [groups, into] : [into, groups];
  return {
    sendsRequest: [...host, out, ...(isEndpoint ? unknown : []), groups],
    receivesRequest: [...admission, ...host, ...(isBalanced ? unknown : [])],
    sendsReply: [...host.map(unexplained), out, replies],
    receivesReply: [replies, into, ...host.map(unexplained)],
  };
}

function placeOf({ network }: NetworkView, endpoint: Endpoint): Edge['to'] {
  if (endpoint.kind === 'interface') {
    return { kind: 'subnet', subnet: network.subnets.get(endpoint.networkInterface.SubnetId as string) };
  }
  // Nothing starts from nowhere: an address is only ever a destination.
  return endpoint.kind === 'nowhere' ? { kind: 'arrived' } : endpoint;
}

function goalOf(view: NetworkView, endpoint: Endpoint): Pick<Goal, 'at' | 'vpcId' | 'targets' | 'component'> {
  const { network } = view;
  const vpcId = vpcOf(endpoint);
  if (endpoint.kind === 'nowhere') return { at: endpoint, vpcId, targets: [], component: undefined };
  if (endpoint.kind === 'internet') {
    const id = endpoint.gateway.InternetGatewayId as string;
    return { at: endpoint, vpcId, targets: [id], component: component(view, network.internetGateways, id) };
  }
  const { networkInterface, instance } = endpoint;
  const { NetworkInterfaceId, SubnetId, Attachment } = networkInterface;
  return {
    at: { kind: 'interface', subnet: network.subnets.get(SubnetId as string) },
    vpcId,
    targets: [NetworkInterfaceId, Attachment?.InstanceId].filter((id) => id !== undefined),
    component: instance ? component(view, network.instances, instance.InstanceId) : interfaceComponent(view, endpoint),
  };
}

function interfaceComponent(view: NetworkView, { networkInterface }: InterfaceEndpoint) {
  return component(view, view.network.networkInterfaces, networkInterface.NetworkInterfaceId);
}
