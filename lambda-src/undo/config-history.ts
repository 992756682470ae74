import type { Change } from '../events/change';
import { isId } from '../events/resource-ids';
import { type AwsCommand, awsCommand } from './command';

/**
 * AWS Config's resource types, by the prefix of the resource's id. What a call changes comes before
 * what it merely refers to.
 * https://docs.aws.amazon.com/config/latest/developerguide/resource-config-reference.html
 */
const CONFIG_TYPES: readonly (readonly [prefix: string, type: string])[] = [
  ['eni', 'NetworkInterface'],
  ['i', 'Instance'],
  ['vpce', 'VPCEndpoint'],
  ['acl', 'NetworkAcl'],
  ['rtb', 'RouteTable'],
  ['tgw-rtb', 'TransitGatewayRouteTable'],
  ['tgw-attach', 'TransitGatewayAttachment'],
  ['tgw', 'TransitGateway'],
  ['pcx', 'VPCPeeringConnection'],
  ['pl', 'PrefixList'],
  ['nat', 'NatGateway'],
  ['eipalloc', 'EIP'],
  ['sg', 'SecurityGroup'],
  ['igw', 'InternetGateway'],
  ['vgw', 'VPNGateway'],
  ['subnet', 'Subnet'],
  ['vpc', 'VPC'],
];

/**
 * The command that shows the changed resource in its earlier state, if AWS Config recorded it.
 * Undefined if the change names no resource of a type that AWS Config has.
 */
export function configHistory({ resources, time }: Change): AwsCommand | undefined {
  for (const [prefix, type] of CONFIG_TYPES) {
    const id = resources.find((resource) => isId(resource, prefix));
    if (id === undefined) continue;
    const before = time === undefined ? [] : ['--later-time', new Date(time).toISOString(), '--limit', '1'];
    const what = ['--resource-type', `AWS::EC2::${type}`, '--resource-id', id];
    return awsCommand('configservice get-resource-config-history', [...what, ...before]);
  }
  return undefined;
}
