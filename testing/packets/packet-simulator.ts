import { best, type Fate, isIn, lengthOf, type Packet, reversed, within } from './packet';

// Describe responses are read freely here.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Json = any;

/** The end of a path: an interface, by its id, or the internet, by its gateway's id. */
export interface Goal {
  readonly id: string;
  readonly byAddress: boolean;
}

interface Sent {
  readonly fate: Fate;
  /** The packet as it arrived at the goal. */
  readonly packet: Packet;
  /** The NAT gateways that changed it, in order. */
  readonly passed: readonly Translation[];
}

interface Translation {
  readonly nat: Json;
  /** The packet as it arrived at the gateway. */
  readonly before: Packet;
}

const GATEWAY_PORTS = [2000, 50_000];
const TCP = '6';

/**
 * Follows one packet through a network as the VPC guide describes it. It is a second opinion: it
 * knows nothing of how the engine works.
 */
export class Simulator {
  constructor(private readonly file: Json) {}

  /** Whether the packet gets from one end to the other, and its reply back. */
  roundTrip(from: string, packet: Packet, goal: Goal): Fate {
    const fates = this.send(from, packet, goal).map((there): Fate => {
      if (there.fate !== 'arrives') return there.fate;
      return this.reply(goal.id, there, { from, packet });
    });
    return best(fates);
  }

  /** Whether the packet gets to the goal. A load balancer accepts any packet. */
  oneWay(from: string, packet: Packet, goal: Goal): Fate {
    return best(this.send(from, packet, goal).map((it) => it.fate));
  }

  /** Whether a packet of a load balancer gets to its target. The balancer itself blocks nothing. */
  fromBalancer(balancer: string, packet: Packet, target: string): Fate {
    const goal = { id: target, byAddress: false };
    return best(this.leave(this.eni(balancer).SubnetId, packet, goal, 'begins').map((it) => it.fate));
  }

  private reply(from: string, { packet, passed }: Sent, begun: { from: string; packet: Packet }): Fate {
    const translations = [...passed].reverse();
    const goals = [...translations.map(({ nat }) => nat.NatGatewayId), begun.from];
    let fates = this.send(from, reversed(packet), { id: goals[0], byAddress: false }, 'replies').map((it) => it.fate);
    for (const [index, { nat, before }] of translations.entries()) {
      if (best(fates) !== 'arrives') break;
      const goal = { id: goals[index + 1] as string, byAddress: false };
      fates = this.leave(nat.SubnetId, reversed(before), goal, 'replies').map((it) => it.fate);
    }
    return best(fates);
  }

  private send(from: string, packet: Packet, goal: Goal, kind: 'begins' | 'replies' = 'begins'): Sent[] {
    if (from.startsWith('igw-')) {
      const inside = { ...packet, destination: this.pairs().get(packet.destination) ?? '' };
      const target = this.end(goal.id);
      if (!this.addresses(target).includes(inside.destination)) return [{ fate: 'is dropped', packet, passed: [] }];
      const fate = this.fromInternet(packet, target.SubnetId, goal);
      const atEnd = fate === 'arrives' ? this.arrive(target, inside, goal, kind) : fate;
      return [{ fate: atEnd, packet: inside, passed: [] }];
    }
    const sender = this.end(from);
    if (sender.SourceDestCheck !== false && !this.addresses(sender).includes(packet.source)) {
      return [{ fate: 'is dropped', packet, passed: [] }];
    }
    if (kind === 'begins') {
      if (sender.Groups.length === 0) return [{ fate: 'unknown', packet, passed: [] }];
      if (!this.groupsAllow(sender, packet, true)) return [{ fate: 'is dropped', packet, passed: [] }];
    }
    return this.leave(sender.SubnetId, packet, goal, kind);
  }

  /** Sends the packet out of a subnet, by its network ACL and its route table. */
  private leave(
    subnetId: string,
    packet: Packet,
    goal: Goal,
    kind: 'begins' | 'replies',
    passed: readonly Translation[] = [],
  ): Sent[] {
    const end = (fate: Fate): Sent[] => [{ fate, packet, passed }];
    const neighbour = this.owner(packet.destination, this.subnet(subnetId).VpcId);
    if (neighbour?.SubnetId === subnetId) return end(this.arrive(neighbour, packet, goal, kind));
    if (!this.aclAllows(subnetId, packet, true)) return end('is dropped');
    const here = this.subnet(subnetId).VpcId;
    const route = this.routeFor(this.tableOf(subnetId), packet.destination);
    if (!route || route.State === 'blackhole') return end('is dropped');
    if (route.GatewayId === 'local') return end(this.local(packet, here, goal, kind));
    if (route.GatewayId?.startsWith('igw-')) return [this.toInternet(packet, subnetId, goal, route.GatewayId, passed)];
    if (route.NatGatewayId) return this.translate(route.NatGatewayId, subnetId, packet, goal, kind, passed);
    if (route.VpcPeeringConnectionId) return end(this.peer(route, packet, here, goal, kind));
    if (route.NetworkInterfaceId) {
      const isGoal =
        route.NetworkInterfaceId === goal.id && this.addresses(this.eni(goal.id)).includes(packet.destination);
      return end(isGoal ? this.enter(this.eni(goal.id), packet, goal, kind) : 'unknown');
    }
    if (route.TransitGatewayId) return end(goal.byAddress || this.vpcOf(goal.id) !== here ? 'unknown' : 'is dropped');
    return end('unknown');
  }

  private translate(
    id: string,
    from: string,
    packet: Packet,
    goal: Goal,
    kind: 'begins' | 'replies',
    passed: readonly Translation[],
  ): Sent[] {
    const nat = this.file.NatGateways.find((it: Json) => it.NatGatewayId === id);
    const dropped: Sent[] = [{ fate: 'is dropped', packet, passed }];
    if (nat.State !== 'available' || passed.some((it) => it.nat === nat)) return dropped;
    // A reply from another address belongs to no connection.
    if (kind === 'replies') return dropped;
    const isBehind = nat.SubnetId !== from && !this.aclAllows(nat.SubnetId, packet, false);
    if (isBehind) return dropped;
    return GATEWAY_PORTS.flatMap((sourcePort) => {
      const sent = { ...packet, source: nat.NatGatewayAddresses[0].PrivateIp, sourcePort };
      return this.leave(nat.SubnetId, sent, goal, kind, [...passed, { nat, before: packet }]);
    });
  }

  private local(packet: Packet, vpcId: string, goal: Goal, kind: 'begins' | 'replies'): Fate {
    const owner = this.owner(packet.destination, vpcId);
    if (!owner) return 'is dropped';
    return this.enter(owner, packet, goal, kind);
  }

  private peer(route: Json, packet: Packet, here: string, goal: Goal, kind: 'begins' | 'replies'): Fate {
    const it = this.file.VpcPeeringConnections.find(
      (each: Json) => each.VpcPeeringConnectionId === route.VpcPeeringConnectionId,
    );
    const far = [it.RequesterVpcInfo.VpcId, it.AccepterVpcInfo.VpcId].find((id) => id !== here);
    if (it.Status.Code !== 'active') return 'is dropped';
    const owner = this.owner(packet.destination, far);
    if (!owner) return 'is dropped';
    return this.enter(owner, packet, goal, kind);
  }

  /** Delivers the packet into another subnet. */
  private enter(owner: Json, packet: Packet, goal: Goal, kind: 'begins' | 'replies'): Fate {
    if (!this.aclAllows(owner.SubnetId, packet, false)) return 'is dropped';
    return this.arrive(owner, packet, goal, kind);
  }

  private arrive(owner: Json, packet: Packet, goal: Goal, kind: 'begins' | 'replies'): Fate {
    if (owner.NetworkInterfaceId !== goal.id) return 'is dropped';
    if (kind === 'begins') {
      if (owner.Groups.length === 0) return 'unknown';
      if (!this.groupsAllow(owner, packet, false)) return 'is dropped';
    }
    return 'arrives';
  }

  private toInternet(
    packet: Packet,
    subnetId: string,
    goal: Goal,
    gatewayId: string,
    passed: readonly Translation[],
  ): Sent {
    const publicAddress = [...this.pairs()].find(([, inside]) => inside === packet.source)?.[0];
    const mode = this.subnet(subnetId).BlockPublicAccessStates?.InternetGatewayBlockMode ?? 'off';
    const isBlocked = mode === 'block-bidirectional' || (mode === 'block-ingress' && passed.length === 0);
    const isPublic = !['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].some((it) =>
      isIn(packet.destination, it),
    );
    const passes = publicAddress !== undefined && isPublic && !isBlocked && goal.id === gatewayId;
    return { fate: passes ? 'arrives' : 'is dropped', packet: { ...packet, source: publicAddress ?? '' }, passed };
  }

  /** Delivers a packet from the internet up to and including the subnet's network ACL. */
  private fromInternet(packet: Packet, subnetId: string, goal: Goal): Fate {
    const destination = this.pairs().get(packet.destination);
    if (destination === undefined) return 'is dropped';
    const mode = this.subnet(subnetId).BlockPublicAccessStates?.InternetGatewayBlockMode ?? 'off';
    const isNat = this.file.NatGateways.some((it: Json) => it.NatGatewayAddresses[0].PrivateIp === destination);
    if (mode === 'block-bidirectional' || (mode === 'block-ingress' && !isNat)) return 'is dropped';
    const table = this.file.RouteTables.find((it: Json) => it.Associations.some((each: Json) => each.GatewayId));
    if (table) {
      const route = this.routeFor(table, destination);
      if (!route || route.State === 'blackhole') return 'is dropped';
      const isGoal = route.NetworkInterfaceId === goal.id;
      if (route.GatewayId !== 'local' && !isGoal) return 'unknown';
    }
    return this.aclAllows(subnetId, { ...packet, destination }, false) ? 'arrives' : 'is dropped';
  }

  /** The private address for each public address of attached interfaces and NAT gateways. */
  private pairs(): Map<string, string> {
    const attached = this.file.NetworkInterfaces.filter(
      (it: Json) => it.Association && it.Attachment?.Status === 'attached',
    );
    const ofInterfaces = attached.map((it: Json) => [it.Association.PublicIp, it.PrivateIpAddress]);
    const working = this.file.NatGateways.filter((it: Json) => it.State === 'available');
    const ofGateways = working.flatMap((it: Json) => it.NatGatewayAddresses.filter((each: Json) => each.PublicIp));
    return new Map([...ofInterfaces, ...ofGateways.map((it: Json) => [it.PublicIp, it.PrivateIp])]);
  }

  private groupsAllow(it: Json, packet: Packet, egress: boolean): boolean {
    const other = egress ? packet.destination : packet.source;
    const groups = this.file.SecurityGroups.filter((group: Json) =>
      it.Groups.some((own: Json) => own.GroupId === group.GroupId),
    );
    const rules = groups.flatMap((group: Json) => (egress ? group.IpPermissionsEgress : group.IpPermissions));
    return rules.some((rule: Json) => {
      const isProtocol =
        rule.IpProtocol === '-1' ||
        (rule.IpProtocol === 'tcp' && within(packet.destinationPort, rule.FromPort, rule.ToPort));
      const byBlock = rule.IpRanges.some((range: Json) => isIn(other, range.CidrIp));
      const byGroup = rule.UserIdGroupPairs.some((pair: Json) => this.isMember(other, pair.GroupId, it.VpcId));
      return isProtocol && (byBlock || byGroup);
    });
  }

  private isMember(address: string, groupId: string, vpcId: string): boolean {
    const connected = this.file.VpcPeeringConnections.filter((it: Json) => it.Status.Code === 'active').map(
      (it: Json) => [it.RequesterVpcInfo.VpcId, it.AccepterVpcInfo.VpcId],
    );
    return this.file.NetworkInterfaces.some(
      (it: Json) =>
        it.PrivateIpAddress === address &&
        it.Groups.some((group: Json) => group.GroupId === groupId) &&
        (it.VpcId === vpcId || connected.some((ends: string[]) => ends.includes(vpcId) && ends.includes(it.VpcId))),
    );
  }

  private aclAllows(subnetId: string, packet: Packet, egress: boolean): boolean {
    const acl = this.file.NetworkAcls.find((it: Json) =>
      it.Associations.some((each: Json) => each.SubnetId === subnetId),
    );
    const other = egress ? packet.destination : packet.source;
    const sorted = [...acl.Entries].sort((a: Json, b: Json) => a.RuleNumber - b.RuleNumber);
    const first = sorted.find(
      (it: Json) =>
        it.Egress === egress &&
        isIn(other, it.CidrBlock) &&
        (it.Protocol === '-1' ||
          (it.Protocol === TCP && within(packet.destinationPort, it.PortRange.From, it.PortRange.To))),
    );
    return first?.RuleAction === 'allow';
  }

  private routeFor(table: Json, address: string): Json {
    const matching = table.Routes.filter((it: Json) => isIn(address, it.DestinationCidrBlock));
    return matching.sort((a: Json, b: Json) => lengthOf(b.DestinationCidrBlock) - lengthOf(a.DestinationCidrBlock))[0];
  }

  private tableOf(subnetId: string): Json {
    return this.file.RouteTables.find((it: Json) => it.Associations.some((each: Json) => each.SubnetId === subnetId));
  }

  private owner(address: string, vpcId: string): Json {
    const ends = [
      ...this.file.NetworkInterfaces,
      ...this.file.NatGateways.map((it: Json) => this.end(it.NatGatewayId)),
    ];
    return ends.find((it: Json) => it.PrivateIpAddress === address && it.VpcId === vpcId);
  }

  /** An interface, or a NAT gateway as the interface that it has. Only replies get into that. */
  private end(id: string): Json {
    const nat = this.file.NatGateways.find((it: Json) => it.NatGatewayId === id);
    if (!nat) return this.eni(id);
    const { SubnetId, VpcId, NatGatewayAddresses } = nat;
    return { NetworkInterfaceId: id, SubnetId, VpcId, PrivateIpAddress: NatGatewayAddresses[0].PrivateIp };
  }

  private addresses(it: Json): string[] {
    return [it.PrivateIpAddress];
  }

  private vpcOf(id: string): string {
    if (id.startsWith('igw-')) return this.file.InternetGateways[0].Attachments[0].VpcId;
    return this.end(id).VpcId;
  }

  private subnet(id: string): Json {
    return this.file.Subnets.find((it: Json) => it.SubnetId === id);
  }

  private eni(id: string): Json {
    return this.file.NetworkInterfaces.find((it: Json) => it.NetworkInterfaceId === id);
  }
}
