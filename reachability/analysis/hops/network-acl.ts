import type { AnalysisAclRule, NetworkAclEntry, Subnet } from '@aws-sdk/client-ec2';
import * as headers from '../../packets/header-set';
import { addressesOf } from '../../packets/ipv4';
import { aclProtocol, type PathProtocol } from '../../packets/protocols';
import { component, type NetworkView } from '../components';
import type { Direction, Hop, HopRule } from '../hop';

/**
 * A subnet's network ACL. It is stateless: requests and replies alike are decided by the first
 * entry, in the order of rule numbers, that matches.
 */
export function networkAclHop(view: NetworkView, subnet: Subnet, direction: Direction, protocol: PathProtocol): Hop {
  const { network } = view;
  const acl = network.networkAclOf(subnet);
  const Acl = component(view, network.networkAcls, acl?.NetworkAclId);
  const Vpc = component(view, network.vpcs, subnet.VpcId);
  const Subnet = component(view, network.subnets, subnet.SubnetId);
  return {
    component: Acl,
    rules: allowRules(acl?.Entries ?? [], direction, protocol),
    explain: () => [{ ExplanationCode: 'SUBNET_ACL_RESTRICTION', Acl, Direction: direction, Subnet, Vpc }],
  };
}

/** A rule for each entry that allows, without the headers that earlier entries deny. */
function allowRules(entries: readonly NetworkAclEntry[], direction: Direction, protocol: PathProtocol): HopRule[] {
  const number = aclProtocol(protocol);
  const relevant = entries
    .filter((entry) => entry.Egress === (direction === 'egress') && entry.CidrBlock !== undefined)
    .filter((entry) => entry.Protocol === '-1' || entry.Protocol === number)
    .sort((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0));
  const rules: HopRule[] = [];
  let denied: headers.HeaderSet = [];
  for (const entry of relevant) {
    const matched = [matchedBy(entry, direction)];
    if (entry.RuleAction === 'allow') {
      rules.push({ admits: headers.subtract(matched, denied), details: { AclRule: toAclRule(entry, protocol) } });
    } else denied = [...denied, ...matched];
  }
  return rules;
}

function matchedBy({ CidrBlock, Protocol, PortRange }: NetworkAclEntry, direction: Direction): headers.HeaderBox {
  const { From = 0, To = headers.MAX_PORT } = PortRange ?? {};
  return headers.box({
    [direction === 'egress' ? 'destination' : 'source']: addressesOf([CidrBlock]),
    destinationPorts: Protocol === '-1' ? headers.ANY_PORT : [[From, To]],
  });
}

function toAclRule(entry: NetworkAclEntry, protocol: PathProtocol): AnalysisAclRule {
  return {
    Cidr: entry.CidrBlock,
    Egress: entry.Egress,
    PortRange: entry.PortRange,
    Protocol: entry.Protocol === '-1' ? 'all' : protocol,
    RuleAction: entry.RuleAction,
    RuleNumber: entry.RuleNumber,
  };
}
