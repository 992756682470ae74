import { asText, givenNames, type JsonObject, member } from './json';
import { isId, type ResourceIds } from './resource-ids';
import type { RuleChange } from './security-group-rule';

/**
 * How far the effects of a call reach.
 *
 * - `nothing`: the call is known to have no effect on what reaches what.
 * - `named`: whatever the call changes for a path that is open, that path passes through a resource that the record names.
 * - `anything`: more than the record names may be affected, or we do not know.
 */
export type Scope = 'nothing' | 'named' | 'anything';

/**
 * Descriptions; things that nothing uses yet; and deletions that AWS refuses while something uses the thing:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html, DeleteNetworkAcl, DeleteRouteTable.
 */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'UpdateSecurityGroupRuleDescriptionsIngress',
  'UpdateSecurityGroupRuleDescriptionsEgress',
  'CreateSecurityGroup',
  'DeleteSecurityGroup',
  'CreateNetworkAcl',
  'DeleteNetworkAcl',
  'DeleteRouteTable',
]);

/**
 * The parameter that names all that a call touches, and the prefix of its ids. Each is a resource that Reachability Analyzer
 * lists among the components of a path that passes through it.
 *
 * Not here, because more is touched than is named: associations (they do not name what was associated before), prefix lists
 * (not who uses them), addresses (not whom they are taken from), instances (not their interfaces), peering and endpoints (not
 * their routes), and routes (whether an analysis lists a gateway's route table is not documented).
 */
const NAMED_BY: Readonly<Record<string, readonly [parameter: string, prefix: string]>> = {
  AuthorizeSecurityGroupIngress: ['GroupId', 'sg'],
  AuthorizeSecurityGroupEgress: ['GroupId', 'sg'],
  RevokeSecurityGroupIngress: ['GroupId', 'sg'],
  RevokeSecurityGroupEgress: ['GroupId', 'sg'],
  ModifySecurityGroupRules: ['GroupId', 'sg'],
  CreateNetworkAclEntry: ['NetworkAclId', 'acl'],
  DeleteNetworkAclEntry: ['NetworkAclId', 'acl'],
  ReplaceNetworkAclEntry: ['NetworkAclId', 'acl'],
  ModifyNetworkInterfaceAttribute: ['NetworkInterfaceId', 'eni'],
  ResetNetworkInterfaceAttribute: ['NetworkInterfaceId', 'eni'],
  DetachInternetGateway: ['InternetGatewayId', 'igw'],
  DeleteNatGateway: ['NatGatewayId', 'nat'],
};

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

/** @param errorCode of a call that AWS refused, such as `Client.DryRunOperation` */
export function scopeOf(
  call: string,
  request: JsonObject,
  rules: readonly RuleChange[],
  resources: ResourceIds,
  errorCode: string | undefined,
): Scope {
  // A failure on AWS's side may have happened half-way.
  if (errorCode?.startsWith('Client.')) return 'nothing';
  if (WITHOUT_EFFECT.has(call) || setsHarmlessAttributes(call, request)) return 'nothing';
  if (!Object.hasOwn(NAMED_BY, call) || !resources.isComplete) return 'anything';
  const [parameter, prefix] = NAMED_BY[call] ?? ['', ''];
  // A group that the request names by name has its id in the rules of the answer.
  const isNamed =
    isId(member(request, parameter), prefix) ||
    (rules.length > 0 && rules.every(({ rule }) => isId(rule.groupId, prefix)));
  return isNamed ? 'named' : 'anything';
}

function setsHarmlessAttributes(call: string, request: JsonObject): boolean {
  if (call !== 'ModifyInstanceAttribute' && call !== 'ModifyNetworkInterfaceAttribute') return false;
  const attribute = asText(request.attribute);
  const set = givenNames(request).filter((name) => !NO_ATTRIBUTES.has(name));
  if (attribute !== undefined) set.push(attribute);
  return set.length > 0 && set.every((name) => HARMLESS_ATTRIBUTES.has(name));
}
