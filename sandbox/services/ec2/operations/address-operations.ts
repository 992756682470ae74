import type * as ec2 from '@aws-sdk/client-ec2';
import { attachedVpc } from '../../../../reachability/network/attached-vpc';
import type { Network } from '../../../../reachability/network/network';
import { AwsError, type Operation } from '../../../service';
import { required } from '../../required';
import { newId } from '../identifiers';
import type { LiveNetwork } from '../live-network';
import { tagsFor } from './tag-operations';

/** New addresses are taken from a block that is kept for documentation: https://www.rfc-editor.org/rfc/rfc5737 */
const PUBLIC_BLOCK = '198.51.100';

export function addressOperations(network: LiveNetwork): Record<string, Operation> {
  return {
    AllocateAddress: (input: ec2.AllocateAddressRequest) => allocate(network, input),
    ReleaseAddress: (input: ec2.ReleaseAddressRequest) => {
      const address = network.addresses.get(required(input.AllocationId, 'allocationId', 'MissingParameter'));
      if (address.AssociationId) throw new AwsError('InvalidIPAddress.InUse', `Address ${address.PublicIp} is in use.`);
      network.addresses.delete(address.AllocationId as string);
      return {};
    },
    AssociateAddress: (input: ec2.AssociateAddressRequest) => associate(network, input),
    DisassociateAddress: (input: ec2.DisassociateAddressRequest) => {
      const id = required(input.AssociationId, 'associationId', 'MissingParameter');
      const address = network.addresses.all.find(({ AssociationId }) => AssociationId === id);
      if (!address) throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
      disassociate(network, address);
      return {};
    },
  };
}

function allocate(network: Network, input: ec2.AllocateAddressRequest): ec2.AllocateAddressResult {
  const taken = new Set(network.addresses.all.map(({ PublicIp }) => PublicIp));
  const hosts = Array.from({ length: 254 }, (_, index) => `${PUBLIC_BLOCK}.${index + 1}`);
  const PublicIp = hosts.find((host) => !taken.has(host));
  if (!PublicIp) throw new AwsError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
  const AllocationId = newId('eipalloc');
  const Tags = tagsFor('elastic-ip', input.TagSpecifications);
  network.addresses.put({ AllocationId, PublicIp, Domain: 'vpc', PublicIpv4Pool: 'amazon', Tags });
  return { AllocationId, PublicIp, Domain: 'vpc', PublicIpv4Pool: 'amazon' };
}

function associate(network: LiveNetwork, input: ec2.AssociateAddressRequest): ec2.AssociateAddressResult {
  const address = network.addresses.get(required(input.AllocationId, 'allocationId', 'MissingParameter'));
  const target = targetOf(network, input);
  if (address.AssociationId && input.AllowReassociation === false) {
    const message = `resource ${address.AllocationId} is already associated with associate-id ${address.AssociationId}`;
    throw new AwsError('Resource.AlreadyAssociated', message);
  }
  if (!network.internetGateways.all.some((gateway) => attachedVpc(gateway) === target.VpcId)) {
    throw new AwsError('Gateway.NotAttached', `Network ${target.VpcId} is not attached to any internet gateway`);
  }
  if (address.AssociationId) disassociate(network, address);
  const PrivateIpAddress = input.PrivateIpAddress ?? target.PrivateIpAddress;
  const AssociationId = newId('eipassoc');
  const { AllocationId, PublicIp } = address;
  const current = network.networkInterfaces.get(target.NetworkInterfaceId as string);
  putAssociation(network, current, PrivateIpAddress, {
    AllocationId,
    AssociationId,
    PublicIp,
    IpOwnerId: target.OwnerId,
  });
  network.addresses.put({
    ...address,
    AssociationId,
    NetworkInterfaceId: target.NetworkInterfaceId,
    NetworkInterfaceOwnerId: target.OwnerId,
    PrivateIpAddress,
    InstanceId: target.Attachment?.InstanceId,
  });
  network.changed(target.VpcId);
  return { AssociationId };
}

/** The interface named, or the one of the instance named. */
function targetOf(network: Network, input: ec2.AssociateAddressRequest): ec2.NetworkInterface {
  if (input.NetworkInterfaceId) return network.networkInterfaces.get(input.NetworkInterfaceId);
  const id = required(input.InstanceId, 'instanceId or networkInterfaceId', 'MissingParameter');
  network.instances.get(id);
  const [only, ...others] = network.interfacesOfInstance(id);
  if (only && others.length === 0) return only;
  const message = `There must be exactly one interface attached to instance '${id}'. Specify an interface ID instead.`;
  throw new AwsError('InvalidInstanceID', message);
}

/** Takes the address off its interface. */
export function disassociate(network: LiveNetwork, address: ec2.Address): void {
  const target = network.networkInterfaces.find(address.NetworkInterfaceId);
  if (target) putAssociation(network, target, address.PrivateIpAddress ?? target.PrivateIpAddress, undefined);
  const { AllocationId, PublicIp, Domain, PublicIpv4Pool, Tags } = address;
  network.addresses.put({ AllocationId, PublicIp, Domain, PublicIpv4Pool, Tags });
  network.changed(target?.VpcId);
}

function putAssociation(
  network: Network,
  target: ec2.NetworkInterface,
  privateAddress: string | undefined,
  association: ec2.NetworkInterfaceAssociation | undefined,
): void {
  const listed = target.PrivateIpAddresses ?? [];
  if (
    association &&
    target.PrivateIpAddress !== privateAddress &&
    !listed.some(({ PrivateIpAddress }) => PrivateIpAddress === privateAddress)
  ) {
    const message = `Invalid value '${privateAddress}' for PrivateIpAddress. It is not assigned to ${target.NetworkInterfaceId}.`;
    throw new AwsError('InvalidParameterValue', message);
  }
  const associated = <T extends ec2.NetworkInterfacePrivateIpAddress>(address: T): T =>
    address.PrivateIpAddress === privateAddress ? { ...address, Association: association } : address;
  network.networkInterfaces.put({ ...associated(target), PrivateIpAddresses: listed.map(associated) });
}
