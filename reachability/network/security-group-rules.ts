import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { groupProtocol } from '../packets/protocols';
import { stableId } from './stable-id';

/**
 * What a rule admits, as text, without its id, tags and description. No two rules of a group have
 * the same.
 */
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

/**
 * One rule for each source or destination of `permission`. Ids depend only on what the rules admit.
 */
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
    ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) => ({ CidrIpv4: CidrIp, Description })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => ({ CidrIpv6, Description })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId, Description }) => ({ PrefixListId, Description })),
    ...(permission.UserIdGroupPairs ?? []).map(({ Description, ...pair }) => ({
      ReferencedGroupInfo: { ...pair, GroupId: pair.GroupId, UserId: pair.UserId ?? group.OwnerId },
      Description,
    })),
  ];
  return peers.map((peer) => {
    const rule = { ...common, ...peer };
    return { SecurityGroupRuleId: stableId('sgr', ruleKey(rule)), ...rule };
  });
}

/**
 * The rules of one direction in the older shape: one permission for each protocol and port range.
 */
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

function emptyPermission({ IpProtocol, FromPort, ToPort }: SecurityGroupRule): IpPermission {
  return {
    IpProtocol,
    FromPort: IpProtocol === '-1' ? undefined : FromPort,
    ToPort: IpProtocol === '-1' ? undefined : ToPort,
    UserIdGroupPairs: [],
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
  };
}

function addPeer(permission: IpPermission, rule: SecurityGroupRule): void {
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo, Description } = rule;
  if (CidrIpv4) permission.IpRanges?.push({ CidrIp: CidrIpv4, Description });
  if (CidrIpv6) permission.Ipv6Ranges?.push({ CidrIpv6, Description });
  if (PrefixListId) permission.PrefixListIds?.push({ PrefixListId, Description });
  if (ReferencedGroupInfo) {
    const { GroupId, UserId } = ReferencedGroupInfo;
    permission.UserIdGroupPairs?.push({ GroupId, UserId, Description });
  }
}
