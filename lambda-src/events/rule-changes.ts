/** Security group rules as CloudTrail's records of EC2 calls tell them. */

import { asInteger, asItems, asList, asObject, asText, type JsonObject, member } from './cloudtrail-json';
import { idsWithPrefix } from './resource-ids';

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
 * The rules that a call added, removed or modified; none for other calls and for records that do not tell. A rule of which the
 * record does not tell all stands here with what it tells, so that the list is never shorter than what happened.
 */
export function ruleChanges(call: string, request: JsonObject, response: JsonObject): readonly RuleChange[] {
  if (call === 'ModifySecurityGroupRules') return modifiedRules(request);
  const [, verb, side] = RULE_CALL.exec(call) ?? [];
  if (verb === undefined) return [];
  const direction = side === 'Ingress' ? 'ingress' : 'egress';
  if (verb === 'Authorize') {
    return authorizedRules(request, response, direction).map((rule) => ({ effect: 'added', rule }));
  }
  return revokedRules(request, response, direction).map((rule) => ({ effect: 'removed', rule }));
}

/** The answer's rule set comes first: it has ids, and the group's id even where the caller named the group. */
function authorizedRules(request: JsonObject, response: JsonObject, direction: Direction) {
  const answered = answeredRules(response.securityGroupRuleSet, request, direction);
  return answered.length > 0 ? answered : requestedRules(request, direction);
}

function revokedRules(request: JsonObject, response: JsonObject, direction: Direction): readonly SecurityGroupRule[] {
  const answered = answeredRules(response.revokedSecurityGroupRuleSet, request, direction);
  if (answered.length > 0) return answered;
  const group = told({ groupId: asText(member(request, 'GroupId')), direction });
  // AWS may write an unknown permission in another form than the request, so which of the requested ones it was cannot be told:
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
  if (asItems(response.unknownIpPermissionSet).length > 0) return [group];
  const byId = idsWithPrefix(member(request, 'SecurityGroupRuleIds') ?? request.SecurityGroupRuleId, 'sgr');
  return [...requestedRules(request, direction), ...byId.map((ruleId) => ({ ...group, ruleId }))];
}

function modifiedRules(request: JsonObject): readonly RuleChange[] {
  const groupId = asText(member(request, 'GroupId'));
  const updates = member(request, 'SecurityGroupRule') ?? member(request, 'SecurityGroupRules');
  return asList(updates).map((update) => {
    const now = asObject(member(update, 'SecurityGroupRule'));
    const rule: SecurityGroupRule = {
      ...told({
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
      }),
    };
    return { effect: 'modified', rule };
  });
}

function answeredRules(set: unknown, request: JsonObject, direction: Direction): readonly SecurityGroupRule[] {
  return asItems(set).map((item) => ruleOfSet(asObject(item), request, direction));
}

function ruleOfSet(item: JsonObject, request: JsonObject, direction: Direction): SecurityGroupRule {
  const referenced = asObject(item.referencedGroupInfo);
  const groupId = item.referencedGroupId ?? referenced.groupId;
  return told({
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
      userId: referenced.userId ?? requestedOwner(request, groupId),
    }),
    direction,
  });
}

/** The account of a referenced group, which the answer to a revocation does not tell. */
function requestedOwner(request: JsonObject, groupId: unknown): unknown {
  const groups = asList(member(request, 'IpPermissions')).flatMap(({ groups }) => asList(groups));
  return groups.find((group) => group.groupId === groupId)?.userId;
}

/** From `ipPermissions`, or from the flat form in which the fields stand in the request itself. */
function requestedRules(request: JsonObject, direction: Direction): readonly SecurityGroupRule[] {
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
    return peersOf(permission).map((peer) => told({ ...common, ...peer }));
  });
}

/** At least one: a permission whose peers cannot be read is still a permission. */
function peersOf(permission: JsonObject): readonly { peer: RulePeer | undefined; description?: string | undefined }[] {
  const items = (list: unknown) => asItems(list).map(asObject);
  const listed = [
    ...items(permission.ipRanges).map((item) => ({ item, peer: peerOf({ cidrIpv4: item.cidrIp }) })),
    ...items(permission.ipv6Ranges).map((item) => ({ item, peer: peerOf({ cidrIpv6: item.cidrIpv6 }) })),
    ...items(permission.prefixListIds).map((item) => ({ item, peer: peerOf({ prefixListId: item.prefixListId }) })),
    ...items(permission.groups).map((item) => ({ item, peer: peerOf({ groupId: item.groupId, userId: item.userId }) })),
  ];
  if (listed.length === 0) return [{ peer: undefined }];
  return listed.map(({ item, peer }) => ({ peer, description: asText(item.description) }));
}

type PeerFields = Readonly<Partial<Record<'cidrIpv4' | 'cidrIpv6' | 'prefixListId' | 'groupId' | 'userId', unknown>>>;

function peerOf(fields: PeerFields): RulePeer | undefined {
  const [cidrIpv4, cidrIpv6, prefixListId] = [fields.cidrIpv4, fields.cidrIpv6, fields.prefixListId].map(asText);
  if (cidrIpv4) return { cidrIpv4 };
  if (cidrIpv6) return { cidrIpv6 };
  if (prefixListId) return { prefixListId };
  const groupId = asText(fields.groupId);
  return groupId ? { groupId, ...told({ userId: asText(fields.userId) }) } : undefined;
}

/** Without the fields that are undefined. */
function told<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
