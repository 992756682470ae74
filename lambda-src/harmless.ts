import { asText, givenNames, type JsonObject } from './json';

/**
 * Descriptions; things that nothing uses yet; and deletions that AWS refuses while something uses the thing:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html, DeleteNetworkAcl, DeleteRouteTable.
 */
const HARMLESS_CALLS: ReadonlySet<string> = new Set([
  'UpdateSecurityGroupRuleDescriptionsIngress',
  'UpdateSecurityGroupRuleDescriptionsEgress',
  'CreateSecurityGroup',
  'DeleteSecurityGroup',
  'CreateNetworkAcl',
  'DeleteNetworkAcl',
  'DeleteRouteTable',
]);

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
  return errorCode?.startsWith('Client.') === true || HARMLESS_CALLS.has(call) || setsHarmlessAttributes(call, request);
}

function setsHarmlessAttributes(call: string, request: JsonObject): boolean {
  if (call !== 'ModifyInstanceAttribute' && call !== 'ModifyNetworkInterfaceAttribute') return false;
  const attribute = asText(request.attribute);
  const set = givenNames(request).filter((name) => !NO_ATTRIBUTES.has(name));
  if (attribute !== undefined) set.push(attribute);
  return set.length > 0 && set.every((name) => HARMLESS_ATTRIBUTES.has(name));
}
