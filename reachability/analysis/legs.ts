import type { Explanation, NatGateway, RouteTable, Subnet } from '@aws-sdk/client-ec2';
import { box, disjoint, EPHEMERAL_PORTS, type HeaderSet } from '../packets/header-set';
import type { PathProtocol } from '../packets/protocols';
import { addressesOfNatGateway } from './addresses';
import { blockedHop, type Direction, type Hop, type Leg, unsupportedHop } from './candidate';
import { component, type NetworkView } from './components';
import { type Endpoint, type InterfaceEndpoint, type InternetEndpoint, vpcOf } from './endpoints';
import { internetGatewayHop, natGatewayHop, peeringHop } from './hops/gateways';
import { instanceHop, interfaceHop } from './hops/interface';
import { networkAclHop } from './hops/network-acl';
import { ingressTable, routesFor, routeTableHop } from './hops/route-table';
import { securityGroupHop, statefulHop } from './hops/security-group';
import { type Goal, unfollowedRoutes } from './unfollowed';

/** The hops at the source: where requests leave it, and where replies return to it. */
interface SourceHops {
  readonly sendsRequest: readonly Hop[];
  readonly receivesReply: readonly Hop[];
}

export const NO_HOPS: SourceHops = { sendsRequest: [], receivesReply: [] };

/** Builds the legs of candidates in one network, for one protocol. */
export class Legs {
  /** @param byAddress whether the path's destination is only an address. */
  constructor(
    private readonly view: NetworkView,
    private readonly protocol: PathProtocol,
    private readonly byAddress: boolean,
  ) {}

  toInternet(from: InterfaceEndpoint, to: InternetEndpoint): Leg {
    const source = this.end(from, 'egress');
    const subnet = this.subnetOf(from);
    return {
      forward: [
        ...source.sendsRequest,
        this.acl(subnet, 'egress'),
        this.routes(subnet, [gatewayId(to)], this.goal(to), this.zonalGatewayIds),
        this.internetGateway(to, subnet, 'out'),
      ],
      back: [...this.repliesFromInternet(to, subnet, from), ...source.receivesReply],
    };
  }

  fromInternet(from: InternetEndpoint, to: InterfaceEndpoint): Leg {
    const destination = this.end(to, 'ingress');
    const subnet = this.subnetOf(to);
    return {
      forward: [
        this.internetGateway(from, subnet, 'in'),
        ...this.inFromInternet(from, subnet, this.goal(to)),
        ...destination.receivesRequest,
      ],
      back: [
        ...destination.sendsReply,
        this.acl(subnet, 'egress'),
        this.routes(subnet, [gatewayId(from)], replyTo(from)),
        unexplained(this.internetGateway(from, subnet, 'out')),
      ],
    };
  }

  /**
   * Within one subnet neither network ACL nor route table decides; within one VPC the local route
   * does; between two VPCs, one leg for each peering connection.
   */
  betweenInterfaces(
    from: InterfaceEndpoint,
    to: InterfaceEndpoint,
    source: SourceHops = this.end(from, 'egress'),
  ): Leg[] {
    const destination = this.end(to, 'ingress');
    const [near, far] = [this.subnetOf(from), this.subnetOf(to)];
    const leg = (there: Hop[], back: Hop[]): Leg => ({
      forward: [...source.sendsRequest, ...there, ...destination.receivesRequest],
      back: [...destination.sendsReply, ...back, ...source.receivesReply],
    });
    if (near.SubnetId === far.SubnetId) return [leg([], [])];
    const across = (a: Subnet, b: Subnet, targets: string[], goal: Goal, via: Hop[]) => [
      this.acl(a, 'egress'),
      this.routes(a, targets, goal),
      ...via,
      this.acl(b, 'ingress'),
    ];
    if (near.VpcId === far.VpcId) {
      const there = across(near, far, ['local', ...asTargets(to)], this.goal(to), []);
      return [leg(there, across(far, near, ['local', ...asTargets(from)], replyTo(from), []))];
    }
    const peerings = this.view.network.peersOf(near.VpcId).filter((peer) => peer.vpcId === far.VpcId);
    if (peerings.length === 0) return [this.disconnected(from, to, source)];
    return peerings.map(({ connection }) => {
      const via = () => [peeringHop(this.view, this.view.network.peeringConnections.get(connection))];
      const there = across(near, far, [connection], this.goal(to), via());
      return leg(there, across(far, near, [connection], replyTo(from), via()));
    });
  }

  /**
   * A leg that ends behind the source's route table, for this reason. The table may still have
   * routes into something that this engine does not follow.
   */
  deadEnd(from: InterfaceEndpoint | InternetEndpoint, to: Endpoint, reason: Explanation, source?: SourceHops): Leg {
    const end = blockedHop(reason);
    if (from.kind === 'internet') return { forward: [end], back: [] };
    const subnet = this.subnetOf(from);
    const { unfollowed } = this.routes(subnet, [], this.goal(to));
    const { sendsRequest } = source ?? this.end(from, 'egress');
    return { forward: [...sendsRequest, this.acl(subnet, 'egress'), { ...end, unfollowed }], back: [] };
  }

  disconnected(from: InterfaceEndpoint | InternetEndpoint, to: Endpoint, source?: SourceHops): Leg {
    const Vpc = (endpoint: Endpoint) => component(this.view, this.view.network.vpcs, vpcOf(endpoint));
    const reason = { ExplanationCode: 'DISCONNECTED_VPCS', SourceVpc: Vpc(from), DestinationVpc: Vpc(to) };
    return this.deadEnd(from, to, reason, source);
  }

  /**
   * The leg to the NAT gateway and the one behind it, where the gateway's address and port are the
   * source.
   */
  throughNat(from: InterfaceEndpoint, gateway: NatGateway, to: InternetEndpoint): Leg[] {
    const source = this.end(from, 'egress');
    const near = this.subnetOf(from);
    const far = this.view.network.subnets.get(gateway.SubnetId as string);
    const nat = natGatewayHop(this.view, gateway);
    const isSame = near.SubnetId === far.SubnetId;
    const cross = (direction: Direction, subnet: Subnet) => (isSame ? [] : [this.acl(subnet, direction)]);
    const toGateway: Leg = {
      forward: [
        ...source.sendsRequest,
        ...cross('egress', near),
        // The candidate without translation already reports what this table leads to that is not
        // followed.
        { ...this.routes(near, [gateway.NatGatewayId as string], this.goal(to)), unfollowed: undefined },
        ...cross('ingress', far),
        nat,
      ],
      back: [
        ...cross('egress', far),
        ...(isSame ? [] : [this.routes(far, ['local', ...asTargets(from)], replyTo(from))]),
        ...cross('ingress', near),
        ...source.receivesReply,
      ],
      translate: (leaving) => sentBy(gateway, leaving),
    };
    const toInternet: Leg = {
      forward: [
        this.acl(far, 'egress'),
        this.routes(far, [gatewayId(to)], this.goal(to)),
        this.internetGateway(to, far, 'out', true),
      ],
      back: [...this.repliesFromInternet(to, far, from, true), unexplained(nat)],
    };
    return [toGateway, toInternet];
  }

  /** The NAT gateways that the routes of the source's subnet lead to. */
  natGatewaysFor(from: InterfaceEndpoint, initial: HeaderSet): NatGateway[] {
    const followed = routesFor(this.view, this.tableOf(this.subnetOf(from)), initial);
    const ids = new Set(followed.map(({ route }) => route.NatGatewayId));
    return this.zonalGateways.filter((gateway) => ids.has(gateway.NatGatewayId));
  }

  /** The NAT gateways that are in a subnet and have an address there. A regional one is in none. */
  private get zonalGateways(): NatGateway[] {
    const { natGateways, subnets } = this.view.network;
    return natGateways.all.filter(
      (gateway) => subnets.find(gateway.SubnetId) && addressesOfNatGateway(gateway).length > 0,
    );
  }

  /** Route targets on the way to the internet that have candidates of their own. */
  private get zonalGatewayIds(): string[] {
    return this.zonalGateways.map((gateway) => gateway.NatGatewayId as string);
  }

  /**
   * The hops at one end of a candidate (interface, its security groups, its instance if the path
   * names it) in each of the four roles.
   */
  private end(endpoint: InterfaceEndpoint, direction: Direction) {
    const { networkInterface, instance, isBalanced } = endpoint;
    const groups = securityGroupHop(this.view, networkInterface, direction, this.protocol);
    const replies = statefulHop(groups);
    const host = instance ? [instanceHop(this.view, instance)] : [];
    const out = interfaceHop(this.view, networkInterface, 'out');
    const into = interfaceHop(this.view, networkInterface, 'in');
    const unknown = [unsupportedHop(this.interfaceComponent(endpoint))];
    // An interface endpoint cannot start connections into its VPC. How an analysis reports that is
    // not documented.
    const isEndpoint = networkInterface.InterfaceType === 'vpc_endpoint';
    // Without groups it is not known what decides, except that the interface only gets its own
    // packets.
    const admission = groups.component ? [groups, into] : [into, groups];
    return {
      sendsRequest: [...host, out, ...(isEndpoint ? unknown : []), groups],
      receivesRequest: [...admission, ...host, ...(isBalanced ? unknown : [])],
      sendsReply: [...host.map(unexplained), out, replies],
      receivesReply: [replies, into, ...host.map(unexplained)],
    };
  }

  private acl(subnet: Subnet, direction: Direction): Hop {
    return networkAclHop(this.view, subnet, direction, this.protocol);
  }

  /** @param elsewhere targets that have candidates of their own. */
  private routes(subnet: Subnet, targets: string[], goal: Goal, elsewhere: readonly string[] = []): Hop {
    return this.routeTable(this.tableOf(subnet), targets, goal, elsewhere);
  }

  private routeTable(table: RouteTable, targets: string[], goal: Goal, elsewhere: readonly string[]): Hop {
    const followed = [...targets, ...elsewhere];
    return {
      ...routeTableHop(this.view, table, targets, this.componentOf(goal.endpoint)),
      unfollowed: (arrived) => unfollowedRoutes(this.view, table, arrived, goal, followed),
    };
  }

  private internetGateway(end: InternetEndpoint, subnet: Subnet, passes: 'out' | 'in', isTranslated = false): Hop {
    const { gateway, vpcId } = end;
    return internetGatewayHop(this.view, { gateway, vpcId, subnet, passes, isTranslated });
  }

  /** The subnet's own route table does not count here: it is for packets that leave the subnet. */
  private inFromInternet(from: InternetEndpoint, subnet: Subnet, goal: Goal): Hop[] {
    const table = ingressTable(this.view, gatewayId(from));
    const targets = ['local', ...(goal.endpoint.kind === 'interface' ? asTargets(goal.endpoint) : [])];
    return [...(table ? [this.routeTable(table, targets, goal, [])] : []), this.acl(subnet, 'ingress')];
  }

  /** The gateway lets in the replies to everything that it let out. */
  private repliesFromInternet(from: InternetEndpoint, subnet: Subnet, to: InterfaceEndpoint, isTranslated = false) {
    const gateway = unexplained(this.internetGateway(from, subnet, 'in', isTranslated));
    return [gateway, ...this.inFromInternet(from, subnet, replyTo(to))];
  }

  private goal(endpoint: Endpoint): Goal {
    return { endpoint, byAddress: this.byAddress };
  }

  private componentOf(endpoint: Endpoint) {
    const { network } = this.view;
    if (endpoint.kind === 'nowhere') return undefined;
    if (endpoint.kind === 'internet') return component(this.view, network.internetGateways, gatewayId(endpoint));
    const { instance } = endpoint;
    if (instance) return component(this.view, network.instances, instance.InstanceId);
    return this.interfaceComponent(endpoint);
  }

  private interfaceComponent({ networkInterface }: InterfaceEndpoint) {
    return component(this.view, this.view.network.networkInterfaces, networkInterface.NetworkInterfaceId);
  }

  private subnetOf({ networkInterface }: InterfaceEndpoint): Subnet {
    return this.view.network.subnets.get(networkInterface.SubnetId as string);
  }

  private tableOf(subnet: Subnet): RouteTable {
    return this.view.network.routeTableOf(subnet) ?? { RouteTableId: 'none', VpcId: subnet.VpcId, Routes: [] };
  }
}

/** The hop for replies: if it stops them, it has also stopped the requests and explained that. */
function unexplained(hop: Hop): Hop {
  return { ...hop, explain: () => [] };
}

function replyTo(endpoint: Endpoint): Goal {
  return { endpoint, byAddress: false, isReply: true };
}

/** The ids by which routes lead to the interface itself. */
function asTargets({ networkInterface: { NetworkInterfaceId, Attachment } }: InterfaceEndpoint): string[] {
  return [NetworkInterfaceId, Attachment?.InstanceId].filter((id) => id !== undefined);
}

/**
 * NGW_SOURCE_ADDRESS_REASSIGN and REMAP_EPHEMERAL_PORT:
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
function sentBy(gateway: NatGateway, arrived: HeaderSet): HeaderSet {
  const own = { source: addressesOfNatGateway(gateway), sourcePorts: EPHEMERAL_PORTS };
  return disjoint(arrived.map(({ destination, destinationPorts }) => box({ ...own, destination, destinationPorts })));
}

function gatewayId({ gateway }: InternetEndpoint): string {
  return gateway.InternetGatewayId as string;
}
