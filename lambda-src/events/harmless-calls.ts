import { asText, givenNames, type JsonObject } from './cloudtrail-json';

/**
 * Grouped by reason. The page of each call is
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_<call>.html.
 */
export const HARMLESS_CALLS: ReadonlySet<string> = new Set([
  // They only change descriptions.
  'UpdateSecurityGroupRuleDescriptionsIngress',
  'UpdateSecurityGroupRuleDescriptionsEgress',
  // A new resource of these kinds is unused: its association, attachment or first reference is
  // another call.
  'AllocateAddress',
  'CreateInternetGateway',
  'CreateManagedPrefixList',
  'CreateNetworkAcl',
  'CreateRouteServer',
  'CreateRouteTable',
  'CreateSecurityGroup',
  'CreateTransitGateway',
  'CreateTransitGatewayPolicyTable',
  'CreateTransitGatewayRouteTable',
  'CreateVpcEndpointServiceConfiguration',
  'CreateVpnGateway',
  // A request carries no traffic until it is accepted.
  'CreateTransitGatewayPeeringAttachment',
  'CreateVpcPeeringConnection',
  // AWS refuses to delete one that is in use, and none of these can be an end of a path.
  'DeleteManagedPrefixList',
  'DeleteNetworkAcl',
  'DeleteRouteTable',
  'DeleteSecurityGroup',
  'DeleteTransitGatewayRouteTable',
  // Reachability Analyzer does not read Client VPN, the local gateways of Outposts, or IPv6:
  // https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html
  'CreateClientVpnRoute',
  'CreateEgressOnlyInternetGateway',
  'CreateLocalGatewayRoute',
  'CreateLocalGatewayRouteTable',
  'DeleteClientVpnRoute',
  'DeleteEgressOnlyInternetGateway',
  'DeleteLocalGatewayRoute',
  'DeleteLocalGatewayRouteTable',
  'ModifyLocalGatewayRoute',
]);

/** Calls that only read. A rule with another `state` than the stack's delivers these too. */
const READ = /^(Describe|Get|List|Search|Export)[A-Z]/;

/** Attributes of instances and interfaces that do not affect traffic. */
const HARMLESS_ATTRIBUTES: ReadonlySet<string> = new Set([
  'attachment',
  'blockDeviceMapping',
  'description',
  'disableApiStop',
  'disableApiTermination',
  'ebsOptimized',
  'instanceInitiatedShutdownBehavior',
  'instanceType',
  'kernel',
  'ramdisk',
  'userData',
]);
/** Parameters that select the resource or the attribute, or hold the value. */
const NO_ATTRIBUTES: ReadonlySet<string> = new Set(['instanceId', 'networkInterfaceId', 'attribute', 'value']);

/**
 * Whether the call cannot alter reachability.
 *
 * @param errorCode of a failed call: `Client.…` if AWS refused it. A failure on AWS's side may have
 *   taken effect in part, so it is not harmless.
 */
export function isHarmless(call: string, request: JsonObject, errorCode: string | undefined): boolean {
  const isRefused = errorCode?.startsWith('Client.') === true;
  return isRefused || READ.test(call) || HARMLESS_CALLS.has(call) || setsHarmlessAttributes(call, request);
}

function setsHarmlessAttributes(call: string, request: JsonObject): boolean {
  if (call !== 'ModifyInstanceAttribute' && call !== 'ModifyNetworkInterfaceAttribute') return false;
  const attribute = asText(request.attribute);
  const set = givenNames(request).filter((name) => !NO_ATTRIBUTES.has(name));
  if (attribute !== undefined) set.push(attribute);
  return set.length > 0 && set.every((name) => HARMLESS_ATTRIBUTES.has(name));
}
