import type { Subnet } from '@aws-sdk/client-ec2';
import type { Edge, Place, Traveller } from './places';
import type { Terrain } from './terrain';
import { gatewayEndpoint } from './ways/gateway-endpoint';
import { fromInternet, internetGateway } from './ways/internet-gateway';
import { delivery, local } from './ways/local';
import { natGateway } from './ways/nat-gateway';
import { peering } from './ways/peering';
import { elsewhere, toUnknown } from './ways/unknown';
import { disconnected, type Junction, type Way } from './ways/way';

/** Every kind of route target, in the order in which equally good ways are preferred. */
const WAYS: readonly Way[] = [local, internetGateway, peering, natGateway, gatewayEndpoint, elsewhere];

/**
 * The edges from a place of the network. They lead towards the goal: besides those that the routes
 * of a table make, there is always one that a route to the goal would make, and that explains why
 * packets do not follow it. The edges of a place are made when a search gets there.
 */
export function edgesFrom(terrain: Terrain, place: Place, traveller: Traveller): Edge[] {
  switch (place.kind) {
    case 'subnet':
      return fromSubnet(terrain, place.subnet, traveller);
    case 'route-table':
      return fromRouteTable(junctionAt(terrain, place.subnet, traveller));
    case 'internet':
      return fromInternet(terrain, place, traveller);
    case 'ingress': {
      const routes = terrain.routesInto(place.gatewayId);
      if (!routes) return delivery(terrain, traveller);
      return fromRouteTable({ terrain, routes, vpcId: place.vpcId, traveller });
    }
    case 'unknown':
    case 'arrived':
      return [];
  }
}

function junctionAt(terrain: Terrain, subnet: Subnet, traveller: Traveller): Junction {
  return { terrain, routes: terrain.routesOf(subnet), vpcId: subnet.VpcId, subnet, traveller };
}

/** Within one subnet neither network ACL nor route table decides. */
function fromSubnet(terrain: Terrain, subnet: Subnet, traveller: Traveller): Edge[] {
  const { at, receives } = traveller.goal;
  if ('subnet' in at && at.subnet.SubnetId === subnet.SubnetId) return [{ hops: receives, to: { kind: 'arrived' } }];
  const junction = junctionAt(terrain, subnet, traveller);
  return [
    { hops: [terrain.acl(subnet, 'egress')], to: { kind: 'route-table', subnet } },
    ...WAYS.flatMap((way) => way.within?.(junction) ?? []),
  ];
}

function fromRouteTable(at: Junction): Edge[] {
  const { terrain, vpcId, traveller } = at;
  const towards = WAYS.flatMap((way) => way.towards?.(at) ?? []);
  return [
    ...(towards.length > 0 ? towards : [disconnected(terrain, vpcId, traveller.goal.vpcId)]),
    ...WAYS.flatMap((way) => way.through?.(at) ?? []),
    ...toUnknown(at, WAYS),
  ];
}
