import type { Explanation, Instance, NetworkInterface } from '@aws-sdk/client-ec2';
import { box, type HeaderSet, intersect, isEmpty, subtract } from '../../packets/header-set';
import type { IntervalSet } from '../../packets/interval-set';
import { addressesOf, singleAddresses } from '../../packets/ipv4';
import { component, type NetworkView } from '../components';
import { PASS, type Step } from '../way';

/** All private IPv4 addresses of an interface, the primary one first. */
export function privateAddressesOf(it: NetworkInterface): string[] {
  const listed = (it.PrivateIpAddresses ?? []).flatMap((address) => address.PrivateIpAddress ?? []);
  return [...new Set([...(it.PrivateIpAddress ? [it.PrivateIpAddress] : []), ...listed])];
}

/** The addresses of the blocks that are delegated to an interface, for what runs behind it. */
export function delegatedAddressesOf(it: NetworkInterface): IntervalSet {
  return addressesOf((it.Ipv4Prefixes ?? []).map((prefix) => prefix.Ipv4Prefix));
}

/**
 * The interface that a packet leaves or enters by. With the source/destination check on, it sends and takes nothing but its own
 * addresses'. With the check off it also sends others', but what is sent to those goes to their owners.
 */
export function interfaceStep(view: NetworkView, it: NetworkInterface, passes: 'out' | 'in'): Step {
  const { network } = view;
  const NetworkInterface = component(view, network.networkInterfaces, it.NetworkInterfaceId);
  const Subnet = component(view, network.subnets, it.SubnetId);
  const Vpc = component(view, network.vpcs, it.VpcId);
  const instanceId = it.Attachment?.InstanceId;
  const isChecked = it.SourceDestCheck !== false;
  const field = passes === 'out' ? 'source' : 'destination';
  const own: HeaderSet = [box({ [field]: singleAddresses(privateAddressesOf(it)) })];
  const delegated: HeaderSet = [box({ [field]: delegatedAddressesOf(it) })];
  return {
    component: NetworkInterface,
    details: {
      ...(instanceId !== undefined && { AttachedTo: component(view, network.instances, instanceId) }),
      Subnet,
      Vpc,
    },
    pieces: passes === 'out' && !isChecked ? PASS : [{ admits: own }],
    explain: (): Explanation[] => {
      const ExplanationCode = isChecked ? 'ENI_SOURCE_DEST_CHECK_RESTRICTION' : 'ENI_ADDRESS_RESTRICTION';
      return [{ ExplanationCode, NetworkInterface, Component: NetworkInterface, Subnet, Vpc }];
    },
    unfollowed: (arrived) => {
      const foreign = subtract(arrived, own);
      const handsOn = passes === 'in' && !isChecked && network.isRouteTarget(it) && !isEmpty(foreign);
      if (!handsOn && isEmpty(intersect(foreign, delegated))) return [];
      return [{ ExplanationCode: 'UNSUPPORTED_COMPONENT', Component: NetworkInterface, Vpc }];
    },
  };
}

/** The instance at an end of the path; only a running one sends and takes packets. */
export function instanceStep(view: NetworkView, instance: Instance): Step {
  const Component = component(view, view.network.instances, instance.InstanceId);
  const state = instance.State?.Name ?? 'running';
  return {
    component: Component,
    pieces: state === 'running' ? PASS : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', Component, State: state }],
  };
}
