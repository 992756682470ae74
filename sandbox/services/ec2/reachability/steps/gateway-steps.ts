import type {
  Explanation,
  InternetGateway,
  NatGateway,
  NetworkInterface,
  VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import { attachedVpc } from '../../network/attached-vpc';
import { component, type NetworkView } from '../components';
import { box, type HeaderSet, intersect, isEmpty } from '../header-set';
import * as intervals from '../interval-set';
import { PUBLIC_ADDRESSES, RFC1918, RFC6598, singleAddresses } from '../ipv4';
import { PASS, type Step } from '../way';

/** A private address and the public one that an internet gateway exchanges it for. */
export interface AddressPair {
  readonly privateAddress: string;
  readonly publicAddress: string;
}

/** The pairs of one interface: public addresses given at launch and Elastic IP addresses. */
export function addressPairsOf({ network }: NetworkView, it: NetworkInterface): AddressPair[] {
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

/** An internet gateway that packets from `vpcId` leave by (`out`), or that the internet's packets enter by (`in`). */
export function internetGatewayStep(
  view: NetworkView,
  gateway: InternetGateway,
  vpcId: string,
  passes: 'out' | 'in',
): Step {
  const { network } = view;
  const InternetGateway = component(view, network.internetGateways as never, gateway.InternetGatewayId);
  const Vpc = component(view, network.vpcs as never, vpcId);
  const [inside, outside] =
    passes === 'out' ? (['source', 'destination'] as const) : (['destination', 'source'] as const);
  const paired = singleAddresses(addressPairsIn(view, vpcId).map((pair) => pair.privateAddress));
  const attached = attachedVpc(gateway) === vpcId;
  const lets = (fields: Parameters<typeof box>[0], arrived: HeaderSet) => !isEmpty(intersect(arrived, [box(fields)]));
  const explain = (arrived: HeaderSet): Explanation[] => {
    const codes: string[] = [];
    const egress = passes === 'out';
    if (!attached) codes.push('UNASSOCIATED_COMPONENT');
    if (paired.length === 0 || !lets({ [inside]: paired }, arrived)) {
      codes.push(egress ? 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS' : 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS');
    }
    for (const [name, range] of [
      ['RFC1918', RFC1918],
      ['RFC6598', RFC6598],
    ] as const) {
      if (lets({ [outside]: intervals.subtract([[0, 0xffffffff]], range) }, arrived)) continue;
      codes.push(
        egress ? `IGW_DESTINATION_ADDRESS_NOT_IN_${name}_EGRESS` : `IGW_SOURCE_ADDRESS_NOT_IN_${name}_INGRESS`,
      );
    }
    return codes.map((ExplanationCode) => ({ ExplanationCode, InternetGateway, Vpc }));
  };
  const admits = attached && paired.length > 0 ? [box({ [inside]: paired, [outside]: PUBLIC_ADDRESSES })] : [];
  return { component: InternetGateway, details: { Vpc }, pieces: [{ admits }], explain };
}

export function natGatewayStep(view: NetworkView, gateway: NatGateway): Step {
  const NatGateway = component(view, view.network.natGateways as never, gateway.NatGatewayId);
  const Vpc = component(view, view.network.vpcs as never, gateway.VpcId);
  return {
    component: NatGateway,
    details: { Vpc },
    pieces: (gateway.State ?? 'available') === 'available' ? PASS : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', NatGateway, Component: NatGateway, State: gateway.State, Vpc }],
  };
}

export function peeringStep(view: NetworkView, connection: VpcPeeringConnection): Step {
  const Component = component(view, view.network.peeringConnections as never, connection.VpcPeeringConnectionId);
  const state = connection.Status?.Code;
  return {
    component: Component,
    pieces: state === 'active' ? PASS : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', VpcPeeringConnection: Component, Component, State: state }],
  };
}
