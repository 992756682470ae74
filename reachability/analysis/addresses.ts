/** The private and public IPv4 addresses of interfaces and NAT gateways. */

import type { NatGateway, NatGatewayAddress, NetworkInterface } from '@aws-sdk/client-ec2';
import { derived, groupedBy } from '../network/derived';
import type { Network } from '../network/network';
import type { IntervalSet } from '../packets/interval-set';
import { addressesOf, singleAddresses } from '../packets/ipv4';

/** A private address and the public one that an internet gateway exchanges it for. */
export interface AddressPair {
  readonly privateAddress: string;
  readonly publicAddress: string;
}

/** All private addresses of an interface, the primary one first. */
export function privateAddressesOf({ PrivateIpAddress, PrivateIpAddresses }: NetworkInterface): string[] {
  const listed = (PrivateIpAddresses ?? []).map((address) => address.PrivateIpAddress);
  return [...new Set([PrivateIpAddress, ...listed])].filter((address) => address !== undefined);
}

/** The addresses of the blocks that are delegated to an interface, for what runs behind it. */
export function delegatedAddressesOf({ Ipv4Prefixes }: NetworkInterface): IntervalSet {
  return addressesOf((Ipv4Prefixes ?? []).map((prefix) => prefix.Ipv4Prefix));
}

/** The addresses that a NAT gateway sends from, inside the VPC. */
export function addressesOfNatGateway({ NatGatewayAddresses }: NatGateway): IntervalSet {
  return singleAddresses((NatGatewayAddresses ?? []).map((address) => address.PrivateIp));
}

/**
 * The pairs of one interface: public addresses that it got at launch, and Elastic IP addresses. An
 * interface that is not attached has none.
 */
export function addressPairsOf(network: Network, networkInterface: NetworkInterface): AddressPair[] {
  const { NetworkInterfaceId, PrivateIpAddress, PrivateIpAddresses = [], Association } = networkInterface;
  if (!isAttached(networkInterface)) return [];
  const byPrivate = new Map<string, AddressPair>();
  const add = (privateAddress: string | undefined, publicAddress: string | undefined) => {
    if (privateAddress && publicAddress) byPrivate.set(privateAddress, { privateAddress, publicAddress });
  };
  add(PrivateIpAddress, Association?.PublicIp);
  for (const address of PrivateIpAddresses) add(address.PrivateIpAddress, address.Association?.PublicIp);
  for (const address of elasticByInterface(network).get(NetworkInterfaceId ?? '') ?? []) {
    add(address.PrivateIpAddress ?? PrivateIpAddress, address.PublicIp);
  }
  return [...byPrivate.values()];
}

/** A network file that was written by hand may leave out attachments; EC2 never does. */
function isAttached({ Attachment, Status }: NetworkInterface): boolean {
  if (Attachment?.Status !== undefined) return Attachment.Status === 'attached';
  return Status === undefined || Status === 'in-use' || Status === 'associated';
}

const elasticByInterface = derived(
  ({ addresses }: Network) => [addresses],
  ({ addresses }) => groupedBy(addresses.all, ({ NetworkInterfaceId }) => [NetworkInterfaceId]),
);

/** All pairs in a VPC, including those of its NAT gateways. */
export function addressPairsIn(network: Network, vpcId: string | undefined): readonly AddressPair[] {
  return pairsByVpc(network).get(vpcId ?? '') ?? [];
}

const pairsByVpc = derived(
  ({ networkInterfaces, addresses, natGateways }: Network) => [networkInterfaces, addresses, natGateways],
  (network) => {
    const byVpc = new Map<string, AddressPair[]>();
    const add = (vpcId = '', pairs: readonly AddressPair[]) =>
      byVpc.set(vpcId, [...(byVpc.get(vpcId) ?? []), ...pairs]);
    for (const [vpcId, interfaces] of groupedBy(network.networkInterfaces.all, ({ VpcId }) => [VpcId])) {
      add(
        vpcId,
        interfaces.flatMap((networkInterface) => addressPairsOf(network, networkInterface)),
      );
    }
    for (const { VpcId, State, NatGatewayAddresses = [] } of network.natGateways.all) {
      if (State === 'available') add(VpcId, NatGatewayAddresses.flatMap(pairOf));
    }
    return byVpc;
  },
);

/** The private addresses of the pairs in a VPC. */
export function pairedAddressesIn(network: Network, vpcId: string | undefined): IntervalSet {
  return pairedByVpc(network).get(vpcId ?? '') ?? [];
}

const pairedByVpc = derived(
  ({ networkInterfaces, addresses, natGateways }: Network) => [networkInterfaces, addresses, natGateways],
  (network) => {
    const privateAddresses = (pairs: readonly AddressPair[]) => pairs.map((pair) => pair.privateAddress);
    return new Map([...pairsByVpc(network)].map(([vpcId, pairs]) => [vpcId, singleAddresses(privateAddresses(pairs))]));
  },
);

function pairOf({ PrivateIp, PublicIp }: NatGatewayAddress): AddressPair[] {
  return PrivateIp && PublicIp ? [{ privateAddress: PrivateIp, publicAddress: PublicIp }] : [];
}
