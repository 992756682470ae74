import { unexplained } from '../hop';
import { internetGatewayHop } from '../hops/gateways';
import type { Edge, Place, Traveller } from '../places';
import type { Terrain } from '../terrain';
import { deadEnd, disconnected, type Junction, type Way } from './way';

type InternetPlace = Extract<Place, { kind: 'internet' }>;

/** Internet gateways: out to the internet. */
export const internetGateway: Way = {
  towards: ({ terrain, routes, vpcId, subnet, traveller: { goal, passed } }: Junction): Edge[] => {
    if (goal.at.kind !== 'internet' || goal.vpcId !== vpcId || !subnet) return [];
    const isTranslated = passed.some((id) => id.startsWith('nat-'));
    const use = { gateway: goal.at.gateway, vpcId: goal.vpcId as string, subnet, isTranslated };
    const gateway = internetGatewayHop(terrain.view, { ...use, passes: 'out' });
    const out = goal.isReply ? unexplained(gateway) : gateway;
    return [{ hops: [routes.hopTo(goal.targets, goal.component), out, ...goal.receives], to: { kind: 'arrived' } }];
  },
  settles: ({ terrain, traveller: { goal } }, { GatewayId: id, EgressOnlyInternetGatewayId }) => {
    if (EgressOnlyInternetGatewayId !== undefined) return true;
    if (!id?.startsWith('igw-')) return false;
    const isKnown = terrain.view.network.internetGateways.find(id) !== undefined;
    return isKnown || goal.targets.includes(id) || !goal.byAddress;
  },
};

/**
 * From the internet into the VPC. The gateway lets in the replies to everything that it let out.
 */
export function fromInternet(terrain: Terrain, { gateway, vpcId }: InternetPlace, { goal }: Traveller): Edge[] {
  if (goal.at.kind === 'nowhere') return [deadEnd(goal.at.explanation)];
  if (!('subnet' in goal.at) || goal.vpcId !== vpcId) return [disconnected(terrain, vpcId, goal.vpcId)];
  const { subnet, kind } = goal.at;
  const isTranslated = kind === 'nat-gateway';
  const use = internetGatewayHop(terrain.view, { gateway, vpcId, subnet, passes: 'in', isTranslated });
  const gatewayId = gateway.InternetGatewayId as string;
  return [{ hops: [goal.isReply ? unexplained(use) : use], to: { kind: 'ingress', gatewayId, vpcId } }];
}
