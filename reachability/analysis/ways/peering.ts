import { peeringHop } from '../hops/gateways';
import type { Edge } from '../places';
import type { Junction, Way } from './way';

/** Peering connections: to the other VPC, and no further. */
export const peering: Way = {
  towards: ({ terrain, routes, vpcId, traveller: { goal } }: Junction): Edge[] => {
    if (!('subnet' in goal.at) || goal.vpcId === vpcId) return [];
    const { view } = terrain;
    const { subnet: far } = goal.at;
    const peerings = view.network.peersOf(vpcId).filter((peer) => peer.vpcId === goal.vpcId);
    return peerings.map(({ connection }) => ({
      hops: [
        routes.hopTo([connection], goal.component),
        peeringHop(view, view.network.peeringConnections.get(connection)),
        terrain.acl(far, 'ingress'),
        ...goal.receives,
      ],
      to: { kind: 'arrived' },
    }));
  },
  settles: ({ terrain, vpcId, traveller: { goal } }, { VpcPeeringConnectionId: connection }) => {
    if (connection === undefined) return false;
    const { network } = terrain.view;
    const far = network.peersOf(vpcId).find((peer) => peer.connection === connection)?.vpcId;
    // Peering is not transitive: behind the connection is only that VPC.
    return network.vpcs.find(far) !== undefined || !goal.byAddress;
  },
};
