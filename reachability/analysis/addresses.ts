/** The private and public IPv4 addresses of interfaces and NAT gateways. */

import type { NatGateway, NetworkInterface } from '@aws-sdk/client-ec2';
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
  const { NetworkInterfaceId, PrivateIpAddress, PrivateIpAddresses, Association } = networkInterface;
  if (!isAttached(networkInterface)) return [];
  const associated = [
    { privateAddress: PrivateIpAddress, publicAddress: Association?.PublicIp },
    ...(PrivateIpAddresses ?? []).map((address) => ({
      privateAddress: address.PrivateIpAddress,
      publicAddress: address.Association?.PublicIp,
    })),
  ];
  const elastic = network.addresses.all
    .filter((address) => address.NetworkInterfaceId === NetworkInterfaceId)
    .map((address) => ({
      privateAddress: address.PrivateIpAddress ?? PrivateIpAddress,
      publicAddress: address.PublicIp,
    }));
  const byPrivate = new Map([...associated, ...elastic].filter(isComplete).map((pair) => [pair.privateAddress, pair]));
  return [...byPrivate.values()];
}

/** A network file that was written by hand may leave out attachments; EC2 never does. */
function isAttached({ Attachment, Status }: NetworkInterface): boolean {
  if (Attachment?.Status !== undefined) return Attachment.Status === 'attached';
  return Status === undefined || Status === 'in-use' || Status === 'associated';
}

/** All pairs in a VPC, including those of its NAT gateways. */
export function addressPairsIn(network: Network, vpcId: string | undefined): AddressPair[] {
  const interfaces = network.networkInterfaces.all.filter(({ VpcId }) => VpcId === vpcId);
  const gateways = network.natGateways.all.filter(({ VpcId, State }) => VpcId === vpcId && State === 'available');
  const ofGateways = gateways
    .flatMap((gateway) => gateway.NatGatewayAddresses ?? [])
    .map(({ PrivateIp, PublicIp }) => ({ privateAddress: PrivateIp, publicAddress: PublicIp }));
  return [
    ...interfaces.flatMap((networkInterface) => addressPairsOf(network, networkInterface)),
    ...ofGateways.filter(isComplete),
  ];
}

function isComplete(pair: Partial<AddressPair>): pair is AddressPair {
  return Boolean(pair.privateAddress && pair.publicAddress);
}
