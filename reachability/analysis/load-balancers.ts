import type { NetworkInterface } from '@aws-sdk/client-ec2';

/**
 * Whether the interface belongs to a load balancer that clients address:
 * https://repost.aws/knowledge-center/elb-find-load-balancer-ip
 */
export function isLoadBalancer({ InterfaceType, RequesterId, Attachment, Description }: NetworkInterface): boolean {
  if (InterfaceType === 'load_balancer' || InterfaceType === 'network_load_balancer') return true;
  if (InterfaceType === 'gateway_load_balancer') return false;
  const isOwner = [RequesterId, Attachment?.InstanceOwnerId].includes('amazon-elb');
  return isOwner || Description?.startsWith('ELB ') === true;
}
