import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { groupProtocol } from '../packets/protocols';
import { stableId } from './stable-id';

/** What a rule admits, apart from its id, tags and description: two rules of one group must differ in it. */
export function ruleKey(rule: SecurityGroupRule): string {
  return JSON.stringify([
    rule.GroupId,
    rule.IsEgress,
    rule.IpProtocol,
    rule.FromPort,
    rule.ToPort,
    rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId,
  ]);
}

/** One rule for each source or destination of `permission`. Ids depend on what the rule admits only. */
export function rulesFromPermission(
  permission: IpPermission,
  group: { readonly GroupId: string; readonly OwnerId: string },
  isEgress: boolean,
): SecurityGroupRule[] {
  const protocol = groupProtocol(permission.IpProtocol);
  const common = {
    GroupId: group.GroupId,
    GroupOwnerId: group.OwnerId,
    IsEgress: isEgress,
    IpProtocol: protocol,
    FromPort: protocol === '-1' ? -1 : (permission.FromPort ?? -1),
    ToPort: protocol === '-1' ? -1 : (permission.ToPort ?? -1),
  };
  const peers: Partial<SecurityGroupRule>[] = [
    ...(permission.IpRanges ?? []).map((it) => ({ CidrIpv4: it.CidrIp, Description: it.Description })),
    ...(permission.Ipv6Ranges ?? []).map((it) => ({ CidrIpv6: it.CidrIpv6, Description: it.Description })),
    ...(permission.PrefixListIds ?? []).map((it) => ({ PrefixListId: it.PrefixListId, Description: it.Description })),
    ...(permission.UserIdGroupPairs ?? []).map(({ Description, ...pair }) => ({
      ReferencedGroupInfo: { ...pair, GroupId: pair.GroupId, UserId: pair.UserId ?? group.OwnerId },
      Description,
    })),
  ];
  return peers.map((peer) => {
    const rule = withoutUndefined({ ...common, ...peer });
    return { SecurityGroupRuleId: stableId('sgr', ruleKey(rule)), ...rule };
  });
}

/** The rules of one direction in the older shape: one permission for each protocol and port range. */
export function permissionsFromRules(rules: readonly SecurityGroupRule[]): IpPermission[] {
  const permissions = new Map<string, IpPermission>();
  for (const rule of rules) {
    const key = `${rule.IpProtocol}/${rule.FromPort}/${rule.ToPort}`;
    const permission = permissions.get(key) ?? emptyPermission(rule);
    permissions.set(key, permission);
    addPeer(permission, rule);
  }
  return [...permissions.values()];
}

function emptyPermission(rule: SecurityGroupRule): IpPermission {
  const ports = rule.IpProtocol === '-1' ? {} : { FromPort: rule.FromPort, ToPort: rule.ToPort };
  return {
    IpProtocol: rule.IpProtocol,
    ...ports,
    UserIdGroupPairs: [],
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
  };
}

function addPeer(permission: IpPermission, rule: SecurityGroupRule): void {
  const description = rule.Description === undefined ? {} : { Description: rule.Description };
  if (rule.CidrIpv4) permission.IpRanges?.push({ CidrIp: rule.CidrIpv4, ...description });
  if (rule.CidrIpv6) permission.Ipv6Ranges?.push({ CidrIpv6: rule.CidrIpv6, ...description });
  if (rule.PrefixListId) permission.PrefixListIds?.push({ PrefixListId: rule.PrefixListId, ...description });
  if (rule.ReferencedGroupInfo) {
    const { GroupId, UserId } = rule.ReferencedGroupInfo;
    permission.UserIdGroupPairs?.push({ GroupId, UserId, ...description });
  }
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
