import type { InternetGateway } from '@aws-sdk/client-ec2';

/** The VPC that the gateway works for. EC2 calls a working attachment `available`, older answers `attached`. */
export function attachedVpc(gateway: InternetGateway): string | undefined {
  return gateway.Attachments?.find((it) => ['available', 'attached'].includes(it.State ?? 'available'))?.VpcId;
}
