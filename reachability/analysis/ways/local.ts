import type { Edge, Traveller } from '../places';
import type { Terrain } from '../terrain';
import { deadEnd, type Junction, type Way } from './way';

/** The local route: to everything in the same VPC. */
export const local: Way = {
  towards: ({ terrain, routes, vpcId, traveller: { goal } }: Junction): Edge[] => {
    if (goal.at.kind === 'nowhere') return [deadEnd(goal.at.explanation)];
    if (goal.vpcId !== vpcId || goal.at.kind === 'internet') return [];
    const route = routes.hopTo(['local', ...goal.targets], goal.component);
    return [{ hops: [route, terrain.acl(goal.at.subnet, 'ingress'), ...goal.receives], to: { kind: 'arrived' } }];
  },
  settles: ({ vpcId, traveller: { goal } }, { GatewayId, NetworkInterfaceId, InstanceId }) => {
    const target = NetworkInterfaceId ?? InstanceId;
    return GatewayId === 'local' || (target !== undefined && goal.vpcId === vpcId && goal.targets.includes(target));
  },
};

/**
 * To the goal from a gateway that has no route table. The route table of the goal's subnet does not
 * count here: it is for packets that leave the subnet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function delivery(terrain: Terrain, { goal }: Traveller): Edge[] {
  if (!('subnet' in goal.at)) return [];
  return [{ hops: [terrain.acl(goal.at.subnet, 'ingress'), ...goal.receives], to: { kind: 'arrived' } }];
}
