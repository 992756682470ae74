import { asText, givenNames, type JsonObject } from './cloudtrail-json';

/** By reason; the page of each call is https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_<call>.html. */
export const HARMLESS_CALLS: ReadonlySet<string> = new Set([
  // Descriptions.
  'UpdateSecurityGroupRuleDescriptionsIngress',
  'UpdateSecurityGroupRuleDescriptionsEgress',
  // Nothing uses a new one: its association, attachment or first reference is a call of its own.
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
  // Requests, which carry no traffic before they are accepted.
  'CreateTransitGatewayPeeringAttachment',
  'CreateVpcPeeringConnection',
  // AWS refuses to delete one that anything uses, and none of these is where a path begins or ends.
  'DeleteManagedPrefixList',
  'DeleteNetworkAcl',
  'DeleteRouteTable',
  'DeleteSecurityGroup',
  'DeleteTransitGatewayRouteTable',
  // Reachability Analyzer reads nothing of Client VPN, Outposts' local gateways and IPv6:
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

/** A rule in another state than the stack's lets these through as well; a call that only reads changes nothing. */
const READ = /^(Describe|Get|List|Search|Export)[A-Z]/;

/** Attributes of instances and interfaces that have nothing to do with traffic. */
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
/** Parameters that choose the thing or give the value, and are no attribute themselves. */
const NO_ATTRIBUTES: ReadonlySet<string> = new Set(['instanceId', 'networkInterfaceId', 'attribute', 'value']);

/**
 * Whether the call is known to have no effect on what reaches what.
 *
 * @param errorCode of a call that failed: `Client.…` where AWS refused it; a failure on AWS's side may have happened half-way
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
