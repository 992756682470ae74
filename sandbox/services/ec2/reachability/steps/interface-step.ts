import type { Explanation, Instance, NetworkInterface } from '@aws-sdk/client-ec2';
import { component, type NetworkView } from '../components';
import { box, type HeaderSet } from '../header-set';
import { singleAddresses } from '../ipv4';
import { PASS, type Step } from '../way';

/** All private IPv4 addresses of an interface, the primary one first. */
export function privateAddressesOf(it: NetworkInterface): string[] {
  const listed = (it.PrivateIpAddresses ?? []).flatMap((address) => address.PrivateIpAddress ?? []);
  return [...new Set([...(it.PrivateIpAddress ? [it.PrivateIpAddress] : []), ...listed])];
}

/**
 * The interface that a packet leaves or enters by.
 * With the source/destination check on, it sends and takes nothing but its own addresses'.
 */
export function interfaceStep(view: NetworkView, it: NetworkInterface, passes: 'out' | 'in'): Step {
  const { network } = view;
  const NetworkInterface = component(view, network.networkInterfaces as never, it.NetworkInterfaceId);
  const Subnet = component(view, network.subnets as never, it.SubnetId);
  const Vpc = component(view, network.vpcs as never, it.VpcId);
  const instanceId = it.Attachment?.InstanceId;
  const own = singleAddresses(privateAddressesOf(it));
  const restricted: HeaderSet = [box({ [passes === 'out' ? 'source' : 'destination']: own })];
  const detached =
    it.Attachment?.Status === 'detaching' || it.Attachment?.Status === 'detached' || it.Status === 'available';
  return {
    component: NetworkInterface,
    details: {
      ...(instanceId !== undefined && { AttachedTo: component(view, network.instances as never, instanceId) }),
      Subnet,
      Vpc,
    },
    pieces: detached ? [] : it.SourceDestCheck === false ? PASS : [{ admits: restricted }],
    explain: (): Explanation[] => {
      const ExplanationCode = detached ? 'BAD_STATE_ATTACHMENT' : 'ENI_SOURCE_DEST_CHECK_RESTRICTION';
      return [{ ExplanationCode, NetworkInterface, Component: NetworkInterface, Subnet, Vpc }];
    },
  };
}

/** The instance at an end of the path; only a running one sends and takes packets. */
export function instanceStep(view: NetworkView, instance: Instance): Step {
  const Component = component(view, view.network.instances as never, instance.InstanceId);
  const state = instance.State?.Name ?? 'running';
  return {
    component: Component,
    pieces: state === 'running' ? PASS : [],
    explain: () => [{ ExplanationCode: 'BAD_STATE', Component, State: state }],
  };
}
