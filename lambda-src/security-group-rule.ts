/** Security group rules as CloudTrail's records of EC2 calls tell them. */

import { asInteger, asList, asObject, asText, type JsonObject } from './json';

export type Direction = 'ingress' | 'egress';

/** What is absent, the record did not tell. Exactly one peer is set where the record tells it. */
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
  readonly effect: 'added' | 'removed' | 'modified';
  readonly rule: SecurityGroupRule;
}

const RULE_CALL = /^(Authorize|Revoke)SecurityGroup(Ingress|Egress)$/;

/**
 * The rules that a call added, removed or modified; none for other calls and for records that do not tell.
 * The answer's rule set comes first: it has ids and the group's id even where the caller named the group.
 */
export function ruleChanges(call: string, request: JsonObject, response: JsonObject): readonly RuleChange[] {
  if (call === 'ModifySecurityGroupRules') return modifiedRules(request);
  const [, verb, side] = RULE_CALL.exec(call) ?? [];
  if (verb === undefined) return [];
  const effect = verb === 'Authorize' ? 'added' : 'removed';
  const direction = side === 'Ingress' ? 'ingress' : 'egress';
  const answered = asList(effect === 'added' ? response.securityGroupRuleSet : response.revokedSecurityGroupRuleSet);
  const rules =
    answered.length > 0 ? answered.map((item) => ruleOfSet(item, direction)) : requestedRules(request, direction);
  return rules.map((rule) => ({ effect, rule }));
}

function modifiedRules(request: JsonObject): readonly RuleChange[] {
  const groupId = asText(request.GroupId);
  return asList(request.SecurityGroupRule).map((update) => {
    const now = asObject(update.SecurityGroupRule);
    const rule: SecurityGroupRule = {
      ...told({
        groupId,
        ruleId: asText(update.SecurityGroupRuleId),
        protocol: asText(now.IpProtocol),
        fromPort: asInteger(now.FromPort),
        toPort: asInteger(now.ToPort),
        description: asText(now.Description),
      }),
      ...peerOf(now.CidrIpv4, now.CidrIpv6, now.PrefixListId, now.ReferencedGroupId),
    };
    return { effect: 'modified', rule };
  });
}

function ruleOfSet(item: JsonObject, direction: Direction): SecurityGroupRule {
  const referenced = asObject(item.referencedGroupInfo);
  return {
    ...told({
      groupId: asText(item.groupId),
      ruleId: asText(item.securityGroupRuleId),
      protocol: asText(item.ipProtocol),
      fromPort: asInteger(item.fromPort),
      toPort: asInteger(item.toPort),
      description: asText(item.description),
    }),
    ...peerOf(
      item.cidrIpv4,
      item.cidrIpv6,
      item.prefixListId,
      item.referencedGroupId ?? referenced.groupId,
      referenced.userId,
    ),
    direction,
  };
}

/** From `ipPermissions`, or from the flat form in which the fields stand in the request itself. */
function requestedRules(request: JsonObject, direction: Direction): readonly SecurityGroupRule[] {
  const groupId = asText(request.groupId);
  const permissions = asList(request.ipPermissions);
  const flat = request.ipProtocol === undefined ? [] : [{ ...request, ipRanges: { items: [request] } }];
  return [...permissions, ...flat].flatMap((permission: JsonObject) => {
    const common = {
      ...told({
        groupId,
        protocol: asText(permission.ipProtocol),
        fromPort: asInteger(permission.fromPort),
        toPort: asInteger(permission.toPort),
      }),
      direction,
    };
    return peersOf(permission).map(({ peer, description }) => ({ ...common, ...told({ peer, description }) }));
  });
}

function peersOf(permission: JsonObject): readonly { peer: RulePeer; description: string | undefined }[] {
  const listed = [
    ...asList(permission.ipRanges).map((item) => ({ item, ...peerOf(item.cidrIp) })),
    ...asList(permission.ipv6Ranges).map((item) => ({ item, ...peerOf(undefined, item.cidrIpv6) })),
    ...asList(permission.prefixListIds).map((item) => ({ item, ...peerOf(undefined, undefined, item.prefixListId) })),
    ...asList(permission.groups).map((item) => ({
      item,
      ...peerOf(undefined, undefined, undefined, item.groupId, item.userId),
    })),
  ];
  return listed.flatMap(({ item, peer }) => (peer ? [{ peer, description: asText(item.description) }] : []));
}

function peerOf(
  cidrIpv4: unknown,
  cidrIpv6?: unknown,
  prefixListId?: unknown,
  groupId?: unknown,
  userId?: unknown,
): { peer?: RulePeer } {
  const [ipv4, ipv6, prefixList, group] = [asText(cidrIpv4), asText(cidrIpv6), asText(prefixListId), asText(groupId)];
  if (ipv4) return { peer: { cidrIpv4: ipv4 } };
  if (ipv6) return { peer: { cidrIpv6: ipv6 } };
  if (prefixList) return { peer: { prefixListId: prefixList } };
  return group ? { peer: { groupId: group, ...told({ userId: asText(userId) }) } } : {};
}

/** Without the fields that are undefined. */
function told<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
