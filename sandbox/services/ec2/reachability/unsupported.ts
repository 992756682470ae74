import type { Explanation, Route } from '@aws-sdk/client-ec2';
import { component, type NetworkView } from './components';
import type { Endpoint } from './endpoints';
import type { HeaderSet } from './header-set';
import { routesFor, targetOf } from './steps/route-table-step';
import { ingressTable } from './ways';

/**
 * Routes that lead from the source into what this engine does not follow, as far as the destination might lie behind it.
 * While there is one, "no way found" would be a guess.
 * @param isAddress the destination is the mere address that the path gives, wherever that is.
 */
export function unsupportedRoutes(
  view: NetworkView,
  source: Endpoint,
  destination: Endpoint,
  initial: HeaderSet,
  isAddress: boolean,
): Explanation[] {
  const { network } = view;
  const target = destination.kind === 'interface' ? destination.networkInterface.NetworkInterfaceId : undefined;
  const sameVpc = !isAddress && vpcOf(source) === vpcOf(destination);
  const table =
    source.kind === 'internet'
      ? ingressTable(view, source)
      : network.routeTableOf(network.subnets.get(source.networkInterface.SubnetId as string));
  if (!table) return [];
  return routesFor(view, table, initial)
    .filter((route) => route.State !== 'blackhole' && mayLeadOn(route, sameVpc) && targetOf(route) !== target)
    .map((route) => ({
      ExplanationCode: 'UNSUPPORTED_COMPONENT',
      Component: { Id: targetOf(route) },
      RouteTable: component(view, network.routeTables as never, table.RouteTableId),
      Vpc: component(view, network.vpcs as never, table.VpcId),
    }));
}

/** An appliance or a Gateway Load Balancer endpoint may hand on to anywhere; the others never lead back into the same VPC. */
function mayLeadOn(route: Route, sameVpc: boolean): boolean {
  if (route.NetworkInterfaceId || route.InstanceId) return true;
  if (route.GatewayId?.startsWith('vpce-') && route.DestinationCidrBlock) return true;
  const leavesVpc = route.TransitGatewayId ?? route.LocalGatewayId ?? route.CarrierGatewayId ?? route.CoreNetworkArn;
  return !sameVpc && (leavesVpc !== undefined || route.GatewayId?.startsWith('vgw-') === true);
}

function vpcOf(endpoint: Endpoint): string | undefined {
  return endpoint.kind === 'internet' ? endpoint.vpcId : endpoint.networkInterface.VpcId;
}
