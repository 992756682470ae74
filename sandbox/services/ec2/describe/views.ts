/** Resources as Describe calls show them, where that is more than what the network keeps. */

import type { Instance, SecurityGroup } from '@aws-sdk/client-ec2';
import { arnOf, type Scope } from '../../../../reachability/network/arn';
import type { GroupWithoutRules, Network } from '../../../../reachability/network/network';
import { permissionsFromRules } from '../../../../reachability/network/security-group-rules';

/** With the rules in the older shape. */
export function securityGroupView(network: Network, scope: Scope, group: GroupWithoutRules): SecurityGroup {
  const rules = network.rulesOf(group.GroupId);
  return {
    SecurityGroupArn: arnOf(scope, 'security-group', group.GroupId as string),
    ...group,
    IpPermissions: permissionsFromRules(rules.filter((rule) => !rule.IsEgress)),
    IpPermissionsEgress: permissionsFromRules(rules.filter((rule) => rule.IsEgress)),
  };
}

/** With its interfaces, groups and addresses as they are now; a terminated instance has none left. */
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
