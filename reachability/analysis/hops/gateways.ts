import type { InternetGateway, NatGateway, NetworkInterface, Subnet, VpcPeeringConnection } from '@aws-sdk/client-ec2';
import { attachedVpc } from '../../network/attached-vpc';
import { box, type HeaderSet, intersect, isEmpty } from '../../packets/header-set';
import type { IntervalSet } from '../../packets/interval-set';
import * as intervals from '../../packets/interval-set';
import { ANY_ADDRESS, PUBLIC_ADDRESSES, parseAddress, RFC1918, RFC6598, singleAddresses } from '../../packets/ipv4';
import { component, type NetworkView } from '../components';
import { PASS, type Step } from '../way';

/** A private address and the public one that an internet gateway exchanges it for. */
export interface AddressPair {
  readonly privateAddress: string;
  readonly publicAddress: string;
}

/** The pairs of one interface, which must be attached for them: public addresses given at launch and Elastic IP addresses. */
export function addressPairsOf({ network }: NetworkView, it: NetworkInterface): AddressPair[] {
  if (!isAttached(it)) return [];
  const pairs = new Map<string, string>();
  const set = (privateAddress: string | undefined, publicAddress: string | undefined) => {
    if (privateAddress && publicAddress) pairs.set(privateAddress, publicAddress);
  };
  set(it.PrivateIpAddress, it.Association?.PublicIp);
  for (const address of it.PrivateIpAddresses ?? []) set(address.PrivateIpAddress, address.Association?.PublicIp);
  for (const address of network.addresses.all) {
    if (address.NetworkInterfaceId === it.NetworkInterfaceId)
      set(address.PrivateIpAddress ?? it.PrivateIpAddress, address.PublicIp);
  }
  return [...pairs].map(([privateAddress, publicAddress]) => ({ privateAddress, publicAddress }));
}

/** A network written by hand may say nothing of attachments; EC2 always does. */
function isAttached(it: NetworkInterface): boolean {
  if (it.Attachment?.Status !== undefined) return it.Attachment.Status === 'attached';
  return it.Status === undefined || it.Status === 'in-use' || it.Status === 'associated';
}

/** All pairs in a VPC, those of its NAT gateways included. */
export function addressPairsIn(view: NetworkView, vpcId: string | undefined): AddressPair[] {
  const { network } = view;
  const interfaces = network.networkInterfaces.all.filter((it) => it.VpcId === vpcId);
  const gateways = network.natGateways.all.filter((it) => it.VpcId === vpcId && it.State === 'available');
  const ofGateways = gateways
    .flatMap((it) => it.NatGatewayAddresses ?? [])
    .flatMap(({ PrivateIp, PublicIp }): AddressPair[] => {
      return PrivateIp && PublicIp ? [{ privateAddress: PrivateIp, publicAddress: PublicIp }] : [];
    });
  return [...interfaces.flatMap((it) => addressPairsOf(view, it)), ...ofGateways];
}

/** What an internet gateway does for one subnet. */
export interface GatewayUse {
  readonly gateway: InternetGateway;
  readonly vpcId: string;
  /** The subnet whose packets leave by it (`out`), or that the internet's packets go to (`in`). */
  readonly subnet: Subnet;
  readonly passes: 'out' | 'in';
  /** Through a NAT gateway in the subnet. */
  readonly isTranslated: boolean;
}

export function internetGatewayStep(view: NetworkView, use: GatewayUse): Step {
  const { gateway, vpcId, passes } = use;
  const { network } = view;
  const InternetGateway = component(view, network.internetGateways, gateway.InternetGatewayId);
  const Vpc = component(view, network.vpcs, vpcId);
  const inside = passes === 'out' ? 'source' : 'destination';
  const outside = passes === 'out' ? 'destination' : 'source';
  const pairs = addressPairsIn(view, vpcId);
  const paired = singleAddresses(pairs.map((pair) => pair.privateAddress));
  const codes = obstaclesAtGateway(use, paired);
  const isOpen = attachedVpc(gateway) === vpcId && paired.length > 0 && !isPublicAccessBlocked(use);
  return {
    component: InternetGateway,
    details: { Vpc },
    pieces: [{ admits: isOpen ? [box({ [inside]: paired, [outside]: PUBLIC_ADDRESSES })] : [] }],
    outside: (addresses) => publicAddressesOf(addresses, pairs),
    explain: (arrived) => codes(arrived).map((ExplanationCode) => ({ ExplanationCode, InternetGateway, Vpc })),
  };
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html: only NAT gateways may still send while ingress is blocked. */
function isPublicAccessBlocked({ subnet, isTranslated }: GatewayUse): boolean {
  const mode = subnet.BlockPublicAccessStates?.InternetGatewayBlockMode ?? 'off';
  return mode !== 'off' && !(mode === 'block-ingress' && isTranslated);
}

function obstaclesAtGateway(use: GatewayUse, paired: IntervalSet): (arrived: HeaderSet) => string[] {
  const isEgress = use.passes === 'out';
  const [inside, outside] = isEgress ? (['source', 'destination'] as const) : (['destination', 'source'] as const);
  const lets = (fields: Parameters<typeof box>[0], arrived: HeaderSet) => !isEmpty(intersect(arrived, [box(fields)]));
  const without = (range: IntervalSet) => intervals.subtract(ANY_ADDRESS, range);
  return (arrived) => {
    const obstacles: [boolean, string][] = [
      [attachedVpc(use.gateway) !== use.vpcId, 'UNASSOCIATED_COMPONENT'],
      [isPublicAccessBlocked(use), 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
      [
        paired.length === 0 || !lets({ [inside]: paired }, arrived),
        isEgress ? 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS' : 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
      ],
      ...(
        [
          ['RFC1918', RFC1918],
          ['RFC6598', RFC6598],
        ] as const
      ).map(([name, range]): [boolean, string] => [
        !lets({ [outside]: without(range) }, arrived),
        isEgress ? `IGW_DESTINATION_ADDRESS_NOT_IN_${name}_EGRESS` : `IGW_SOURCE_ADDRESS_NOT_IN_${name}_INGRESS`,
      ]),
    ];
    return obstacles.flatMap(([stands, code]) => (stands ? [code] : []));
  };
}

/** An address without a pair stays as it is. */
function publicAddressesOf(inside: IntervalSet, pairs: readonly AddressPair[]): IntervalSet {
  const known = pairs.filter((it) => intervals.contains(inside, parseAddress(it.privateAddress) ?? -1));
  const rest = intervals.subtract(inside, singleAddresses(known.map((it) => it.privateAddress)));
  return intervals.union(...rest, ...singleAddresses(known.map((it) => it.publicAddress)));
}

export function natGatewayStep(view: NetworkView, gateway: NatGateway): Step {
  const NatGateway = component(view, view.network.natGateways, gateway.NatGatewayId);
  const Vpc = component(view, view.network.vpcs, gateway.VpcId);
  return {
    component: NatGateway,
    details: { Vpc },
    pieces: (gateway.State ?? 'available') === 'available' ? PASS : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', NatGateway, Component: NatGateway, State: gateway.State, Vpc }],
  };
}

export function peeringStep(view: NetworkView, connection: VpcPeeringConnection): Step {
  const Component = component(view, view.network.peeringConnections, connection.VpcPeeringConnectionId);
  const state = connection.Status?.Code;
  return {
    component: Component,
    pieces: state === 'active' ? PASS : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', VpcPeeringConnection: Component, Component, State: state }],
  };
}
