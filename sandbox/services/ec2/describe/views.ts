/** Resources for which Describe calls show more than the network stores. */

import type { Instance, SecurityGroup } from '@aws-sdk/client-ec2';
import { arnOf, type Scope } from '../../../../reachability/network/arn';
import type { GroupWithoutRules, Network } from '../../../../reachability/network/network';
import { permissionsFromRules } from '../../../../reachability/network/security-group-rules';

/** Adds the rules in the older shape. */
export function securityGroupView(network: Network, scope: Scope, group: GroupWithoutRules): SecurityGroup {
  const rules = network.rulesOf(group.GroupId);
  return {
    SecurityGroupArn: arnOf(scope, 'security-group', group.GroupId as string),
    ...group,
    IpPermissions: permissionsFromRules(rules.filter((rule) => !rule.IsEgress)),
    IpPermissionsEgress: permissionsFromRules(rules.filter((rule) => rule.IsEgress)),
  };
}

/** Adds the current interfaces, groups and addresses. A terminated instance has none. */
export function instanceView(network: Network, instance: Instance): Instance {
  const interfaces = network.interfacesOfInstance(instance.InstanceId);
  const primary = interfaces[0];
  const addressing = {
    VpcId: primary?.VpcId,
    SubnetId: primary?.SubnetId,
    PrivateIpAddress: primary?.PrivateIpAddress,
    PublicIpAddress: primary?.Association?.PublicIp,
    SourceDestCheck: primary?.SourceDestCheck,
    SecurityGroups: primary?.Groups ?? [],
  };
  return {
    ...instance,
    ...addressing,
    NetworkInterfaces: interfaces.map(({ TagSet: _, ...shown }) => shown) as Instance['NetworkInterfaces'],
  };
}
