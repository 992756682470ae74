import type { Change } from '../events/change';
import { isId } from '../events/resource-ids';
import { type AwsCommand, awsCommand } from './command';

/**
 * What AWS Config calls the resources, by the prefix of their ids; what a call changes comes before what it refers to.
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

/** Shows what was changed as it was before, provided that AWS Config recorded it; undefined for what AWS Config does not know. */
export function configHistory({ resources, time }: Change, region: string): AwsCommand | undefined {
  for (const [prefix, type] of CONFIG_TYPES) {
    const id = resources.find((resource) => isId(resource, prefix));
    if (id === undefined) continue;
    const before = time === undefined ? [] : ['--later-time', new Date(time).toISOString(), '--limit', '1'];
    const what = ['--resource-type', `AWS::EC2::${type}`, '--resource-id', id];
    return awsCommand('configservice get-resource-config-history', region, [...what, ...before]);
  }
  return undefined;
}
