import type * as ec2 from '@aws-sdk/client-ec2';
import { arnOf } from '../../../../reachability/network/arn';
import type { GroupWithoutRules, Network } from '../../../../reachability/network/network';
import { permissionsFromRules, ruleKey } from '../../../../reachability/network/security-group-rules';
import { AwsError, type Call, type Operation } from '../../../service';
import { required } from '../../required';
import { newId } from '../identifiers';
import type { LiveNetwork } from '../live-network';
import { describedRules, groupByName } from './new-security-group-rules';
import { tagsFor } from './tag-operations';

type Authorize = ec2.AuthorizeSecurityGroupIngressRequest & ec2.AuthorizeSecurityGroupEgressRequest;
type Revoke = ec2.RevokeSecurityGroupIngressRequest & ec2.RevokeSecurityGroupEgressRequest;
type UpdateDescriptions = ec2.UpdateSecurityGroupRuleDescriptionsIngressRequest;

/** The calls that make and delete security groups and change their rules. */
export function securityGroupOperations(network: LiveNetwork): Record<string, Operation> {
  return {
    AuthorizeSecurityGroupIngress: (input: Authorize) => authorize(network, input, false),
    AuthorizeSecurityGroupEgress: (input: Authorize) => authorize(network, input, true),
    RevokeSecurityGroupIngress: (input: Revoke) => revoke(network, input, false),
    RevokeSecurityGroupEgress: (input: Revoke) => revoke(network, input, true),
    UpdateSecurityGroupRuleDescriptionsIngress: (input: UpdateDescriptions) =>
      updateDescriptions(network, input, false),
    UpdateSecurityGroupRuleDescriptionsEgress: (input: UpdateDescriptions) => updateDescriptions(network, input, true),
    CreateSecurityGroup: (input: ec2.CreateSecurityGroupRequest, call) => createGroup(network, input, call),
    DeleteSecurityGroup: (input: ec2.DeleteSecurityGroupRequest) => deleteGroup(network, input),
  };
}

/** By id, or by name in the default VPC. */
function groupOf(network: Network, input: { GroupId?: string; GroupName?: string }): GroupWithoutRules {
  if (input.GroupId) return network.securityGroups.get(input.GroupId);
  const name = required(input.GroupName, 'groupId', 'MissingParameter');
  return groupByName(network, network.vpcs.all.find((vpc) => vpc.IsDefault)?.VpcId, name);
}

function authorize(network: LiveNetwork, input: Authorize, isEgress: boolean): ec2.AuthorizeSecurityGroupIngressResult {
  const group = groupOf(network, input);
  const described = describedRules(network, group, isEgress, input);
  if (described.length === 0)
    throw new AwsError('MissingParameter', 'The request must contain the parameter ipPermissions');
  const existing = new Set(network.rulesOf(group.GroupId).map(ruleKey));
  for (const rule of described) {
    const key = ruleKey(rule);
    if (existing.has(key)) {
      throw new AwsError('InvalidPermission.Duplicate', `the specified rule "${inWords(rule)}" already exists`);
    }
    existing.add(key);
  }
  const tags = tagsFor('security-group-rule', input.TagSpecifications);
  const rules = described.map((rule) => ({ ...rule, SecurityGroupRuleId: newId('sgr'), Tags: tags }));
  for (const rule of rules) network.securityGroupRules.put(rule);
  network.changed(group.VpcId);
  return { Return: true, SecurityGroupRules: rules };
}

function revoke(network: LiveNetwork, input: Revoke, isEgress: boolean): ec2.RevokeSecurityGroupIngressResult {
  const group = groupOf(network, input);
  const existing = network.rulesOf(group.GroupId).filter((rule) => rule.IsEgress === isEgress);
  const byId = (input.SecurityGroupRuleIds ?? []).map((id) => {
    const rule = network.securityGroupRules.get(id);
    if (existing.includes(rule)) return rule;
    throw new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
  });
  const described = describedRules(network, group, isEgress, input);
  if (described.length === 0 && byId.length === 0) {
    throw new AwsError('MissingParameter', "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
  }
  const matches = described.map((rule) => existing.find((old) => ruleKey(old) === ruleKey(rule)));
  const unknown = described.filter((_, index) => matches[index] === undefined);
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html: only in a default VPC is a mismatch no error.
  if (unknown.length > 0 && !network.vpcs.find(group.VpcId)?.IsDefault) {
    throw new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
  }
  const revoked = [...new Set([...byId, ...matches.flatMap((rule) => rule ?? [])])];
  for (const rule of revoked) network.securityGroupRules.delete(rule.SecurityGroupRuleId as string);
  if (revoked.length > 0) network.changed(group.VpcId);
  return {
    Return: true,
    RevokedSecurityGroupRules: revoked.map(({ ReferencedGroupInfo, ...rule }) => ({
      ...rule,
      ReferencedGroupId: ReferencedGroupInfo?.GroupId,
    })),
    UnknownIpPermissions: unknown.length > 0 ? permissionsFromRules(unknown) : undefined,
  };
}

function updateDescriptions(network: Network, input: UpdateDescriptions, isEgress: boolean) {
  const group = groupOf(network, input);
  const existing = network.rulesOf(group.GroupId).filter((rule) => rule.IsEgress === isEgress);
  for (const described of describedRules(network, group, isEgress, input)) {
    const rule = existing.find((old) => ruleKey(old) === ruleKey(described));
    if (!rule)
      throw new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
    network.securityGroupRules.put({ ...rule, Description: described.Description });
  }
  for (const { SecurityGroupRuleId, Description } of input.SecurityGroupRuleDescriptions ?? []) {
    const id = required(SecurityGroupRuleId, 'SecurityGroupRuleId', 'MissingParameter');
    network.securityGroupRules.put({ ...network.securityGroupRules.get(id), Description });
  }
  return { Return: true };
}

function createGroup(
  network: Network,
  input: ec2.CreateSecurityGroupRequest,
  call: Call,
): ec2.CreateSecurityGroupResult {
  const GroupName = required(input.GroupName, 'GroupName', 'MissingParameter');
  const Description = required(input.Description, 'GroupDescription', 'MissingParameter');
  const vpcId = input.VpcId ?? network.vpcs.all.find((vpc) => vpc.IsDefault)?.VpcId;
  if (vpcId === undefined) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
  const { VpcId } = network.vpcs.get(vpcId);
  if (network.securityGroups.all.some((group) => group.VpcId === VpcId && group.GroupName === GroupName)) {
    throw new AwsError('InvalidGroup.Duplicate', `The security group '${GroupName}' already exists for VPC '${VpcId}'`);
  }
  const GroupId = newId('sg');
  const Tags = tagsFor('security-group', input.TagSpecifications);
  const SecurityGroupArn = arnOf(call, 'security-group', GroupId);
  network.securityGroups.put({ GroupId, GroupName, Description, VpcId, OwnerId: call.account, SecurityGroupArn, Tags });
  network.securityGroupRules.put({
    SecurityGroupRuleId: newId('sgr'),
    GroupId,
    GroupOwnerId: call.account,
    IsEgress: true,
    IpProtocol: '-1',
    FromPort: -1,
    ToPort: -1,
    CidrIpv4: '0.0.0.0/0',
    Tags: [],
  });
  return { GroupId, Tags, SecurityGroupArn };
}

function deleteGroup(network: Network, input: ec2.DeleteSecurityGroupRequest): ec2.DeleteSecurityGroupResult {
  const group = groupOf(network, input);
  const id = group.GroupId as string;
  if (group.GroupName === 'default') {
    throw new AwsError('CannotDelete', `the specified group: "${id}" name: "default" cannot be deleted by a user`);
  }
  const isReferenced = network.securityGroupRules.all.some(
    (rule) => rule.GroupId !== id && rule.ReferencedGroupInfo?.GroupId === id,
  );
  if (isReferenced || network.interfacesInGroup(id).length > 0) {
    throw new AwsError('DependencyViolation', `resource ${id} has a dependent object`);
  }
  for (const rule of network.rulesOf(id)) network.securityGroupRules.delete(rule.SecurityGroupRuleId as string);
  network.securityGroups.delete(id);
  return { Return: true, GroupId: id };
}

function inWords(rule: ec2.SecurityGroupRule): string {
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
  if (rule.IpProtocol === '-1') return `peer: ${peer}, ALL, ALLOW`;
  return `peer: ${peer}, ${rule.IpProtocol?.toUpperCase()}, from port: ${rule.FromPort}, to port: ${rule.ToPort}, ALLOW`;
}
