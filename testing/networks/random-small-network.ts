import fc from 'fast-check';
import { ask, askAddress } from './cases/case';
import type { File } from './open-network';
import { SmallNetwork } from './small-network';

/** Such as `tcp 443 10.0.0.0/16` or `all sg-1`. */
export const groupRule = fc
  .record({
    traffic: fc.constantFrom('all', 'tcp 443', 'tcp 443', 'tcp 0-65535', 'tcp 1024-65535', 'udp 443'),
    peer: fc.constantFrom(
      '0.0.0.0/0',
      '0.0.0.0/0',
      '10.0.0.0/16',
      '10.1.0.0/16',
      '10.0.1.0/24',
      '8.8.8.0/24',
      'pl-1',
      'sg-1',
      'sg-2',
      'sg-3',
    ),
  })
  .map(({ traffic, peer }) => `${traffic} ${peer}`);

/** An entry without its number and action. */
export const aclTraffic = fc
  .record({
    traffic: fc.constantFrom('all', 'tcp 443', 'tcp 0-65535', 'tcp 1024-65535', 'tcp 0-1023', 'udp 443'),
    block: fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '10.0.0.0/16', '10.0.2.0/24', '10.1.0.0/16', '8.8.8.0/24'),
  })
  .map(({ traffic, block }) => `${traffic} ${block}`);

/** A list that is open with one of two rules, and so often decided by a single one. */
const ruleList = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant('tcp 443 0.0.0.0/0') }, groupRule), {
  minLength: 1,
  maxLength: 2,
});
const rules = fc.record({ in: ruleList, out: ruleList });
const OPEN = '100 allow all 0.0.0.0/0';
const exception = fc
  .tuple(fc.constantFrom('allow', 'deny'), aclTraffic)
  .map(([action, traffic]) => `10 ${action} ${traffic}`);
const entries = fc.oneof(
  { weight: 6, arbitrary: fc.constant([OPEN]) },
  { weight: 2, arbitrary: exception.map((entry) => [entry, OPEN]) },
  { weight: 1, arbitrary: exception.map((entry) => [entry]) },
);
const acl = fc.record({ in: entries, out: entries });

/** No two routes of a table have the same destination, which EC2 does not allow either. */
const routes = (usual: readonly string[], others: readonly string[]) =>
  fc
    .tuple(fc.subarray([...usual], { minLength: usual.length - 1 }), fc.subarray([...others], { maxLength: 1 }))
    .map((all) => all.flat());
const ROUTES = {
  'subnet-1': routes(['0.0.0.0/0 igw-1', '10.1.0.0/16 pcx-12'], ['8.8.8.0/24 eni-gone blackhole', '10.1.1.0/24 tgw-1']),
  'subnet-2': routes(['0.0.0.0/0 nat-1', '10.1.0.0/16 pcx-12'], ['8.8.8.0/24 nat-2', 'pl-1 igw-1', '8.8.8.0/24 tgw-1']),
  'subnet-3': routes(['10.0.0.0/16 pcx-12'], ['0.0.0.0/0 pcx-12', '10.0.2.0/24 tgw-1']),
} as const;
const SUBNET_IDS = ['subnet-1', 'subnet-2', 'subnet-3'] as const;
const GROUP_IDS = ['sg-1', 'sg-2', 'sg-3'] as const;
const ENDS = ['eni-1', 'eni-2', 'eni-3', 'igw-1'] as const;
/** Pairs of ends that some route connects, and others. */
const ends = fc.oneof(
  fc.constantFrom<[string, string]>(
    ['eni-1', 'igw-1'],
    ['igw-1', 'eni-1'],
    ['eni-1', 'eni-2'],
    ['eni-2', 'eni-1'],
    ['eni-1', 'eni-3'],
    ['eni-3', 'eni-2'],
    ['eni-2', 'igw-1'],
    ['eni-2', '8.8.8.8'],
    ['eni-1', '1.1.1.1'],
    ['igw-1', '203.0.113.10'],
    ['eni-3', '10.0.1.10'],
  ),
  fc.tuple(fc.constantFrom(...ENDS), fc.constantFrom(...ENDS, '172.16.5.9', '10.0.2.99')),
);

/** What decides in a small random network, and a question about it. */
export const smallStory = fc
  .record({
    groups: fc.record({ 'sg-1': rules, 'sg-2': rules, 'sg-3': rules }),
    acls: fc.record({ 'subnet-1': acl, 'subnet-2': acl, 'subnet-3': acl }),
    tables: fc.record(ROUTES),
    isPublic: fc.constantFrom(true, true, true, false),
    isChecked: fc.constantFrom(true, true, false),
    peering: fc.constantFrom('active', 'active', 'active', 'pending-acceptance'),
    nat: fc.constantFrom('available', 'available', 'failed'),
    ends,
  })
  .filter(({ ends: [source, destination] }) => source !== destination);
export type SmallStory = typeof smallStory extends fc.Arbitrary<infer T> ? T : never;

/** The ids of what a story has rules for. */
export const groupId = fc.constantFrom(...GROUP_IDS);
export const subnetId = fc.constantFrom(...SUBNET_IDS);
export const direction = fc.constantFrom('in' as const, 'out' as const);

/** Two peered VPCs, the first with an internet gateway and two NAT gateways. */
export function fileOfStory({ groups, acls, tables, ...at }: SmallStory): File {
  const aclOf = (id: (typeof SUBNET_IDS)[number]) => ({ ...acls[id], subnets: [id] });
  const tableOf = (id: (typeof SUBNET_IDS)[number]) => ({ of: [id], routes: tables[id] });
  const Association = at.isPublic ? { PublicIp: '203.0.113.10' } : undefined;
  return new SmallNetwork()
    .prefixList('pl-1', ['8.8.8.0/25', '10.1.1.0/24'])
    .vpc('vpc-1', '10.0.0.0/16')
    .internetGateway('igw-1', 'vpc-1')
    .group('sg-1', groups['sg-1'])
    .group('sg-2', groups['sg-2'])
    .acl('acl-1', aclOf('subnet-1'))
    .acl('acl-2', aclOf('subnet-2'))
    .table('rtb-1', tableOf('subnet-1'))
    .table('rtb-2', tableOf('subnet-2'))
    .subnet('subnet-1', '10.0.1.0/24')
    .interface('eni-1', '10.0.1.10', ['sg-1'], { Association, SourceDestCheck: at.isChecked })
    .natGateway('nat-1', '10.0.1.40', '203.0.113.40', at.nat)
    .natGateway('nat-2', '10.0.1.41', '203.0.113.41')
    .subnet('subnet-2', '10.0.2.0/24')
    .interface('eni-2', '10.0.2.10', ['sg-1', 'sg-2'])
    .vpc('vpc-2', '10.1.0.0/16')
    .group('sg-3', groups['sg-3'])
    .acl('acl-3', aclOf('subnet-3'))
    .table('rtb-3', tableOf('subnet-3'))
    .subnet('subnet-3', '10.1.1.0/24')
    .interface('eni-3', '10.1.1.10', ['sg-3'])
    .peering('pcx-12', 'vpc-1', 'vpc-2', at.peering)
    .toFile();
}

export function questionOf({ ends: [source, destination] }: SmallStory) {
  return /^\d/.test(destination) ? askAddress(source, destination) : ask(source, destination);
}
