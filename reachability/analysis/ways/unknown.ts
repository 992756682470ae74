import { component } from '../components';
import { targetOf } from '../hops/route-table';
import type { Edge } from '../places';
import type { Junction, Way } from './way';

/**
 * For each active route that some of the packets follow and that no way settles: into something
 * that the engine does not follow. While packets get there, "blocked" would be a guess.
 */
export function toUnknown(at: Junction, ways: readonly Way[]): Edge[] {
  const { routes, terrain, traveller } = at;
  const { view } = terrain;
  return routes.routesFor(traveller.headers).flatMap(({ route }): Edge[] => {
    if (route.State === 'blackhole' || ways.some((way) => way.settles(at, route))) return [];
    const explanation = {
      ExplanationCode: 'UNSUPPORTED_COMPONENT',
      Component: { Id: targetOf(route) },
      RouteTable: component(view, view.network.routeTables, routes.table.RouteTableId),
      Vpc: component(view, view.network.vpcs, routes.table.VpcId),
    };
    return [{ hops: [routes.hopAlong(route, traveller.goal.component)], to: { kind: 'unknown', explanation } }];
  });
}

/** Routes that lead out of the VPC for good. */
export const elsewhere: Way = {
  settles: ({ vpcId, traveller: { goal } }, route) => {
    const { GatewayId, TransitGatewayId, LocalGatewayId, CarrierGatewayId, CoreNetworkArn } = route;
    const target = TransitGatewayId ?? LocalGatewayId ?? CarrierGatewayId ?? CoreNetworkArn;
    const leavesVpc = target !== undefined || GatewayId?.startsWith('vgw-') === true;
    // A transit gateway or the like does not lead back into the VPC that it was reached from.
    return leavesVpc && !goal.byAddress && goal.vpcId === vpcId;
  },
};
