import fc from 'fast-check';
import { addressPairsIn } from '../../../reachability/analysis/addresses';
import { Network } from '../../../reachability/network/network';

const id = (prefix: string) => fc.nat(2).map((n) => `${prefix}-${n}`);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const association = fc.record({ SubnetId: maybe(id('subnet')), Main: fc.boolean() });
const address = fc.nat(3).map((n) => `10.0.0.${n}`);
const publicAddress = fc.nat(3).map((n) => `203.0.113.${n}`);

const rule = fc.record({ SecurityGroupRuleId: id('sgr'), GroupId: id('sg') });
const networkInterface = fc.record({
  NetworkInterfaceId: id('eni'),
  VpcId: id('vpc'),
  PrivateIpAddress: address,
  Groups: fc.array(fc.record({ GroupId: id('sg') }), { maxLength: 2 }),
  Attachment: maybe(fc.record({ InstanceId: maybe(id('i')), DeviceIndex: fc.nat(2) })),
  Association: maybe(fc.record({ PublicIp: publicAddress })),
});
const elastic = fc.record({
  AllocationId: id('eipalloc'),
  NetworkInterfaceId: maybe(id('eni')),
  PublicIp: publicAddress,
});
const table = fc.record({
  RouteTableId: id('rtb'),
  VpcId: id('vpc'),
  Associations: fc.array(association, { maxLength: 2 }),
  Routes: fc.array(fc.record({ NetworkInterfaceId: maybe(id('eni')), InstanceId: maybe(id('i')) }), { maxLength: 2 }),
});
const acl = fc.record({
  NetworkAclId: id('acl'),
  VpcId: id('vpc'),
  IsDefault: fc.boolean(),
  Associations: fc.array(fc.record({ SubnetId: id('subnet') }), { maxLength: 2 }),
});
const peering = fc.record({
  VpcPeeringConnectionId: id('pcx'),
  RequesterVpcInfo: fc.record({ VpcId: id('vpc') }),
  AccepterVpcInfo: fc.record({ VpcId: id('vpc') }),
  Status: fc.record({ Code: fc.constantFrom('active' as const, 'deleted' as const) }),
});
const gateway = fc.record({
  NatGatewayId: id('nat'),
  VpcId: id('vpc'),
  State: fc.constantFrom('available' as const, 'deleted' as const),
  NatGatewayAddresses: fc.array(fc.record({ PrivateIp: address, PublicIp: maybe(publicAddress) }), { maxLength: 2 }),
});

type Change = (network: Network) => void;
const change: fc.Arbitrary<Change> = fc.oneof(
  rule.map(
    (item): Change =>
      (network) =>
        network.securityGroupRules.put(item),
  ),
  id('sgr').map(
    (item): Change =>
      (network) =>
        network.securityGroupRules.delete(item),
  ),
  networkInterface.map(
    (item): Change =>
      (network) =>
        network.networkInterfaces.put(item),
  ),
  id('eni').map(
    (item): Change =>
      (network) =>
        network.networkInterfaces.delete(item),
  ),
  elastic.map(
    (item): Change =>
      (network) =>
        network.addresses.put(item),
  ),
  table.map(
    (item): Change =>
      (network) =>
        network.routeTables.put(item),
  ),
  acl.map(
    (item): Change =>
      (network) =>
        network.networkAcls.put(item),
  ),
  peering.map(
    (item): Change =>
      (network) =>
        network.peeringConnections.put(item),
  ),
  gateway.map(
    (item): Change =>
      (network) =>
        network.natGateways.put(item),
  ),
  fc.constant<Change>((network) => network.networkInterfaces.clear()),
);

const IDS = [0, 1, 2];
const SUBNETS = IDS.flatMap((vpc) => IDS.map((n) => ({ VpcId: `vpc-${vpc}`, SubnetId: `subnet-${n}` })));

/** Everything that the network answers from what it keeps. */
function answers(network: Network) {
  return {
    rules: IDS.map((n) => network.rulesOf(`sg-${n}`)),
    members: IDS.map((n) => network.interfacesInGroup(`sg-${n}`)),
    ofInstance: IDS.map((n) => network.interfacesOfInstance(`i-${n}`)),
    peers: IDS.map((n) => network.peersOf(`vpc-${n}`)),
    routed: network.networkInterfaces.all.map((item) => network.isRouteTarget(item)),
    tables: SUBNETS.map((subnet) => network.routeTableOf(subnet)),
    acls: SUBNETS.map((subnet) => network.networkAclOf(subnet)),
    pairs: IDS.map((n) => addressPairsIn(network, `vpc-${n}`)),
  };
}

test('a network that was asked between its changes answers like one that is asked only now', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const asked = new Network();
      for (const apply of changes) {
        answers(asked);
        apply(asked);
        const fresh = new Network();
        fresh.replaceWith(asked);
        expect(answers(asked)).toEqual(answers(fresh));
      }
      asked.replaceWith(new Network());
      expect(answers(asked)).toEqual(answers(new Network()));
    }),
  );
});

test('the answers are those of a search through all resources', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const network = new Network();
      for (const apply of changes) apply(network);
      const { rules, members, ofInstance, routed, tables, acls } = answers(network);
      const every = IDS.map(String);
      const interfaces = network.networkInterfaces.all;
      const routes = network.routeTables.all.flatMap(({ Routes = [] }) => Routes);
      expect(rules).toEqual(every.map((n) => network.securityGroupRules.all.filter((r) => r.GroupId === `sg-${n}`)));
      expect(members).toEqual(
        every.map((n) => interfaces.filter(({ Groups }) => Groups?.some((group) => group.GroupId === `sg-${n}`))),
      );
      expect(ofInstance.map((found) => new Set(found))).toEqual(
        every.map((n) => new Set(interfaces.filter(({ Attachment }) => Attachment?.InstanceId === `i-${n}`))),
      );
      const leads = (ids: (string | undefined)[], target: string | undefined) =>
        target !== undefined && ids.includes(target);
      expect(routed).toEqual(
        interfaces.map((item) =>
          routes.some(
            (route) =>
              leads([route.NetworkInterfaceId], item.NetworkInterfaceId) ||
              leads([route.InstanceId], item.Attachment?.InstanceId),
          ),
        ),
      );
      const inVpc = <T extends { VpcId?: string }>(items: T[], vpc: string) => items.filter((i) => i.VpcId === vpc);
      expect(tables).toEqual(
        SUBNETS.map(({ VpcId, SubnetId }) => {
          const all = inVpc(network.routeTables.all, VpcId);
          const associated = all.find(({ Associations }) => Associations?.some((one) => one.SubnetId === SubnetId));
          return associated ?? all.find(({ Associations }) => Associations?.some(({ Main }) => Main));
        }),
      );
      expect(acls).toEqual(
        SUBNETS.map(({ VpcId, SubnetId }) => {
          const all = inVpc(network.networkAcls.all, VpcId);
          const associated = all.find(({ Associations }) => Associations?.some((one) => one.SubnetId === SubnetId));
          return associated ?? all.find(({ IsDefault }) => IsDefault);
        }),
      );
    }),
  );
});

test('the interfaces of an instance are in the order of their device indexes', () => {
  const network = new Network();
  const attached = (DeviceIndex: number) => ({
    NetworkInterfaceId: `eni-${DeviceIndex}`,
    Attachment: { InstanceId: 'i-0', DeviceIndex },
  });
  for (const index of [2, 0, 1]) network.networkInterfaces.put(attached(index));
  expect(network.interfacesOfInstance('i-0').map((item) => item.Attachment?.DeviceIndex)).toEqual([0, 1, 2]);
});
