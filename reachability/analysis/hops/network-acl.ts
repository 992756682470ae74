import type { NetworkAclEntry, Subnet } from '@aws-sdk/client-ec2';
import * as headers from '../../packets/header-set';
import { addressesOf } from '../../packets/ipv4';
import { component, type NetworkView } from '../components';
import type { Piece, Step } from '../way';
import type { Direction } from './security-group';

/** Protocol numbers by the names that analyses show. */
const PROTOCOL_NUMBERS = { tcp: '6', udp: '17' } as const;

/** A subnet's network ACL, which keeps no state: the first entry in the order of rule numbers that matches decides, for answers too. */
export function networkAclStep(
  view: NetworkView,
  subnet: Subnet,
  direction: Direction,
  protocol: keyof typeof PROTOCOL_NUMBERS,
): Step {
  const { network } = view;
  const acl = network.networkAclOf(subnet);
  const Acl = component(view, network.networkAcls, acl?.NetworkAclId);
  const Vpc = component(view, network.vpcs, subnet.VpcId);
  const Subnet = component(view, network.subnets, subnet.SubnetId);
  return {
    component: Acl,
    pieces: admittedBy(acl?.Entries ?? [], direction, protocol),
    explain: () => [{ ExplanationCode: 'SUBNET_ACL_RESTRICTION', Acl, Direction: direction, Subnet, Vpc }],
  };
}

function admittedBy(
  entries: readonly NetworkAclEntry[],
  direction: Direction,
  protocol: keyof typeof PROTOCOL_NUMBERS,
): Piece[] {
  const relevant = entries
    .filter((entry) => entry.Egress === (direction === 'egress') && entry.CidrBlock !== undefined)
    .filter((entry) => entry.Protocol === '-1' || entry.Protocol === PROTOCOL_NUMBERS[protocol])
    .sort((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0));
  const pieces: Piece[] = [];
  let denied: headers.HeaderSet = [];
  for (const entry of relevant) {
    const matched = [matchedBy(entry, direction)];
    if (entry.RuleAction === 'allow') {
      pieces.push({ admits: headers.subtract(matched, denied), details: { AclRule: toAclRule(entry, protocol) } });
    } else denied = [...denied, ...matched];
  }
  return pieces;
}

function matchedBy(entry: NetworkAclEntry, direction: Direction): headers.HeaderBox {
  const ports = entry.Protocol === '-1' || !entry.PortRange ? headers.ANY_PORT : rangeOf(entry.PortRange);
  return headers.box({
    [direction === 'egress' ? 'destination' : 'source']: addressesOf([entry.CidrBlock]),
    destinationPorts: ports,
  });
}

function rangeOf({ From, To }: { From?: number | undefined; To?: number | undefined }) {
  return [[From ?? 0, To ?? 65535]] as const;
}

function toAclRule(entry: NetworkAclEntry, protocol: string) {
  return {
    Cidr: entry.CidrBlock,
    Egress: entry.Egress,
    ...(entry.PortRange && { PortRange: entry.PortRange }),
    Protocol: entry.Protocol === '-1' ? 'all' : protocol,
    RuleAction: entry.RuleAction,
    RuleNumber: entry.RuleNumber,
  };
}
