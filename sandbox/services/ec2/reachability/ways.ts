import type { NatGateway, RouteTable, Subnet } from '@aws-sdk/client-ec2';
import { component, type NetworkView } from './components';
import type { Endpoint } from './endpoints';
import { box, EPHEMERAL_PORTS, type HeaderSet } from './header-set';
import { singleAddresses } from './ipv4';
import { internetGatewayStep, natGatewayStep, peeringStep } from './steps/gateway-steps';
import { instanceStep, interfaceStep } from './steps/interface-step';
import { networkAclStep } from './steps/network-acl-step';
import { routesFor, routeTableStep } from './steps/route-table-step';
import { type Direction, securityGroupStep, statefulStep } from './steps/security-group-step';
import type { Leg, Step, Way } from './way';

type InterfaceEndpoint = Extract<Endpoint, { kind: 'interface' }>;
type InternetEndpoint = Extract<Endpoint, { kind: 'internet' }>;
export type Protocol = 'tcp' | 'udp';

/** All ways from one endpoint to another that this engine knows, shortest first; none when their VPCs are not connected. */
export function waysBetween(
  view: NetworkView,
  source: Endpoint,
  destination: Endpoint,
  initial: HeaderSet,
  protocol: Protocol,
): Way[] {
  const legs = new Legs(view, protocol);
  if (source.kind === 'internet') {
    if (destination.kind === 'internet' || destination.networkInterface.VpcId !== source.vpcId) return [];
    return [{ legs: [legs.fromInternet(source, destination)], initial }];
  }
  if (destination.kind === 'interface') {
    return legs.betweenInterfaces(source, destination).map((leg) => ({ legs: [leg], initial }));
  }
  if (source.networkInterface.VpcId !== destination.vpcId) return [];
  const direct = { legs: [legs.toInternet(source, destination)], initial };
  const gateways = legs.natGatewaysFor(source, initial);
  return [direct, ...gateways.map((gateway) => ({ legs: legs.throughNat(source, gateway, destination), initial }))];
}

/** The stretches that ways are made of. */
class Legs {
  constructor(
    private readonly view: NetworkView,
    private readonly protocol: Protocol,
  ) {}

  toInternet(from: InterfaceEndpoint, to: InternetEndpoint): Leg {
    const begin = this.end(from, 'egress');
    const subnet = this.subnetOf(from);
    return {
      forward: [
        ...begin.outward,
        this.acl(subnet, 'egress'),
        this.routes(subnet, gatewayId(to), to),
        this.igw(to, 'out'),
      ],
      back: [this.igw(to, 'out', true), ...this.inFromInternet(to, subnet), ...begin.answered],
    };
  }

  fromInternet(from: InternetEndpoint, to: InterfaceEndpoint): Leg {
    const end = this.end(to, 'ingress');
    const subnet = this.subnetOf(to);
    return {
      forward: [this.igw(from, 'in'), ...this.inFromInternet(from, subnet), ...end.inward],
      back: [
        ...end.answering,
        this.acl(subnet, 'egress'),
        this.routes(subnet, gatewayId(from), from),
        this.igw(from, 'in', true),
      ],
    };
  }

  /** Within one subnet no network ACL and no route decides; within one VPC the local route; else one peering connection. */
  betweenInterfaces(from: InterfaceEndpoint, to: InterfaceEndpoint): Leg[] {
    const begin = this.end(from, 'egress');
    const end = this.end(to, 'ingress');
    const [near, far] = [this.subnetOf(from), this.subnetOf(to)];
    const leg = (there: Step[], back: Step[]): Leg => ({
      forward: [...begin.outward, ...there, ...end.inward],
      back: [...end.answering, ...back, ...begin.answered],
    });
    if (near.SubnetId === far.SubnetId) return [leg([], [])];
    const across = (a: Subnet, b: Subnet, target: string, to: Endpoint, via: Step[]) => [
      this.acl(a, 'egress'),
      this.routes(a, target, to),
      ...via,
      this.acl(b, 'ingress'),
    ];
    if (near.VpcId === far.VpcId)
      return [leg(across(near, far, 'local', to, []), across(far, near, 'local', from, []))];
    return this.peeringsBetween(near.VpcId, far.VpcId).map((connection) => {
      const [target, via] = [connection.VpcPeeringConnectionId as string, [peeringStep(this.view, connection)]];
      return leg(across(near, far, target, to, via), across(far, near, target, from, via));
    });
  }

  /** A NAT gateway puts its own address and port in place of the source's. */
  throughNat(from: InterfaceEndpoint, gateway: NatGateway, to: InternetEndpoint): Leg[] {
    const begin = this.end(from, 'egress');
    const near = this.subnetOf(from);
    const far = this.view.network.subnets.get(gateway.SubnetId as string);
    const nat = natGatewayStep(this.view, gateway);
    const addresses = singleAddresses((gateway.NatGatewayAddresses ?? []).map((it) => it.PrivateIp));
    const isSame = near.SubnetId === far.SubnetId;
    const cross = (direction: Direction, subnet: Subnet) => (isSame ? [] : [this.acl(subnet, direction)]);
    return [
      {
        forward: [
          ...begin.outward,
          ...cross('egress', near),
          this.routes(near, gateway.NatGatewayId as string, to),
          ...cross('ingress', far),
          nat,
        ],
        back: [
          ...(isSame ? [] : [this.acl(far, 'egress'), this.routes(far, 'local', from), this.acl(near, 'ingress')]),
          ...begin.answered,
        ],
        translate: (leaving) =>
          leaving.map(({ destination, destinationPorts }) =>
            box({ source: addresses, destination, sourcePorts: EPHEMERAL_PORTS, destinationPorts }),
          ),
      },
      {
        forward: [this.acl(far, 'egress'), this.routes(far, gatewayId(to), to), this.igw(to, 'out')],
        back: [this.igw(to, 'out', true), ...this.inFromInternet(to, far), { ...nat, explain: () => [] }],
      },
    ];
  }

  /** The NAT gateways that the routes of the source's subnet lead to. */
  natGatewaysFor(from: InterfaceEndpoint, initial: HeaderSet): NatGateway[] {
    const table = this.tableOf(this.subnetOf(from));
    const ids = new Set(routesFor(this.view, table, initial).map((route) => route.NatGatewayId));
    return this.view.network.natGateways.all.filter((it) => ids.has(it.NatGatewayId) && it.SubnetId !== undefined);
  }

  /** The components of an interface, with its instance where it has one: as source of what begins, as target of it, and for the answers. */
  private end(endpoint: InterfaceEndpoint, direction: Direction) {
    const { networkInterface, instance } = endpoint;
    const groups = securityGroupStep(this.view, networkInterface, direction, this.protocol);
    const answers = statefulStep(groups);
    const host = instance ? [instanceStep(this.view, instance)] : [];
    const quiet = host.map((step) => ({ ...step, explain: () => [] }));
    const passes = direction === 'egress' ? 'out' : 'in';
    const own = interfaceStep(this.view, networkInterface, passes);
    const other = { ...interfaceStep(this.view, networkInterface, passes === 'out' ? 'in' : 'out'), explain: () => [] };
    return {
      outward: [...host, own, groups],
      inward: [groups, own, ...host],
      answering: [...quiet, other, answers],
      answered: [answers, other, ...quiet],
    };
  }

  private acl(subnet: Subnet, direction: Direction): Step {
    return networkAclStep(this.view, subnet, direction, this.protocol);
  }

  private routes(subnet: Subnet, target: string, to: Endpoint): Step {
    return routeTableStep(this.view, this.tableOf(subnet), target, this.componentOf(to));
  }

  /** For answers the gateway sees addresses the other way round, and lets through what it let begin. */
  private igw(endpoint: InternetEndpoint, passes: 'out' | 'in', answers = false): Step {
    const turned = passes === 'out' ? 'in' : 'out';
    const step = internetGatewayStep(this.view, endpoint.gateway, endpoint.vpcId, answers ? turned : passes);
    return answers ? { ...step, explain: () => [] } : step;
  }

  /** From the internet into a subnet: by the gateway's own route table, or else as local as the subnet's own. */
  private inFromInternet(from: InternetEndpoint, subnet: Subnet): Step[] {
    const table = ingressTable(this.view, from) ?? this.tableOf(subnet);
    return [routeTableStep(this.view, table, 'local', undefined), this.acl(subnet, 'ingress')];
  }

  private componentOf(endpoint: Endpoint) {
    const { network } = this.view;
    if (endpoint.kind === 'internet')
      return component(this.view, network.internetGateways as never, gatewayId(endpoint));
    const { networkInterface, instance } = endpoint;
    if (instance) return component(this.view, network.instances as never, instance.InstanceId);
    return component(this.view, network.networkInterfaces as never, networkInterface.NetworkInterfaceId);
  }

  private peeringsBetween(one: string | undefined, other: string | undefined) {
    return this.view.network.peeringConnections.all.filter(({ RequesterVpcInfo, AccepterVpcInfo }) => {
      const ends = [RequesterVpcInfo?.VpcId, AccepterVpcInfo?.VpcId];
      return ends.includes(one) && ends.includes(other);
    });
  }

  private subnetOf({ networkInterface }: InterfaceEndpoint): Subnet {
    return this.view.network.subnets.get(networkInterface.SubnetId as string);
  }

  private tableOf(subnet: Subnet): RouteTable {
    return this.view.network.routeTableOf(subnet) ?? { RouteTableId: 'none', VpcId: subnet.VpcId, Routes: [] };
  }
}

/** The route table that is associated with the gateway itself. */
export function ingressTable({ network }: NetworkView, { gateway }: InternetEndpoint): RouteTable | undefined {
  return network.routeTables.all.find((table) =>
    table.Associations?.some((it) => it.GatewayId === gateway.InternetGatewayId),
  );
}

function gatewayId({ gateway }: InternetEndpoint): string {
  return gateway.InternetGatewayId as string;
}
