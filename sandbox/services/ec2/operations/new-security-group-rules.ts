/** What the security group calls take, as rules: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */

import { isIPv6 } from 'node:net';
import type { IpPermission, SecurityGroupRule, UserIdGroupPair } from '@aws-sdk/client-ec2';
import type { GroupWithoutRules, Network } from '../../../../reachability/network/network';
import { rulesFromPermission } from '../../../../reachability/network/security-group-rules';
import { formatAddress, parseCidr } from '../../../../reachability/packets/ipv4';
import { groupProtocol } from '../../../../reachability/packets/protocols';
import { AwsError } from '../../../service';

/** One rule without the list form, as the older parameters of the same calls give it. */
interface FlatRule {
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIp?: string;
  readonly SourceSecurityGroupName?: string;
  readonly SourceSecurityGroupOwnerId?: string;
}

/**
 * The rules that `permissions` and the flat form describe for `group`, checked. Their ids are not final.
 * @throws AwsError in AWS's terms for what AWS refuses.
 */
export function describedRules(
  network: Network,
  group: GroupWithoutRules,
  isEgress: boolean,
  input: FlatRule & { readonly IpPermissions?: IpPermission[] },
): SecurityGroupRule[] {
  const owner = { GroupId: group.GroupId as string, OwnerId: group.OwnerId as string };
  const permissions = [...(input.IpPermissions ?? []), ...fromFlat(network, group, input)];
  return permissions.flatMap((permission) => {
    checkProtocolAndPorts(permission);
    return rulesFromPermission(withCheckedPeers(network, group, permission), owner, isEgress);
  });
}

export function checkProtocolAndPorts({ IpProtocol, FromPort, ToPort }: IpPermission): void {
  const protocol = groupProtocol(IpProtocol);
  if (!['tcp', 'udp', 'icmp', 'icmpv6', '-1'].includes(protocol) && !/^\d{1,3}$/.test(protocol)) {
    throw new AwsError('InvalidParameterValue', `Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`);
  }
  if (protocol !== 'tcp' && protocol !== 'udp') return;
  if (FromPort === undefined || ToPort === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    );
  }
  const isPort = (port: number) => Number.isInteger(port) && port >= 0 && port <= 65535;
  const isAll = FromPort === -1 && ToPort === -1;
  if (!isAll && !(isPort(FromPort) && isPort(ToPort) && FromPort <= ToPort)) {
    throw new AwsError('InvalidParameterValue', `Invalid TCP/UDP port range (${FromPort}:${ToPort})`);
  }
}

/** The block without host bits, which AWS drops. */
export function canonicalCidr(cidr: string | undefined): string {
  const block = parseCidr(cidr ?? '');
  if (!block) throw new AwsError('InvalidParameterValue', `CIDR block ${cidr} is malformed`);
  return `${formatAddress(block.range[0])}/${block.prefixLength}`;
}

export function checkedCidrIpv6(cidr: string | undefined): string {
  const [address, length, ...rest] = (cidr ?? '').split('/');
  const isBlock =
    address && isIPv6(address) && /^\d{1,3}$/.test(length ?? '') && Number(length) <= 128 && rest.length === 0;
  if (!isBlock) throw new AwsError('InvalidParameterValue', `CIDR block ${cidr} is malformed`);
  return cidr as string;
}

function fromFlat(network: Network, group: GroupWithoutRules, flat: FlatRule): IpPermission[] {
  const { CidrIp, SourceSecurityGroupName: name } = flat;
  if (CidrIp === undefined && name === undefined) return [];
  const { IpProtocol, FromPort, ToPort } = flat;
  if (name === undefined) return [{ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp }] }];
  const pair = { GroupId: groupByName(network, group.VpcId, name).GroupId };
  return [{ IpProtocol: IpProtocol ?? '-1', FromPort, ToPort, UserIdGroupPairs: [pair] }];
}

function withCheckedPeers(network: Network, group: GroupWithoutRules, permission: IpPermission): IpPermission {
  for (const { PrefixListId } of permission.PrefixListIds ?? []) network.prefixLists.get(PrefixListId ?? '');
  const pairs = permission.UserIdGroupPairs ?? [];
  return {
    ...permission,
    IpRanges: permission.IpRanges?.map((range) => ({ ...range, CidrIp: canonicalCidr(range.CidrIp) })),
    Ipv6Ranges: permission.Ipv6Ranges?.map((range) => ({ ...range, CidrIpv6: checkedCidrIpv6(range.CidrIpv6) })),
    UserIdGroupPairs: pairs.map(({ Description, ...pair }) => ({ ...referenced(network, group, pair), Description })),
  };
}

/** The group that a rule refers to. */
function referenced(network: Network, group: GroupWithoutRules, pair: UserIdGroupPair): UserIdGroupPair {
  const found = pair.GroupId
    ? network.securityGroups.get(pair.GroupId)
    : groupByName(network, group.VpcId, pair.GroupName ?? '');
  return { GroupId: found.GroupId, UserId: pair.UserId ?? found.OwnerId };
}

/** @throws AwsError `InvalidGroup.NotFound` */
export function groupByName(network: Network, vpcId: string | undefined, name: string): GroupWithoutRules {
  const found = network.securityGroups.all.find(({ VpcId, GroupName }) => VpcId === vpcId && GroupName === name);
  if (!found) throw new AwsError('InvalidGroup.NotFound', `The security group '${name}' does not exist`);
  return found;
}
