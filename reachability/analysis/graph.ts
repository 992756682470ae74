import type { Explanation, NatGateway, RouteTable, Subnet } from '@aws-sdk/client-ec2';
import type { HeaderSet } from '../packets/header-set';
import type { PathProtocol } from '../packets/protocols';
import { addressesOfNatGateway } from './addresses';
import { component, type NetworkView } from './components';
import { blockedHop, type Direction, type Hop, unexplained } from './hop';
import { internetGatewayHop, natGatewayHop, peeringHop } from './hops/gateways';
import { networkAclHop } from './hops/network-acl';
import { ingressTable, RouteTableHops } from './hops/route-table';
import { unfollowedRoutes } from './hops/unfollowed-routes';
import type { Edge, Goal, Place } from './places';

type InternetPlace = Extract<Place, { kind: 'internet' }>;

/** What decides about the ways on from a place, and is not in the headers alone. */
export interface Traveller {
  readonly headers: HeaderSet;
  readonly goal: Goal;
  /** The NAT gateways that the packets came through. */
  readonly passed: readonly NatGateway[];
}

/**
 * The network as places and edges, for one protocol. The edges of a place are made when a search
 * gets there.
 *
 * Edges lead towards a goal. Besides those that the routes of a table make, there is always the one
 * that a route to the goal would make: its hop stops everything while there is no such route, and
 * explains why.
 */
export class Graph {
  constructor(
    private readonly view: NetworkView,
    private readonly protocol: PathProtocol,
  ) {}

  edgesFrom(place: Place, traveller: Traveller): Edge[] {
    switch (place.kind) {
      case 'subnet':
        return this.fromSubnet(place.subnet, traveller);
      case 'route-table':
        return this.fromRouteTable(place.subnet, traveller);
      case 'internet':
        return this.fromInternet(place, traveller.goal);
      case 'arrived':
        return [];
    }
  }

  /** Within one subnet neither network ACL nor route table decides. */
  private fromSubnet(subnet: Subnet, traveller: Traveller): Edge[] {
    const { at, receives } = traveller.goal;
    if ('subnet' in at && at.subnet.SubnetId === subnet.SubnetId) return [{ hops: receives, to: { kind: 'arrived' } }];
    const routes = this.routesOf(subnet);
    return [
      { hops: [this.acl(subnet, 'egress')], to: { kind: 'route-table', subnet } },
      ...this.toNatGateways(routes, traveller, (gateway) => gateway.SubnetId === subnet.SubnetId),
    ];
  }

  private fromRouteTable(subnet: Subnet, traveller: Traveller): Edge[] {
    const routes = this.routesOf(subnet);
    const elsewhere = (gateway: NatGateway) => gateway.SubnetId !== subnet.SubnetId;
    return [
      ...this.toGoal(routes, subnet, traveller),
      ...this.toNatGateways(routes, traveller, elsewhere, (far) => [this.acl(far, 'ingress')]),
    ];
  }

  /** Within one VPC by the local route; between two VPCs, one edge for each peering connection. */
  private toGoal(routes: RouteTableHops, subnet: Subnet, { goal, passed }: Traveller): Edge[] {
    const { network } = this.view;
    const to = { kind: 'arrived' } as const;
    if (goal.at.kind === 'nowhere') return [this.deadEnd(routes, goal, goal.at.explanation)];
    if (goal.vpcId === subnet.VpcId) {
      if (goal.at.kind !== 'internet') {
        const local = this.routes(routes, ['local', ...goal.targets], goal);
        return [{ hops: [local, this.acl(goal.at.subnet, 'ingress'), ...goal.receives], to }];
      }
      const vpcId = goal.vpcId as string;
      const use = { gateway: goal.at.gateway, vpcId, subnet, isTranslated: passed.length > 0 };
      const gateway = internetGatewayHop(this.view, { ...use, passes: 'out' });
      const out = goal.isReply ? unexplained(gateway) : gateway;
      return [{ hops: [this.routes(routes, goal.targets, goal), out, ...goal.receives], to }];
    }
    const peerings = network.peersOf(subnet.VpcId).filter((peer) => peer.vpcId === goal.vpcId);
    if (peerings.length === 0 || goal.at.kind === 'internet') return [this.disconnected(subnet.VpcId, goal, routes)];
    const { subnet: far } = goal.at;
    const connections = peerings.map(({ connection }) => connection);
    return connections.map((connection) => ({
      hops: [
        this.routes(routes, [connection], goal, connections),
        peeringHop(this.view, network.peeringConnections.get(connection)),
        this.acl(far, 'ingress'),
        ...goal.receives,
      ],
      to,
    }));
  }

  /**
   * To the NAT gateways that routes lead to. Not again to one that packets came through: routes go
   * by the destination, which no NAT gateway changes, so they would only come here again.
   */
  private toNatGateways(
    routes: RouteTableHops,
    { headers, goal, passed }: Traveller,
    isWanted: (gateway: NatGateway) => boolean,
    cross: (far: Subnet) => Hop[] = () => [],
  ): Edge[] {
    if (goal.isReply) return [];
    const { network } = this.view;
    const ids = new Set(routes.routesFor(headers).map(({ route }) => route.NatGatewayId));
    return this.zonalGateways
      .filter((gateway) => ids.has(gateway.NatGatewayId) && isWanted(gateway) && !passed.includes(gateway))
      .map((translator) => {
        const subnet = network.subnets.get(translator.SubnetId as string);
        const route = routes.hopTo([translator.NatGatewayId as string], goal.component);
        const hops = [route, ...cross(subnet), natGatewayHop(this.view, translator)];
        return { hops, to: { kind: 'subnet', subnet }, translator };
      });
  }

  /**
   * The subnet's own route table does not count here: it is for packets that leave the subnet. The
   * gateway lets in the replies to everything that it let out.
   */
  private fromInternet({ gateway, vpcId }: InternetPlace, goal: Goal): Edge[] {
    if (!('subnet' in goal.at) || goal.vpcId !== vpcId) {
      const isNowhere = goal.at.kind === 'nowhere';
      return [isNowhere ? this.deadEnd(undefined, goal, goal.at.explanation) : this.disconnected(vpcId, goal)];
    }
    const { subnet, kind } = goal.at;
    const isTranslated = kind === 'nat-gateway';
    const use = internetGatewayHop(this.view, { gateway, vpcId, subnet, passes: 'in', isTranslated });
    const table = ingressTable(this.view, gateway.InternetGatewayId);
    const routes = table && this.routes(new RouteTableHops(this.view, table), ['local', ...goal.targets], goal);
    const hops = [
      goal.isReply ? unexplained(use) : use,
      ...(routes ? [routes] : []),
      this.acl(subnet, 'ingress'),
      ...goal.receives,
    ];
    return [{ hops, to: { kind: 'arrived' } }];
  }

  /** To the goal, for a reason why packets do not get there. */
  private deadEnd(routes: RouteTableHops | undefined, goal: Goal, reason: Explanation): Edge {
    const unfollowed = routes && this.routes(routes, [], goal).unfollowed;
    return { hops: [{ ...blockedHop(reason), unfollowed }], to: { kind: 'arrived' } };
  }

  private disconnected(vpcId: string | undefined, goal: Goal, routes?: RouteTableHops): Edge {
    const Vpc = (id: string | undefined) => component(this.view, this.view.network.vpcs, id);
    const reason = {
      ExplanationCode: 'DISCONNECTED_VPCS',
      SourceVpc: Vpc(vpcId),
      DestinationVpc: Vpc(goal.vpcId),
    };
    return this.deadEnd(routes, goal, reason);
  }

  /**
   * The hop of a route table on the way to the goal. It reports what the table leads to that this
   * engine does not follow.
   * @param ways all targets that lead to the goal, if there are others than `targets`.
   */
  private routes(routes: RouteTableHops, targets: readonly string[], goal: Goal, ways = targets): Hop {
    const followed = [...ways, ...this.zonalGateways.map((gateway) => gateway.NatGatewayId as string)];
    return {
      ...routes.hopTo(targets, goal.component),
      unfollowed: (arrived) => unfollowedRoutes(this.view, routes, arrived, goal, followed),
    };
  }

  private routesOf(subnet: Subnet): RouteTableHops {
    const none: RouteTable = { RouteTableId: 'none', VpcId: subnet.VpcId, Routes: [] };
    return new RouteTableHops(this.view, this.view.network.routeTableOf(subnet) ?? none);
  }

  private acl(subnet: Subnet, direction: Direction): Hop {
    return networkAclHop(this.view, subnet, direction, this.protocol);
  }

  /** The NAT gateways that are in a subnet and have an address there. A regional one is in none. */
  private get zonalGateways(): NatGateway[] {
    const { natGateways, subnets } = this.view.network;
    return natGateways.all.filter(
      (gateway) => subnets.find(gateway.SubnetId) && addressesOfNatGateway(gateway).length > 0,
    );
  }
}
