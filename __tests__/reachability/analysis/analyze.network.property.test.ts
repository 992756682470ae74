import fc from 'fast-check';
import { analyze } from '../../../reachability/analysis/analyze';
import { loadNetwork } from '../../../reachability/network/load/load-network';
import { ACCOUNT, REGION } from '../../../testing/emulator/connected-services';
import {
  aclEntries,
  CLIENT_PORTS,
  PORTS,
  REMOTE_ADDRESSES,
  REMOTE_BLOCKS,
  SERVICE_PORT,
} from '../../../testing/packets/cells';
import { best, type Fate, type Packet } from '../../../testing/packets/packet';
import { Simulator } from '../../../testing/packets/packet-simulator';

const BLOCKS = [...REMOTE_BLOCKS, '10.0.0.0/16', '10.0.1.0/24', '10.1.0.0/16'];
const VPC_A = 'vpc-a';
const VPC_B = 'vpc-b';
const IGW = 'igw-a';
const NATS = ['nat-1', 'nat-2'];
const PEERING = 'pcx-ab';
const BALANCER = 'eni-lb';
/** Interfaces with their subnets. */
const PLACES = { 'eni-a1': 'subnet-a1', 'eni-a1x': 'subnet-a1', 'eni-a2': 'subnet-a2', 'eni-b1': 'subnet-b1' } as const;
const SUBNETS = { 'subnet-a1': '10.0.1.0/24', 'subnet-a2': '10.0.2.0/24', 'subnet-b1': '10.1.1.0/24' } as const;
const ADDRESSES: Record<string, string> = {
  'eni-a1': '10.0.1.10',
  'eni-a1x': '10.0.1.11',
  'eni-a2': '10.0.2.10',
  'eni-b1': '10.1.1.10',
  [BALANCER]: '10.0.2.20',
};
const TARGETS = [
  { GatewayId: IGW },
  { GatewayId: IGW },
  { NatGatewayId: 'nat-1' },
  { NatGatewayId: 'nat-2' },
  { VpcPeeringConnectionId: PEERING },
  { VpcPeeringConnectionId: PEERING },
  { TransitGatewayId: 'tgw-1' },
  { GatewayId: 'vpce-firewall' },
  { NetworkInterfaceId: 'eni-a1x' },
  { GatewayId: IGW, State: 'blackhole' },
] as const;

const ports = fc.oneof(fc.constant(PORTS[0]), fc.constantFrom(...PORTS));
const rule = fc.record({
  egress: fc.boolean(),
  peer: fc.oneof(fc.constant('0.0.0.0/0'), fc.constantFrom(...BLOCKS, 'sg-a', 'sg-b')),
  ports,
  protocol: fc.constantFrom('tcp', 'tcp', 'udp', '-1'),
});
const rules = fc.array(rule, { minLength: 3, maxLength: 6 });
const entry = fc.record({
  egress: fc.boolean(),
  block: fc.constantFrom(...BLOCKS),
  ports,
  protocol: fc.constantFrom('6', '6', '17', '-1'),
  allow: fc.boolean(),
});
const acl = fc.record({
  entries: fc.array(entry, { maxLength: 2 }),
  allowsRest: fc.constantFrom(true, true, true, true, true, false),
});
const route = fc.record({
  block: fc.constantFrom(
    '0.0.0.0/0',
    '0.0.0.0/0',
    '0.0.0.0/1',
    '8.8.8.0/24',
    '10.1.0.0/16',
    '10.1.0.0/16',
    '10.0.2.0/24',
    '10.0.1.0/24',
  ),
  target: fc.constantFrom(...TARGETS),
});
const routes = fc.uniqueArray(route, { maxLength: 3, selector: ({ block }) => block });
/** Routes that a route table of a gateway may have. */
const gatewayRoutes = fc.uniqueArray(
  fc.record({
    block: fc.constantFrom('10.0.1.0/24', '10.0.2.0/24'),
    target: fc.constantFrom<(typeof TARGETS)[number]>(
      { GatewayId: 'vpce-firewall' },
      { NetworkInterfaceId: 'eni-a1x' },
    ),
  }),
  { maxLength: 2, selector: ({ block }) => block },
);
const place = fc.record({
  groups: fc.constantFrom<string[]>(['sg-a'], ['sg-a', 'sg-b'], ['sg-b'], ['sg-a', 'sg-b'], ['sg-c'], []),
  isPublic: fc.constantFrom(true, true, false),
  isAttached: fc.constantFrom(true, true, true, false),
  isChecked: fc.constantFrom(true, true, false),
});
const mode = fc.constantFrom('off', 'off', 'off', 'off', 'off', 'off', 'off', 'block-ingress', 'block-bidirectional');
const story = fc.record({
  rules: fc.record({ 'sg-a': rules, 'sg-b': rules }),
  acls: fc.record({ 'subnet-a1': acl, 'subnet-a2': acl, 'subnet-b1': acl }),
  routes: fc.record({ 'subnet-a1': routes, 'subnet-a2': routes, 'subnet-b1': routes }),
  gatewayRoutes: fc.option(gatewayRoutes, { freq: 3 }),
  places: fc.record({ 'eni-a1': place, 'eni-a1x': place, 'eni-a2': place, 'eni-b1': place }),
  modes: fc.record({ 'subnet-a1': mode, 'subnet-a2': mode, 'subnet-b1': mode }),
  peeringWorks: fc.constantFrom(true, true, true, false),
  natWorks: fc.constantFrom(true, true, false),
  balancer: fc.constantFrom('none', 'none', 'with groups', 'without groups'),
  source: fc.constantFrom('eni-a1', 'eni-a1x', 'eni-a2', 'eni-b1', IGW),
  destination: fc.constantFrom('eni-a1', 'eni-a1x', 'eni-a2', 'eni-b1', IGW),
  byAddress: fc.constantFrom(false, false, true),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;
type SubnetId = keyof typeof SUBNETS;

const vpcOf = (subnet: string) => (subnet === 'subnet-b1' ? VPC_B : VPC_A);

function permissions(of: readonly Story['rules']['sg-a'][number][], egress: boolean) {
  return of
    .filter((rule) => rule.egress === egress)
    .map((rule) => ({
      IpProtocol: rule.protocol,
      ...(rule.protocol !== '-1' && { FromPort: rule.ports[0], ToPort: rule.ports[1] }),
      IpRanges: rule.peer.startsWith('sg-') ? [] : [{ CidrIp: rule.peer }],
      UserIdGroupPairs: rule.peer.startsWith('sg-') ? [{ GroupId: rule.peer }] : [],
    }));
}

function tableOf(id: string, vpc: string, of: Story['routes'][SubnetId], association: object) {
  const isPossible = ({ target }: (typeof of)[number]) =>
    vpc === VPC_A || 'VpcPeeringConnectionId' in target || 'TransitGatewayId' in target;
  const local = vpc === VPC_A ? '10.0.0.0/16' : '10.1.0.0/16';
  const own = of.filter((route) => isPossible(route) && route.block !== local);
  return {
    RouteTableId: id,
    VpcId: vpc,
    Associations: [association],
    Routes: [
      { DestinationCidrBlock: local, GatewayId: 'local', State: 'active' },
      ...own.map(({ block, target }) => ({ DestinationCidrBlock: block, State: 'active', ...target })),
    ],
  };
}

function interfaceOf(
  id: string,
  subnet: string,
  { groups, isPublic, isAttached, isChecked }: Story['places']['eni-a1'],
) {
  return {
    NetworkInterfaceId: id,
    SubnetId: subnet,
    VpcId: vpcOf(subnet),
    PrivateIpAddress: ADDRESSES[id],
    Groups: groups.map((GroupId) => ({ GroupId })),
    SourceDestCheck: isChecked,
    Attachment: { Status: isAttached ? 'attached' : 'attaching' },
    ...(isPublic &&
      vpcOf(subnet) === VPC_A && {
        Association: { PublicIp: `203.0.113.${ADDRESSES[id]?.split('.').slice(2).join('')}` },
      }),
  };
}

/** Describe responses, as both the engine and the simulator read them. */
function fileOf(at: Story) {
  const subnets = Object.keys(SUBNETS) as SubnetId[];
  const balancer = {
    groups: at.balancer === 'with groups' ? ['sg-a'] : [],
    isPublic: true,
    isAttached: true,
    isChecked: true,
  };
  return {
    Vpcs: [
      { VpcId: VPC_A, CidrBlock: '10.0.0.0/16' },
      { VpcId: VPC_B, CidrBlock: '10.1.0.0/16' },
    ],
    Subnets: subnets.map((SubnetId) => ({
      SubnetId,
      VpcId: vpcOf(SubnetId),
      CidrBlock: SUBNETS[SubnetId],
      BlockPublicAccessStates: { InternetGatewayBlockMode: at.modes[SubnetId] },
    })),
    SecurityGroups: [
      ...(['sg-a', 'sg-b'] as const).map((GroupId) => ({
        GroupId,
        VpcId: GroupId === 'sg-a' ? VPC_A : VPC_B,
        IpPermissions: permissions(at.rules[GroupId], false),
        IpPermissionsEgress: permissions(at.rules[GroupId], true),
      })),
      { GroupId: 'sg-c', VpcId: VPC_A, IpPermissions: [], IpPermissionsEgress: [] },
    ],
    NetworkAcls: subnets.map((SubnetId) => ({
      NetworkAclId: SubnetId.replace('subnet', 'acl'),
      VpcId: vpcOf(SubnetId),
      Associations: [{ SubnetId }],
      Entries: [
        ...aclEntries(at.acls[SubnetId].entries),
        ...[true, false].map((Egress) => ({
          CidrBlock: '0.0.0.0/0',
          Protocol: '-1',
          RuleAction: at.acls[SubnetId].allowsRest ? 'allow' : 'deny',
          RuleNumber: 100,
          Egress,
        })),
      ],
    })),
    RouteTables: [
      ...subnets.map((SubnetId) =>
        tableOf(SubnetId.replace('subnet', 'rtb'), vpcOf(SubnetId), at.routes[SubnetId], { SubnetId }),
      ),
      ...(at.gatewayRoutes ? [tableOf('rtb-gateway', VPC_A, at.gatewayRoutes, { GatewayId: IGW })] : []),
    ],
    NetworkInterfaces: [
      ...(Object.keys(PLACES) as (keyof typeof PLACES)[]).map((id) => interfaceOf(id, PLACES[id], at.places[id])),
      ...(at.balancer === 'none'
        ? []
        : [{ ...interfaceOf(BALANCER, 'subnet-a2', balancer), InterfaceType: 'network_load_balancer' }]),
    ],
    InternetGateways: [{ InternetGatewayId: IGW, Attachments: [{ VpcId: VPC_A, State: 'available' }] }],
    NatGateways: NATS.map((NatGatewayId, index) => ({
      NatGatewayId,
      VpcId: VPC_A,
      SubnetId: `subnet-a${index + 1}`,
      State: at.natWorks ? 'available' : 'failed',
      NatGatewayAddresses: [{ PrivateIp: `10.0.${index + 1}.40`, PublicIp: `203.0.113.2${index}` }],
    })),
    VpcPeeringConnections: [
      {
        VpcPeeringConnectionId: PEERING,
        RequesterVpcInfo: { VpcId: VPC_A },
        AccepterVpcInfo: { VpcId: VPC_B },
        Status: { Code: at.peeringWorks ? 'active' : 'deleted' },
      },
    ],
  };
}

type File = ReturnType<typeof fileOf>;

/** One packet of each kind that the source may send to the destination. */
function packetsFor(file: File, source: string, end: string): Packet[] {
  const outside =
    file.NetworkInterfaces.find((candidate) => candidate.NetworkInterfaceId === end)?.Association?.PublicIp ?? 'none';
  const sources = source === IGW ? REMOTE_ADDRESSES : [ADDRESSES[source] as string];
  const destinations = source === IGW ? [outside] : end === IGW ? REMOTE_ADDRESSES : [ADDRESSES[end] as string];
  return sources.flatMap((from) =>
    destinations.flatMap((destination) =>
      CLIENT_PORTS.map((sourcePort) => ({ source: from, destination, sourcePort, destinationPort: SERVICE_PORT })),
    ),
  );
}

function expectedFate(file: File, { source, destination: id, byAddress }: Story): Fate {
  const simulator = new Simulator(file);
  const fate = best(
    packetsFor(file, source, id).map((packet) => simulator.roundTrip(source, packet, { id, byAddress })),
  );
  const hasBalancer = file.NetworkInterfaces.some((candidate) => candidate.NetworkInterfaceId === BALANCER);
  if (fate !== 'is dropped' || !hasBalancer || id === IGW || byAddress) return fate;
  const opens = packetsFor(file, source, BALANCER).some(
    (packet) => simulator.roundTrip(source, packet, { id: BALANCER, byAddress }) !== 'is dropped',
  );
  const clients = [
    ADDRESSES[BALANCER] as string,
    ...(source === IGW ? REMOTE_ADDRESSES : [ADDRESSES[source] as string]),
  ];
  const handsOn = clients.flatMap((from) =>
    CLIENT_PORTS.flatMap((sourcePort) =>
      CLIENT_PORTS.map((destinationPort) => ({
        source: from,
        destination: ADDRESSES[id] as string,
        sourcePort,
        destinationPort,
      })),
    ),
  );
  return opens && handsOn.some((packet) => simulator.fromBalancer(BALANCER, packet, id) !== 'is dropped')
    ? 'unknown'
    : fate;
}

function pathOf({ source, destination, byAddress }: Story) {
  const common = { Source: source, Protocol: 'tcp' as const };
  if (!byAddress) return { ...common, Destination: destination, DestinationPort: SERVICE_PORT };
  const DestinationPortRange = { FromPort: SERVICE_PORT, ToPort: SERVICE_PORT };
  return { ...common, FilterAtSource: { DestinationAddress: ADDRESSES[destination] as string, DestinationPortRange } };
}

/** What each result of the engine claims. */
const FATES = { reachable: 'arrives', blocked: 'is dropped', unsupported: 'unknown' } as const;

function engineOf(file: File) {
  return { network: loadNetwork(file, ACCOUNT), region: REGION, account: ACCOUNT };
}

test('in any network, a path is reachable exactly if some packet and its reply pass, and blocked is never a guess', () => {
  fc.assert(
    fc.property(story, (at) => {
      fc.pre(at.source !== at.destination);
      fc.pre(!at.byAddress || (at.source !== IGW && at.destination !== IGW));
      const file = fileOf(at);
      const result = analyze(engineOf(file), pathOf(at));
      const said = FATES[result.kind];
      const expected = expectedFate(file, at);
      expect(said).toBe(expected);
      if (result.kind !== 'reachable') expect(result.explanations.length).toBeGreaterThan(0);
    }),
    { numRuns: 600 },
  );
});
