import type { InternetGateway, NatGateway, Subnet, VpcPeeringConnection } from '@aws-sdk/client-ec2';
import { attachedVpc } from '../../network/attached-vpc';
import {
  box,
  disjoint,
  EPHEMERAL_PORTS,
  type HeaderBox,
  type HeaderSet,
  intersect,
  isEmpty,
} from '../../packets/header-set';
import type { IntervalSet } from '../../packets/interval-set';
import * as intervals from '../../packets/interval-set';
import { ANY_ADDRESS, PUBLIC_ADDRESSES, parseAddress, RFC1918, RFC6598, singleAddresses } from '../../packets/ipv4';
import { type AddressPair, addressesOfNatGateway, addressPairsIn, pairedAddressesIn } from '../addresses';
import { component, type NetworkView } from '../components';
import { ADMIT_ALL, type Hop } from '../hop';

/** How packets between one subnet and the internet use an internet gateway. */
interface GatewayUse {
  readonly gateway: InternetGateway;
  readonly vpcId: string;
  /**
   * The subnet whose packets leave by the gateway (`out`), or that packets from the internet go to
   * (`in`).
   */
  readonly subnet: Subnet;
  readonly passes: 'out' | 'in';
  /** Whether the packets pass a NAT gateway in the subnet. */
  readonly isTranslated: boolean;
}

export function internetGatewayHop(view: NetworkView, use: GatewayUse): Hop {
  const { gateway, vpcId, passes } = use;
  const { network } = view;
  const InternetGateway = component(view, network.internetGateways, gateway.InternetGatewayId);
  const Vpc = component(view, network.vpcs, vpcId);
  const inside = passes === 'out' ? 'source' : 'destination';
  const outside = passes === 'out' ? 'destination' : 'source';
  const pairs = addressPairsIn(network, vpcId);
  const paired = pairedAddressesIn(network, vpcId);
  const isOpen = attachedVpc(gateway) === vpcId && paired.length > 0 && !isPublicAccessBlocked(use);
  return {
    component: InternetGateway,
    details: { Vpc },
    rules: [{ admits: isOpen ? [box({ [inside]: paired, [outside]: PUBLIC_ADDRESSES })] : [] }],
    outside: (addresses) => publicAddressesOf(addresses, pairs),
    explain: (arrived) =>
      obstaclesAtGateway(use, paired, arrived).map((ExplanationCode) => ({ ExplanationCode, InternetGateway, Vpc })),
  };
}

/**
 * While ingress is blocked, only NAT gateways can still send:
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
function isPublicAccessBlocked({ subnet, isTranslated }: GatewayUse): boolean {
  const mode = subnet.BlockPublicAccessStates?.InternetGatewayBlockMode ?? 'off';
  return mode !== 'off' && !(mode === 'block-ingress' && isTranslated);
}

/** The explanation codes for addresses that a gateway does not pass on. */
const ADDRESS_CODES = {
  out: {
    unpaired: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    rfc1918: 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS',
    rfc6598: 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS',
  },
  in: {
    unpaired: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
    rfc1918: 'IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS',
    rfc6598: 'IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS',
  },
} as const;

/** The explanation codes for everything that stops all of `arrived`. */
function obstaclesAtGateway(use: GatewayUse, paired: IntervalSet, arrived: HeaderSet): string[] {
  const [inside, outside] =
    use.passes === 'out' ? (['source', 'destination'] as const) : (['destination', 'source'] as const);
  const codes = ADDRESS_CODES[use.passes];
  const hasNone = (fields: Partial<HeaderBox>) => isEmpty(intersect(arrived, [box(fields)]));
  const without = (range: IntervalSet) => intervals.subtract(ANY_ADDRESS, range);
  const obstacles: [isStanding: boolean, code: string][] = [
    [attachedVpc(use.gateway) !== use.vpcId, 'UNASSOCIATED_COMPONENT'],
    [isPublicAccessBlocked(use), 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED'],
    [paired.length === 0 || hasNone({ [inside]: paired }), codes.unpaired],
    [hasNone({ [outside]: without(RFC1918) }), codes.rfc1918],
    [hasNone({ [outside]: without(RFC6598) }), codes.rfc6598],
  ];
  return obstacles.flatMap(([isStanding, code]) => (isStanding ? [code] : []));
}

/** An address without a pair stays as it is. */
function publicAddressesOf(inside: IntervalSet, pairs: readonly AddressPair[]): IntervalSet {
  const known = pairs.filter((pair) => intervals.contains(inside, parseAddress(pair.privateAddress) ?? -1));
  const rest = intervals.subtract(inside, singleAddresses(known.map((pair) => pair.privateAddress)));
  return intervals.union(...rest, ...singleAddresses(known.map((pair) => pair.publicAddress)));
}

export function natGatewayHop(view: NetworkView, gateway: NatGateway): Hop {
  const NatGateway = component(view, view.network.natGateways, gateway.NatGatewayId);
  const Vpc = component(view, view.network.vpcs, gateway.VpcId);
  return {
    component: NatGateway,
    details: { Vpc },
    rules: (gateway.State ?? 'available') === 'available' ? ADMIT_ALL : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', NatGateway, Component: NatGateway, State: gateway.State, Vpc }],
  };
}

/**
 * NGW_SOURCE_ADDRESS_REASSIGN and REMAP_EPHEMERAL_PORT:
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export function sentBy(gateway: NatGateway, arrived: HeaderSet): HeaderSet {
  const own = { source: addressesOfNatGateway(gateway), sourcePorts: EPHEMERAL_PORTS };
  return disjoint(arrived.map(({ destination, destinationPorts }) => box({ ...own, destination, destinationPorts })));
}

export function peeringHop(view: NetworkView, connection: VpcPeeringConnection): Hop {
  const Component = component(view, view.network.peeringConnections, connection.VpcPeeringConnectionId);
  const state = connection.Status?.Code;
  return {
    component: Component,
    rules: state === 'active' ? ADMIT_ALL : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', VpcPeeringConnection: Component, Component, State: state }],
  };
}
