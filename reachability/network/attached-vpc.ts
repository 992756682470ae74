import type { InternetGateway } from '@aws-sdk/client-ec2';

/**
 * The VPC that the gateway serves. EC2 calls a working attachment `available`, in older responses
 * `attached`.
 */
export function attachedVpc({ Attachments }: InternetGateway): string | undefined {
  return Attachments?.find(({ State = 'available' }) => ['available', 'attached'].includes(State))?.VpcId;
}
