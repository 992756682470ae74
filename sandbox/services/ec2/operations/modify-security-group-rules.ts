import type * as ec2 from '@aws-sdk/client-ec2';
import type { Network } from '../../../../reachability/network/network';
import { ruleKey } from '../../../../reachability/network/security-group-rules';
import { groupProtocol } from '../../../../reachability/packets/protocols';
import { AwsError } from '../../../service';
import { required } from '../../required';
import type { LiveNetwork } from '../live-network';
import { canonicalCidr, checkedCidrIpv6, checkProtocolAndPorts } from './new-security-group-rules';

/** Puts new values in the place of existing rules; their ids stay. A rule keeps its kind of peer. */
export function modifySecurityGroupRules(
  network: LiveNetwork,
  input: ec2.ModifySecurityGroupRulesRequest,
): ec2.ModifySecurityGroupRulesResult {
  const group = network.securityGroups.get(required(input.GroupId, 'GroupId', 'MissingParameter'));
  const updates = required(input.SecurityGroupRules, 'SecurityGroupRule', 'MissingParameter');
  const modified = updates.map(({ SecurityGroupRuleId, SecurityGroupRule }) => {
    const old = network.securityGroupRules.get(
      required(SecurityGroupRuleId, 'SecurityGroupRuleId', 'MissingParameter'),
    );
    if (old.GroupId !== group.GroupId) {
      const message = `The security group rule ID '${SecurityGroupRuleId}' does not exist`;
      throw new AwsError('InvalidSecurityGroupRuleId.NotFound', message);
    }
    return toRule(network, old, required(SecurityGroupRule, 'SecurityGroupRule', 'MissingParameter'));
  });
  const ids = new Set(modified.map((rule) => rule.SecurityGroupRuleId));
  const others = network.rulesOf(group.GroupId).filter((rule) => !ids.has(rule.SecurityGroupRuleId));
  const keys = new Set([...others, ...modified].map(ruleKey));
  if (keys.size < others.length + modified.length) {
    throw new AwsError('InvalidPermission.Duplicate', 'the specified rule already exists');
  }
  for (const rule of modified) network.securityGroupRules.put(rule);
  network.changed(group.VpcId);
  return { Return: true };
}

function toRule(
  network: Network,
  old: ec2.SecurityGroupRule,
  request: ec2.SecurityGroupRuleRequest,
): ec2.SecurityGroupRule {
  checkProtocolAndPorts(request);
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo, Description: _, ...kept } = old;
  const had = kindOf({ CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId: ReferencedGroupInfo?.GroupId });
  const has = kindOf(request);
  if (had !== has) {
    throw new AwsError(
      'InvalidParameterValue',
      `You may not specify ${has ?? 'no peer'} for an existing rule with ${had}.`,
    );
  }
  const protocol = groupProtocol(request.IpProtocol ?? old.IpProtocol);
  const ports =
    protocol === '-1'
      ? { FromPort: -1, ToPort: -1 }
      : { FromPort: request.FromPort ?? -1, ToPort: request.ToPort ?? -1 };
  return {
    ...kept,
    ...ports,
    IpProtocol: protocol,
    ...peerOf(network, request),
    Description: request.Description,
  };
}

const PEERS = ['CidrIpv4', 'CidrIpv6', 'PrefixListId', 'ReferencedGroupId'] as const;

function kindOf(rule: Pick<ec2.SecurityGroupRuleRequest, (typeof PEERS)[number]>): string | undefined {
  const given = PEERS.filter((peer) => rule[peer] !== undefined);
  if (given.length > 1) throw new AwsError('InvalidParameterCombination', `Specify only one of ${given.join(', ')}.`);
  return given[0];
}

function peerOf(network: Network, request: ec2.SecurityGroupRuleRequest): Partial<ec2.SecurityGroupRule> {
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId } = request;
  if (CidrIpv4 !== undefined) return { CidrIpv4: canonicalCidr(CidrIpv4) };
  if (CidrIpv6 !== undefined) return { CidrIpv6: checkedCidrIpv6(CidrIpv6) };
  if (PrefixListId !== undefined) return { PrefixListId: network.prefixLists.get(PrefixListId).PrefixListId };
  if (ReferencedGroupId === undefined) return {};
  const { GroupId, OwnerId } = network.securityGroups.get(ReferencedGroupId);
  return { ReferencedGroupInfo: { GroupId, UserId: OwnerId } };
}
