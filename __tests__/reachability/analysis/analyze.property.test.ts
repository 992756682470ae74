import fc from 'fast-check';
import { analyze } from '../../../reachability/analysis/analyze';
import { loadNetwork } from '../../../reachability/network/load/load-network';
import type { Network } from '../../../reachability/network/network';
import { ACCOUNT, REGION } from '../../../testing/emulator/connected-services';
import { WEB, webNetworkFile } from '../../../testing/networks/web-network';
import {
  aclEntries,
  CLIENT_PORTS,
  PORTS,
  REMOTE_ADDRESSES,
  REMOTE_BLOCKS,
  SERVICE_PORT,
} from '../../../testing/packets/cells';

const BLOCKS = [...REMOTE_BLOCKS, '10.0.0.0/16'];
const SERVER = '10.0.1.10';

interface Packet {
  readonly remote: string;
  readonly clientPort: number;
}

const block = fc.constantFrom(...BLOCKS);
const ports = fc.constantFrom(...PORTS);
const rule = fc.record({ block, ports, protocol: fc.constantFrom('tcp', 'tcp', 'udp', '-1') });
const aclEntry = fc.record({
  block,
  ports,
  protocol: fc.constantFrom('6', '6', '17', '-1'),
  allow: fc.boolean(),
  egress: fc.boolean(),
});
const route = fc.record({ block: fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '8.8.8.0/24'), toInternet: fc.boolean() });
const story = fc.record({
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  entries: fc.array(aclEntry, { maxLength: 5 }),
  defaultAllows: fc.boolean(),
  routes: fc.uniqueArray(route, { maxLength: 3, selector: (it) => it.block }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** The web network with these rules in both directions of the web group, and this ACL and these routes for the public subnet. */
function networkOf({ rules, entries, defaultAllows, routes }: Story): Network {
  const file = webNetworkFile();
  const permissions = rules.map((it) => ({
    IpProtocol: it.protocol,
    ...(it.protocol !== '-1' && { FromPort: it.ports[0], ToPort: it.ports[1] }),
    IpRanges: [{ CidrIp: it.block }],
  }));
  const group = file.SecurityGroups?.find((it) => it.GroupId === WEB.webGroup);
  Object.assign(group, { IpPermissions: permissions, IpPermissionsEgress: permissions });
  const all = { CidrBlock: '0.0.0.0/0', Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 };
  Object.assign(file.NetworkAcls?.[0], {
    Entries: [
      ...aclEntries(entries),
      ...(defaultAllows
        ? [
            { ...all, Egress: true },
            { ...all, Egress: false },
          ]
        : []),
    ],
  });
  const table = file.RouteTables?.find((it) => it.RouteTableId === WEB.publicTable);
  table.Routes = routes.map((it) => ({
    DestinationCidrBlock: it.block,
    GatewayId: WEB.igw,
    State: it.toInternet ? 'active' : 'blackhole',
  }));
  return loadNetwork(file, ACCOUNT);
}

const toNumber = (address: string) => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);

function isIn(address: string, cidr: string): boolean {
  const [base = '', length] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(base) / size);
}

/** One packet's fate, rule by rule. */
function passes(at: Story, { remote, clientPort }: Packet, outward: boolean): boolean {
  const within = (port: number, [from, to]: readonly [number, number]) => from <= port && port <= to;
  const bySecurityGroup = at.rules.some(
    (it) => it.protocol !== 'udp' && isIn(remote, it.block) && (it.protocol === '-1' || within(SERVICE_PORT, it.ports)),
  );
  const byAcl = (egress: boolean, destinationPort: number) => {
    const first = at.entries.find(
      (it) =>
        it.egress === egress &&
        it.protocol !== '17' &&
        isIn(remote, it.block) &&
        (it.protocol === '-1' || within(destinationPort, it.ports)),
    );
    return first ? first.allow : at.defaultAllows;
  };
  const followed = at.routes
    .filter((it) => isIn(remote, it.block))
    .sort((a, b) => prefixLength(b.block) - prefixLength(a.block))[0];
  const byRequest = byAcl(outward, SERVICE_PORT);
  const byAnswer = byAcl(!outward, clientPort);
  return bySecurityGroup && byRequest && byAnswer && followed?.toInternet === true;
}

const prefixLength = (cidr: string) => Number(cidr.split('/')[1]);
const PACKETS = REMOTE_ADDRESSES.flatMap((remote) => CLIENT_PORTS.map((clientPort) => ({ remote, clientPort })));

test.each([
  ['out to', true],
  ['in from', false],
])('a path %s the internet is found exactly when some packet and its answer pass', (_, outward) => {
  const ends = { Source: WEB.webServer, Destination: WEB.igw };
  const path = outward ? ends : { Source: ends.Destination, Destination: ends.Source };
  fc.assert(
    fc.property(story, (at) => {
      const view = { network: networkOf(at), region: REGION, account: ACCOUNT };
      const result = analyze(view, { ...path, Protocol: 'tcp', DestinationPort: SERVICE_PORT });
      const expected = PACKETS.some((packet) => passes(at, packet, outward));
      expect(result.kind).toBe(expected ? 'reachable' : 'blocked');
      if (result.kind !== 'reachable') expect(result.explanations.length).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
});

test('the components of a found path admit it by themselves', () => {
  fc.assert(
    fc.property(story, (at) => {
      const view = { network: networkOf(at), region: REGION, account: ACCOUNT };
      const result = analyze(view, {
        Source: WEB.webServer,
        Destination: WEB.igw,
        Protocol: 'tcp',
        DestinationPort: SERVICE_PORT,
      });
      if (result.kind !== 'reachable') return;
      const { forward } = result;
      const [cidr = ''] = forward[0]?.OutboundHeader?.DestinationAddresses ?? [];
      const [address = ''] = cidr.split('/');
      const rule = forward.find((it) => it.SecurityGroupRule)?.SecurityGroupRule;
      const entry = forward.find((it) => it.AclRule)?.AclRule;
      const followed = forward.find((it) => it.RouteTableRoute)?.RouteTableRoute;
      expect(isIn(address, rule?.Cidr ?? '')).toBe(true);
      expect(isIn(address, entry?.Cidr ?? '')).toBe(true);
      expect(isIn(address, followed?.DestinationCidr ?? '')).toBe(true);
      expect(isIn(SERVER, forward[0]?.OutboundHeader?.SourceAddresses?.[0] ?? '')).toBe(true);
    }),
    { numRuns: 200 },
  );
});
