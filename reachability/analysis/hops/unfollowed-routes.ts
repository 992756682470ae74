import type { Explanation, Route, RouteTable } from '@aws-sdk/client-ec2';
import type { Network } from '../../network/network';
import type { HeaderSet } from '../../packets/header-set';
import { component, type NetworkView } from '../components';
import type { Goal } from '../places';
import { type RouteTableHops, targetOf } from './route-table';

/**
 * The routes that take some of `arriving` into something that this engine does not follow, if the
 * goal may lie behind it. While there is one, "blocked" would be a guess.
 * @param followed ids of the targets behind which this engine continues.
 */
export function unfollowedRoutes(
  view: NetworkView,
  routes: RouteTableHops,
  arriving: HeaderSet,
  goal: Goal,
  followed: readonly string[],
): Explanation[] {
  const { network } = view;
  const { table } = routes;
  return routes.routesFor(arriving).flatMap(({ route }) => {
    const target = targetOf(route);
    if (route.State === 'blackhole' || (target !== undefined && followed.includes(target))) return [];
    if (!mayLeadTo(network, route, table, goal)) return [];
    const RouteTable = component(view, network.routeTables, table.RouteTableId);
    const Vpc = component(view, network.vpcs, table.VpcId);
    return [{ ExplanationCode: 'UNSUPPORTED_COMPONENT', Component: { Id: target }, RouteTable, Vpc }];
  });
}

/** False only if AWS documents that the route's target never leads to the goal. */
function mayLeadTo(network: Network, route: Route, { VpcId: here }: RouteTable, goal: Goal): boolean {
  const { GatewayId: gatewayId } = route;
  const { byAddress } = goal;
  const there = goal.vpcId;
  const isInSubnet = 'subnet' in goal.at;
  if (gatewayId === 'local') return isInSubnet && there === here;
  // A reply with another source than the address that was requested belongs to no connection.
  const gateway = network.natGateways.find(route.NatGatewayId);
  if (gateway && (goal.isReply || (gateway.State ?? 'available') !== 'available')) return false;
  if (gatewayId?.startsWith('igw-')) {
    if (!network.internetGateways.find(gatewayId)) return byAddress;
    return goal.at.kind === 'internet' && goal.at.gateway.InternetGatewayId === gatewayId;
  }
  if (route.EgressOnlyInternetGatewayId) return false;
  if (route.VpcPeeringConnectionId) {
    const far = network.peersOf(here).find((peer) => peer.connection === route.VpcPeeringConnectionId)?.vpcId;
    const isKnown = network.vpcs.find(far) !== undefined;
    // Peering is not transitive: behind the connection is only that VPC.
    return isKnown ? isInSubnet && there === far : byAddress;
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
