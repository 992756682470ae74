import type { NatGateway, Subnet } from '@aws-sdk/client-ec2';
import { pullBack } from '../../packets/header-set';
import { addressesOfNatGateway } from '../addresses';
import { component, type NetworkView } from '../components';
import { type Hop, unexplained } from '../hop';
import { natGatewayHop, sentBy } from '../hops/gateways';
import type { Edge, Translator } from '../places';
import type { Junction, Way } from './way';

/**
 * NAT gateways. Packets do not go again to one that they came through: routes go by the
 * destination, which no NAT gateway changes, so they would only come here again.
 */
export const natGateway: Way = {
  through: (at) =>
    edgesTo(
      at,
      (gateway) => gateway.SubnetId !== at.subnet?.SubnetId,
      (far) => [at.terrain.acl(far, 'ingress')],
    ),
  within: (at) =>
    edgesTo(
      at,
      (gateway) => gateway.SubnetId === at.subnet?.SubnetId,
      () => [],
    ),
  settles: ({ terrain, traveller: { goal } }, { NatGatewayId }) => {
    const gateway = terrain.view.network.natGateways.find(NatGatewayId);
    if (!gateway) return false;
    // A reply with another source than the address that was requested belongs to no connection.
    return goal.isReply || (gateway.State ?? 'available') !== 'available' || isZonal(terrain.view, gateway);
  },
};

function edgesTo(
  { terrain: { view }, routes, traveller: { headers, goal, passed } }: Junction,
  isWanted: (gateway: NatGateway) => boolean,
  cross: (far: Subnet) => readonly Hop[],
): Edge[] {
  if (goal.isReply) return [];
  const { natGateways, subnets } = view.network;
  const ids = new Set(routes.routesFor(headers).flatMap(({ route }) => route.NatGatewayId ?? []));
  return [...ids].flatMap((id): Edge[] => {
    const gateway = natGateways.find(id);
    if (!gateway || !isZonal(view, gateway) || !isWanted(gateway) || passed.includes(id)) return [];
    const subnet = subnets.get(gateway.SubnetId as string);
    const hops = [routes.hopTo([id], goal.component), ...cross(subnet), natGatewayHop(view, gateway)];
    return [{ hops, to: { kind: 'subnet', subnet }, translator: translatorOf(view, gateway, subnet) }];
  });
}

/** In a subnet, with an address there. A regional one is in none. */
function isZonal({ network }: NetworkView, gateway: NatGateway): boolean {
  return network.subnets.find(gateway.SubnetId) !== undefined && addressesOfNatGateway(gateway).length > 0;
}

/** It replaces the source. Only the destination and its port survive the translation. */
function translatorOf(view: NetworkView, gateway: NatGateway, subnet: Subnet): Translator {
  return {
    id: gateway.NatGatewayId as string,
    translate: (arrived) => sentBy(gateway, arrived),
    pullBack,
    receivesReplies: {
      at: { kind: 'nat-gateway', subnet },
      vpcId: gateway.VpcId,
      receives: [unexplained(natGatewayHop(view, gateway))],
      targets: [],
      component: component(view, view.network.natGateways, gateway.NatGatewayId),
      byAddress: false,
      isReply: true,
    },
    sendsReplies: { kind: 'subnet', subnet },
  };
}
