import type { Explanation, NatGateway, Route, RouteTable } from '@aws-sdk/client-ec2';
import type { Network } from '../network/network';
import { box, disjoint, type HeaderSet } from '../packets/header-set';
import { component, type NetworkView } from './components';
import { type Endpoint, vpcOf } from './endpoints';
import { routesFor, targetOf } from './hops/route-table';

/** Where traffic is to arrive. */
export interface Goal {
  readonly endpoint: Endpoint;
  /** The destination is only an address that the path gives, wherever that is. */
  readonly byAddress: boolean;
  /**
   * The traffic is a reply. It is accepted only if its source is the address that was requested.
   */
  readonly isReply?: boolean;
}

/**
 * The routes of `table` that take some of `arriving` into something that this engine does not
 * follow, if the goal may lie behind it. While there is one, "blocked" would be a guess.
 * @param followed ids of the targets behind which this engine continues.
 * @param passed NAT gateways that the traffic came through.
 */
export function unfollowedRoutes(
  view: NetworkView,
  table: RouteTable,
  arriving: HeaderSet,
  goal: Goal,
  followed: readonly string[],
  passed: readonly NatGateway[] = [],
): Explanation[] {
  const { network } = view;
  return routesFor(view, table, arriving).flatMap(({ route, headers }) => {
    const target = targetOf(route);
    if (route.State === 'blackhole' || (target !== undefined && followed.includes(target))) return [];
    const gateway = network.natGateways.find(route.NatGatewayId);
    if (gateway && (goal.isReply || (gateway.State ?? 'available') !== 'available')) return [];
    const subnet = network.subnets.find(gateway?.SubnetId);
    if (gateway && subnet) {
      const behind = network.routeTableOf(subnet);
      if (!behind || passed.includes(gateway)) return [];
      return unfollowedRoutes(view, behind, translated(headers), goal, [], [...passed, gateway]);
    }
    if (!mayLeadTo(network, route, table, goal)) return [];
    const RouteTable = component(view, network.routeTables, table.RouteTableId);
    const Vpc = component(view, network.vpcs, table.VpcId);
    return [{ ExplanationCode: 'UNSUPPORTED_COMPONENT', Component: { Id: target }, RouteTable, Vpc }];
  });
}

/** With any source: the NAT gateway's own address and port do not matter here. */
function translated(leaving: HeaderSet): HeaderSet {
  return disjoint(leaving.map(({ destination, destinationPorts }) => box({ destination, destinationPorts })));
}

/** False only if AWS documents that the route's target never leads to the goal. */
function mayLeadTo(
  network: Network,
  route: Route,
  { VpcId: here }: RouteTable,
  { endpoint, byAddress }: Goal,
): boolean {
  const there = vpcOf(endpoint);
  const { GatewayId: gatewayId } = route;
  if (gatewayId === 'local') return endpoint.kind === 'interface' && there === here;
  if (gatewayId?.startsWith('igw-')) {
    if (!network.internetGateways.find(gatewayId)) return byAddress;
    return endpoint.kind === 'internet' && endpoint.gateway.InternetGatewayId === gatewayId;
  }
  if (route.EgressOnlyInternetGatewayId) return false;
  if (route.VpcPeeringConnectionId) {
    const far = network.peersOf(here).find((peer) => peer.connection === route.VpcPeeringConnectionId)?.vpcId;
    const isKnown = network.vpcs.find(far) !== undefined;
    // Peering is not transitive: behind the connection is only that VPC.
    return isKnown ? endpoint.kind === 'interface' && there === far : byAddress;
  }
  if (isGatewayEndpoint(network, route)) return byAddress;
  // A transit gateway or the like does not lead back into the VPC that it was reached from.
  const leavesVpc = route.TransitGatewayId ?? route.LocalGatewayId ?? route.CarrierGatewayId ?? route.CoreNetworkArn;
  if (leavesVpc || gatewayId?.startsWith('vgw-')) return byAddress || there !== here;
  return true;
}

/**
 * Behind a gateway endpoint is only a service of AWS. Endpoints of other types pass traffic on to
 * appliances.
 */
function isGatewayEndpoint(network: Network, { GatewayId: id, DestinationPrefixListId: listId }: Route): boolean {
  if (!id?.startsWith('vpce-')) return false;
  const endpoint = network.unmodelled.items('VpcEndpoints').find(({ VpcEndpointId }) => VpcEndpointId === id);
  if (endpoint) return endpoint.VpcEndpointType === 'Gateway';
  return network.prefixLists.find(listId)?.PrefixListName?.startsWith('com.amazonaws.') ?? false;
}
