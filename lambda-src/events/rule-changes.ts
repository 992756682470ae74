/** Security group rules, read from CloudTrail's records of EC2 calls. */

import { asInteger, asItems, asList, asObject, asText, type JsonObject, member } from './cloudtrail-json';
import { idsWithPrefix } from './resource-ids';

export type Direction = 'ingress' | 'egress';

/** A field is absent if the record does not have it. */
export interface SecurityGroupRule {
  readonly groupId?: string;
  readonly ruleId?: string;
  readonly direction?: Direction;
  /** `tcp`, `udp`, `icmp`, a protocol number, or `-1` for all. */
  readonly protocol?: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer?: RulePeer;
  readonly description?: string;
}

export type RulePeer =
  | { readonly cidrIpv4: string }
  | { readonly cidrIpv6: string }
  | { readonly prefixListId: string }
  | { readonly groupId: string; readonly userId?: string };

export interface RuleChange {
  readonly action: 'added' | 'removed' | 'modified';
  readonly rule: SecurityGroupRule;
}

const RULE_CALL = /^(Authorize|Revoke)SecurityGroup(Ingress|Egress)$/;

/**
 * The rules that a call added, removed or modified. Empty for other calls, and for records without
 * rules. Rules that the record has only in part are included with the fields that it has, so the
 * list is never too short.
 */
export function ruleChanges(call: string, request: JsonObject, response: JsonObject): readonly RuleChange[] {
  if (call === 'ModifySecurityGroupRules') return modifiedRules(request);
  const [, verb, side] = RULE_CALL.exec(call) ?? [];
  if (verb === undefined) return [];
  const direction = side === 'Ingress' ? 'ingress' : 'egress';
  if (verb === 'Authorize') {
    return authorizedRules(request, response, direction).map((rule) => ({ action: 'added', rule }));
  }
  return revokedRules(request, response, direction).map((rule) => ({ action: 'removed', rule }));
}

/**
 * The response is preferred: it has the rules' ids, and the group's id even if the request has only
 * its name.
 */
function authorizedRules(request: JsonObject, response: JsonObject, direction: Direction) {
  const added = rulesInResponse(response.securityGroupRuleSet, request, direction);
  return added.length > 0 ? added : rulesInRequest(request, direction);
}

function revokedRules(request: JsonObject, response: JsonObject, direction: Direction): readonly SecurityGroupRule[] {
  const removed = rulesInResponse(response.revokedSecurityGroupRuleSet, request, direction);
  if (removed.length > 0) return removed;
  const group = { groupId: asText(member(request, 'GroupId')), direction };
  // AWS may write an unknown permission in another form than the request, so it cannot be matched
  // with one there:
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
  if (asItems(response.unknownIpPermissionSet).length > 0) return [group];
  const byId = idsWithPrefix(member(request, 'SecurityGroupRuleIds') ?? request.SecurityGroupRuleId, 'sgr');
  return [...rulesInRequest(request, direction), ...byId.map((ruleId) => ({ ...group, ruleId }))];
}

function modifiedRules(request: JsonObject): readonly RuleChange[] {
  const groupId = asText(member(request, 'GroupId'));
  const updates = member(request, 'SecurityGroupRule') ?? member(request, 'SecurityGroupRules');
  return asList(updates).map((update) => {
    const now = asObject(member(update, 'SecurityGroupRule'));
    const rule: SecurityGroupRule = {
      groupId,
      ruleId: asText(member(update, 'SecurityGroupRuleId')),
      protocol: asText(member(now, 'IpProtocol')),
      fromPort: asInteger(member(now, 'FromPort')),
      toPort: asInteger(member(now, 'ToPort')),
      description: asText(member(now, 'Description')),
      peer: peerOf({
        cidrIpv4: member(now, 'CidrIpv4'),
        cidrIpv6: member(now, 'CidrIpv6'),
        prefixListId: member(now, 'PrefixListId'),
        groupId: member(now, 'ReferencedGroupId'),
      }),
    };
    return { action: 'modified', rule };
  });
}

function rulesInResponse(set: unknown, request: JsonObject, direction: Direction): readonly SecurityGroupRule[] {
  return asItems(set).map((item) => ruleOfSet(asObject(item), request, direction));
}

function ruleOfSet(item: JsonObject, request: JsonObject, direction: Direction): SecurityGroupRule {
  const referenced = asObject(item.referencedGroupInfo);
  const groupId = item.referencedGroupId ?? referenced.groupId;
  return {
    groupId: asText(item.groupId) ?? asText(member(request, 'GroupId')),
    ruleId: asText(item.securityGroupRuleId),
    protocol: asText(item.ipProtocol),
    fromPort: asInteger(item.fromPort),
    toPort: asInteger(item.toPort),
    description: asText(item.description),
    peer: peerOf({
      cidrIpv4: item.cidrIpv4,
      cidrIpv6: item.cidrIpv6,
      prefixListId: item.prefixListId,
      groupId,
      userId: referenced.userId ?? ownerInRequest(request, groupId),
    }),
    direction,
  };
}

/** The account of a referenced group, which the response to a revocation does not have. */
function ownerInRequest(request: JsonObject, groupId: unknown): unknown {
  const groups = asList(member(request, 'IpPermissions')).flatMap(({ groups }) => asList(groups));
  return groups.find((group) => group.groupId === groupId)?.userId;
}

/** From `ipPermissions`, or from the flat form, whose fields are in the request itself. */
function rulesInRequest(request: JsonObject, direction: Direction): readonly SecurityGroupRule[] {
  const groupId = asText(member(request, 'GroupId'));
  const permissions = asItems(member(request, 'IpPermissions')).map(asObject);
  const flat = request.ipProtocol === undefined ? [] : [{ ...request, ipRanges: { items: [request] } }];
  return [...permissions, ...flat].flatMap((permission: JsonObject) => {
    const common = {
      groupId,
      protocol: asText(permission.ipProtocol),
      fromPort: asInteger(permission.fromPort),
      toPort: asInteger(permission.toPort),
      direction,
    };
    return peersOf(permission).map((peer) => ({ ...common, ...peer }));
  });
}

/** At least one: a permission whose peers cannot be read is still a permission. */
function peersOf(permission: JsonObject): readonly Pick<SecurityGroupRule, 'peer' | 'description'>[] {
  const items = (list: unknown) => asItems(list).map(asObject);
  const listed = [
    ...items(permission.ipRanges).map((item) => ({ item, peer: peerOf({ cidrIpv4: item.cidrIp }) })),
    ...items(permission.ipv6Ranges).map((item) => ({ item, peer: peerOf({ cidrIpv6: item.cidrIpv6 }) })),
    ...items(permission.prefixListIds).map((item) => ({ item, peer: peerOf({ prefixListId: item.prefixListId }) })),
    ...items(permission.groups).map((item) => ({ item, peer: peerOf({ groupId: item.groupId, userId: item.userId }) })),
  ];
  if (listed.length === 0) return [{}];
  return listed.map(({ item, peer }) => ({ peer, description: asText(item.description) }));
}

type PeerFields = Readonly<Partial<Record<'cidrIpv4' | 'cidrIpv6' | 'prefixListId' | 'groupId' | 'userId', unknown>>>;

function peerOf(fields: PeerFields): RulePeer | undefined {
  const [cidrIpv4, cidrIpv6, prefixListId] = [fields.cidrIpv4, fields.cidrIpv6, fields.prefixListId].map(asText);
  if (cidrIpv4) return { cidrIpv4 };
  if (cidrIpv6) return { cidrIpv6 };
  if (prefixListId) return { prefixListId };
  const groupId = asText(fields.groupId);
  const userId = asText(fields.userId);
  return groupId ? { groupId, userId } : undefined;
}
