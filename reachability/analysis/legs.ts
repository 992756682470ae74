import type { Explanation, NatGateway, RouteTable, Subnet } from '@aws-sdk/client-ec2';
import { box, disjoint, EPHEMERAL_PORTS, type HeaderSet } from '../packets/header-set';
import type { IntervalSet } from '../packets/interval-set';
import { singleAddresses } from '../packets/ipv4';
import { component, type NetworkView } from './components';
import { type Endpoint, vpcOf } from './endpoints';
import { internetGatewayStep, natGatewayStep, peeringStep } from './hops/gateways';
import { instanceStep, interfaceStep } from './hops/interface';
import { networkAclStep } from './hops/network-acl';
import { routesFor, routeTableStep } from './hops/route-table';
import { type Direction, securityGroupStep, statefulStep } from './hops/security-group';
import { type Goal, unfollowedRoutes } from './unfollowed';
import { type Leg, type Step, stop, unsupportedStep } from './way';

export type InterfaceEndpoint = Extract<Endpoint, { kind: 'interface' }>;
export type InternetEndpoint = Extract<Endpoint, { kind: 'internet' }>;
export type Protocol = 'tcp' | 'udp';

/** The steps at the end where a way begins. */
interface Beginning {
  readonly outward: readonly Step[];
  readonly answered: readonly Step[];
}

export const NOTHING: Beginning = { outward: [], answered: [] };

/** The stretches that ways are made of. */
export class Legs {
  constructor(
    private readonly view: NetworkView,
    private readonly protocol: Protocol,
    private readonly byAddress: boolean,
  ) {}

  toInternet(from: InterfaceEndpoint, to: InternetEndpoint): Leg {
    const begin = this.end(from, 'egress');
    const subnet = this.subnetOf(from);
    return {
      forward: [
        ...begin.outward,
        this.acl(subnet, 'egress'),
        this.routes(subnet, [gatewayId(to)], this.goal(to), this.translators),
        this.igw(to, subnet, 'out'),
      ],
      back: [...this.answersFromInternet(to, subnet, from), ...begin.answered],
    };
  }

  fromInternet(from: InternetEndpoint, to: InterfaceEndpoint): Leg {
    const end = this.end(to, 'ingress');
    const subnet = this.subnetOf(to);
    return {
      forward: [this.igw(from, subnet, 'in'), ...this.inFromInternet(from, subnet, this.goal(to)), ...end.inward],
      back: [
        ...end.answering,
        this.acl(subnet, 'egress'),
        this.routes(subnet, [gatewayId(from)], answersTo(from)),
        quiet(this.igw(from, subnet, 'out')),
      ],
    };
  }

  /** Within one subnet no network ACL and no route decides; within one VPC the local route; else one peering connection. */
  betweenInterfaces(
    from: InterfaceEndpoint,
    to: InterfaceEndpoint,
    begin: Beginning = this.end(from, 'egress'),
  ): Leg[] {
    const end = this.end(to, 'ingress');
    const [near, far] = [this.subnetOf(from), this.subnetOf(to)];
    const leg = (there: Step[], back: Step[]): Leg => ({
      forward: [...begin.outward, ...there, ...end.inward],
      back: [...end.answering, ...back, ...begin.answered],
    });
    if (near.SubnetId === far.SubnetId) return [leg([], [])];
    const across = (a: Subnet, b: Subnet, targets: string[], goal: Goal, via: Step[]) => [
      this.acl(a, 'egress'),
      this.routes(a, targets, goal),
      ...via,
      this.acl(b, 'ingress'),
    ];
    if (near.VpcId === far.VpcId) {
      const there = across(near, far, ['local', ...asTargets(to)], this.goal(to), []);
      return [leg(there, across(far, near, ['local', ...asTargets(from)], answersTo(from), []))];
    }
    const peerings = this.view.network.peersOf(near.VpcId).filter((peer) => peer.vpcId === far.VpcId);
    if (peerings.length === 0) return [this.disconnected(from, to, begin)];
    return peerings.map(({ connection }) => {
      const via = () => [peeringStep(this.view, this.view.network.peeringConnections.get(connection))];
      const there = across(near, far, [connection], this.goal(to), via());
      return leg(there, across(far, near, [connection], answersTo(from), via()));
    });
  }

  /** As far as the source's route table, which may lead on into what this engine does not follow. */
  deadEnd(from: InterfaceEndpoint | InternetEndpoint, to: Endpoint, reason: Explanation, begin?: Beginning): Leg {
    if (from.kind === 'internet') return { forward: [stop(reason)], back: [] };
    const subnet = this.subnetOf(from);
    const { unfollowed } = this.routes(subnet, [], this.goal(to));
    const { outward } = begin ?? this.end(from, 'egress');
    return {
      forward: [...outward, this.acl(subnet, 'egress'), { ...stop(reason), ...(unfollowed && { unfollowed }) }],
      back: [],
    };
  }

  disconnected(from: InterfaceEndpoint | InternetEndpoint, to: Endpoint, begin?: Beginning): Leg {
    const Vpc = (endpoint: Endpoint) => component(this.view, this.view.network.vpcs, vpcOf(endpoint));
    const reason = { ExplanationCode: 'DISCONNECTED_VPCS', SourceVpc: Vpc(from), DestinationVpc: Vpc(to) };
    return this.deadEnd(from, to, reason, begin);
  }

  /** A NAT gateway puts its own address and port in place of the source's. */
  throughNat(from: InterfaceEndpoint, gateway: NatGateway, to: InternetEndpoint): Leg[] {
    const begin = this.end(from, 'egress');
    const near = this.subnetOf(from);
    const far = this.view.network.subnets.get(gateway.SubnetId as string);
    const nat = natGatewayStep(this.view, gateway);
    const isSame = near.SubnetId === far.SubnetId;
    const targets = ['local', ...asTargets(from)];
    const cross = (direction: Direction, subnet: Subnet) => (isSame ? [] : [this.acl(subnet, direction)]);
    return [
      {
        forward: [
          ...begin.outward,
          ...cross('egress', near),
          // What the table leads to that is not followed is known from the way without translation.
          { ...this.routes(near, [gateway.NatGatewayId as string], this.goal(to)), unfollowed: () => [] },
          ...cross('ingress', far),
          nat,
        ],
        back: [
          ...(isSame
            ? []
            : [this.acl(far, 'egress'), this.routes(far, targets, answersTo(from)), this.acl(near, 'ingress')]),
          ...begin.answered,
        ],
        translate: (leaving) => sentBy(gateway, leaving),
      },
      {
        forward: [
          this.acl(far, 'egress'),
          this.routes(far, [gatewayId(to)], this.goal(to)),
          this.igw(to, far, 'out', true),
        ],
        back: [...this.answersFromInternet(to, far, from, true), quiet(nat)],
      },
    ];
  }

  /** The NAT gateways that the routes of the source's subnet lead to. */
  natGatewaysFor(from: InterfaceEndpoint, initial: HeaderSet): NatGateway[] {
    const followed = routesFor(this.view, this.tableOf(this.subnetOf(from)), initial);
    const ids = new Set(followed.map(({ route }) => route.NatGatewayId));
    return this.zonalGateways.filter((it) => ids.has(it.NatGatewayId));
  }

  /** NAT gateways that stand in a subnet, with an address there. A regional one stands in none. */
  private get zonalGateways(): NatGateway[] {
    const { natGateways, subnets } = this.view.network;
    return natGateways.all.filter((it) => subnets.find(it.SubnetId) && addressesOfGateway(it).length > 0);
  }

  /** Targets on the way to the internet that have ways of their own. */
  private get translators(): string[] {
    return this.zonalGateways.map((it) => it.NatGatewayId as string);
  }

  /** The components of an interface, with its instance where it has one: as source of what begins, as target of it, and for the answers. */
  private end(endpoint: InterfaceEndpoint, direction: Direction) {
    const { networkInterface, instance, isBalanced } = endpoint;
    const groups = securityGroupStep(this.view, networkInterface, direction, this.protocol);
    const answers = statefulStep(groups);
    const host = instance ? [instanceStep(this.view, instance)] : [];
    const out = interfaceStep(this.view, networkInterface, 'out');
    const into = interfaceStep(this.view, networkInterface, 'in');
    // An interface endpoint does not begin connections into its VPC; what it says to such a path is not known.
    const isEndpoint = networkInterface.InterfaceType === 'vpc_endpoint';
    const before = isEndpoint ? [unsupportedStep(this.interfaceComponent(endpoint))] : [];
    const beyond = isBalanced ? [unsupportedStep(this.interfaceComponent(endpoint))] : [];
    // Where no group is known to decide, only what is for the interface gets there at all.
    const admission = groups.component ? [groups, into] : [into, groups];
    return {
      outward: [...host, out, ...before, groups],
      inward: [...admission, ...host, ...beyond],
      answering: [...host.map(quiet), out, answers],
      answered: [answers, into, ...host.map(quiet)],
    };
  }

  private acl(subnet: Subnet, direction: Direction): Step {
    return networkAclStep(this.view, subnet, direction, this.protocol);
  }

  /** @param elsewhere targets that have ways of their own. */
  private routes(subnet: Subnet, targets: string[], goal: Goal, elsewhere: readonly string[] = []): Step {
    return this.routeTable(this.tableOf(subnet), targets, goal, elsewhere);
  }

  private routeTable(table: RouteTable, targets: string[], goal: Goal, elsewhere: readonly string[]): Step {
    const followed = [...targets, ...elsewhere];
    return {
      ...routeTableStep(this.view, table, targets, this.componentOf(goal.endpoint)),
      unfollowed: (arrived) => unfollowedRoutes(this.view, table, arrived, goal, followed),
    };
  }

  private igw(end: InternetEndpoint, subnet: Subnet, passes: 'out' | 'in', isTranslated = false): Step {
    const { gateway, vpcId } = end;
    return internetGatewayStep(this.view, { gateway, vpcId, subnet, passes, isTranslated });
  }

  /** From the internet into a subnet. Only a route table of the gateway's own counts: a subnet's is for what leaves the subnet. */
  private inFromInternet(from: InternetEndpoint, subnet: Subnet, goal: Goal): Step[] {
    const table = ingressTable(this.view, from);
    const targets = ['local', ...(goal.endpoint.kind === 'interface' ? asTargets(goal.endpoint) : [])];
    return [...(table ? [this.routeTable(table, targets, goal, [])] : []), this.acl(subnet, 'ingress')];
  }

  /** The gateway lets the answers to all that it let out in again. */
  private answersFromInternet(from: InternetEndpoint, subnet: Subnet, to: InterfaceEndpoint, isTranslated = false) {
    const gateway = quiet(this.igw(from, subnet, 'in', isTranslated));
    return [gateway, ...this.inFromInternet(from, subnet, answersTo(to))];
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

/** For answers, which a component lets through where it let through what they answer. */
function quiet(step: Step): Step {
  return { ...step, explain: () => [] };
}

function answersTo(endpoint: Endpoint): Goal {
  return { endpoint, byAddress: false, isAnswer: true };
}

/** What routes that lead to the interface itself name. */
function asTargets({ networkInterface: { NetworkInterfaceId, Attachment } }: InterfaceEndpoint): string[] {
  return [NetworkInterfaceId, Attachment?.InstanceId].filter((id) => id !== undefined);
}

/** https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html: NGW_SOURCE_ADDRESS_REASSIGN, REMAP_EPHEMERAL_PORT */
function sentBy(gateway: NatGateway, arrived: HeaderSet): HeaderSet {
  const own = { source: addressesOfGateway(gateway), sourcePorts: EPHEMERAL_PORTS };
  return disjoint(arrived.map(({ destination, destinationPorts }) => box({ ...own, destination, destinationPorts })));
}

function addressesOfGateway({ NatGatewayAddresses }: NatGateway): IntervalSet {
  return singleAddresses((NatGatewayAddresses ?? []).map((it) => it.PrivateIp));
}

/** The route table that is associated with the gateway itself. */
function ingressTable({ network }: NetworkView, { gateway }: InternetEndpoint): RouteTable | undefined {
  return network.routeTables.all.find((table) =>
    table.Associations?.some((it) => it.GatewayId === gateway.InternetGatewayId),
  );
}

function gatewayId({ gateway }: InternetEndpoint): string {
  return gateway.InternetGatewayId as string;
}
