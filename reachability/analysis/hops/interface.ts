import type { Instance, NetworkInterface } from '@aws-sdk/client-ec2';
import { box, type HeaderSet, intersect, isEmpty, subtract } from '../../packets/header-set';
import { singleAddresses } from '../../packets/ipv4';
import { delegatedAddressesOf, privateAddressesOf } from '../addresses';
import { component, type NetworkView } from '../components';
import { ADMIT_ALL, type Hop } from '../hop';

/**
 * The interface that a packet leaves or enters by. With the source/destination check on, it only
 * sends from and accepts its own addresses. With the check off it may also send from other
 * addresses, but packets to those addresses are delivered to their owners.
 */
export function interfaceHop(view: NetworkView, networkInterface: NetworkInterface, passes: 'out' | 'in'): Hop {
  const { network } = view;
  const NetworkInterface = component(view, network.networkInterfaces, networkInterface.NetworkInterfaceId);
  const Subnet = component(view, network.subnets, networkInterface.SubnetId);
  const Vpc = component(view, network.vpcs, networkInterface.VpcId);
  const instanceId = networkInterface.Attachment?.InstanceId;
  const AttachedTo = instanceId === undefined ? undefined : component(view, network.instances, instanceId);
  const isChecked = networkInterface.SourceDestCheck !== false;
  const field = passes === 'out' ? 'source' : 'destination';
  const own: HeaderSet = [box({ [field]: singleAddresses(privateAddressesOf(networkInterface)) })];
  const delegated: HeaderSet = [box({ [field]: delegatedAddressesOf(networkInterface) })];
  return {
    component: NetworkInterface,
    details: { AttachedTo, Subnet, Vpc },
    rules: passes === 'out' && !isChecked ? ADMIT_ALL : [{ admits: own }],
    explain: () => {
      const ExplanationCode = isChecked ? 'ENI_SOURCE_DEST_CHECK_RESTRICTION' : 'ENI_ADDRESS_RESTRICTION';
      return [{ ExplanationCode, NetworkInterface, Component: NetworkInterface, Subnet, Vpc }];
    },
    unfollowed: (arrived) => {
      const foreign = subtract(arrived, own);
      const isAppliance = passes === 'in' && !isChecked && network.isRouteTarget(networkInterface);
      const forwards = isAppliance && !isEmpty(foreign);
      if (!forwards && isEmpty(intersect(foreign, delegated))) return [];
      return [{ ExplanationCode: 'UNSUPPORTED_COMPONENT', Component: NetworkInterface, Vpc }];
    },
  };
}

/** The instance at an end of the path. Only a running one sends and accepts packets. */
export function instanceHop(view: NetworkView, instance: Instance): Hop {
  const Component = component(view, view.network.instances, instance.InstanceId);
  const state = instance.State?.Name ?? 'running';
  return {
    component: Component,
    rules: state === 'running' ? ADMIT_ALL : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', Component, State: state }],
  };
}
