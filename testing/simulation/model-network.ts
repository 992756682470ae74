import type { Explanation, PathComponent } from '@aws-sdk/client-ec2';
import type { Finding } from './account';
import { cloudTrailEvent } from './events';

/** A direction of an interface that a path passes. One of the interface's groups must have a rule that allows it. */
export interface Passage {
  readonly interfaceId: string;
  readonly direction: 'ingress' | 'egress';
  readonly port: number;
}

/** What a path needs: a rule for every passage, every network ACL, and every route table. */
export interface Needs {
  readonly passages: readonly Passage[];
  readonly acls: readonly string[];
  readonly routeTables: readonly string[];
}

export interface Rule {
  readonly id: string;
  readonly groupId: string;
  readonly direction: 'ingress' | 'egress';
  readonly port: number;
  /** The rule allows only while the prefix list has its entry. */
  readonly prefixListId?: string;
}

/** What an interface is attached to. */
export interface Attachment {
  readonly instanceId: string;
  /** Whether an analysis shows it. */
  readonly isShown: boolean;
}

type Event = ReturnType<typeof cloudTrailEvent>;

/**
 * A network that changes, what an analysis finds in it, and CloudTrail's record of each call. It is a
 * second opinion: it knows nothing of the engine, and nothing of how the monitor decides.
 */
export class ModelNetwork {
  /** By path. */
  readonly needs = new Map<string, Needs>();
  readonly rules = new Map<string, Rule>();
  /** The groups of each interface. */
  readonly groups = new Map<string, readonly string[]>();
  /** Network ACLs that deny, route tables without the route, and prefix lists without the entry. */
  readonly off = new Set<string>();
  /** By interface. */
  readonly attachments = new Map<string, Attachment>();
  /** Instances. */
  readonly stopped = new Set<string>();
  readonly terminated = new Set<string>();
  private nextRule = 1;

  /** @param time the time of a call as CloudTrail writes it: whole seconds, by a clock that may be wrong */
  constructor(private readonly time: () => string) {}

  isOpen(pathId: string): boolean {
    return this.find(pathId).found;
  }

  find(pathId: string): Finding {
    const needs = this.needs.get(pathId);
    if (!needs) throw new Error(`there is no path ${pathId}`);
    const components: PathComponent[] = [];
    for (const passage of needs.passages) {
      const { instanceId = '', isShown = false } = this.attachments.get(passage.interfaceId) ?? {};
      if (this.stopped.has(instanceId) || this.terminated.has(instanceId))
        return { found: false, explanations: [{ ExplanationCode: 'BAD_STATE', Component: { Id: instanceId } }] };
      const rule = this.grant(passage);
      if (!rule) return { found: false, explanations: [this.noRule(passage)], components };
      components.push(
        { Component: { Id: passage.interfaceId }, AttachedTo: isShown ? { Id: instanceId } : undefined },
        {
          Component: { Id: rule.groupId },
          SecurityGroupRule: {
            ...(rule.prefixListId ? { PrefixListId: rule.prefixListId } : { Cidr: '0.0.0.0/0' }),
            Direction: rule.direction,
            PortRange: { From: rule.port, To: rule.port },
            Protocol: 'tcp',
          },
        },
      );
    }
    for (const id of needs.acls) {
      if (this.off.has(id))
        return { found: false, explanations: [{ ExplanationCode: 'SUBNET_ACL_RESTRICTION', Acl: { Id: id } }] };
      components.push({ Component: { Id: id }, AclRule: { RuleAction: 'allow', RuleNumber: 100 } });
    }
    for (const id of needs.routeTables) {
      if (this.off.has(id))
        return { found: false, explanations: [{ ExplanationCode: 'NO_ROUTE_TO_DESTINATION', RouteTable: { Id: id } }] };
      components.push({ Component: { Id: id }, RouteTableRoute: { DestinationCidr: '0.0.0.0/0', State: 'active' } });
    }
    return { found: true, components };
  }

  authorize(rule: Omit<Rule, 'id'>): Event {
    const added = this.add(rule);
    return this.record(`AuthorizeSecurityGroup${side(rule)}`, {
      requestParameters: { groupId: rule.groupId, ipPermissions: { items: [permission(rule)] } },
      responseElements: { _return: true, securityGroupRuleSet: { items: [ruleItem(added)] } },
    });
  }

  revoke(ruleId: string): Event {
    const rule = this.known(ruleId);
    this.rules.delete(ruleId);
    return this.record(`RevokeSecurityGroup${side(rule)}`, {
      requestParameters: { groupId: rule.groupId, ipPermissions: { items: [permission(rule)] } },
      responseElements: { _return: true, revokedSecurityGroupRuleSet: { items: [ruleItem(rule)] } },
    });
  }

  modify(ruleId: string, port: number): Event {
    const rule = { ...this.known(ruleId), port };
    this.rules.set(ruleId, rule);
    const now = { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: '0.0.0.0/0' };
    return this.record('ModifySecurityGroupRules', {
      requestParameters: {
        ModifySecurityGroupRulesRequest: {
          GroupId: rule.groupId,
          SecurityGroupRule: { SecurityGroupRuleId: ruleId, tag: 1, SecurityGroupRule: now },
        },
      },
    });
  }

  attach(interfaceId: string, groupIds: readonly string[]): Event {
    this.groups.set(interfaceId, groupIds);
    return this.record('ModifyNetworkInterfaceAttribute', {
      requestParameters: {
        networkInterfaceId: interfaceId,
        groupSet: { items: groupIds.map((groupId) => ({ groupId })) },
      },
    });
  }

  /** Adds or removes the entry of a network ACL, a route, or the entry of a prefix list. */
  toggle(id: string): Event {
    const isOn = this.off.delete(id);
    if (!isOn) this.off.add(id);
    if (id.startsWith('acl-')) {
      const entry = { networkAclId: id, ruleNumber: 100, egress: true };
      return this.record(isOn ? 'CreateNetworkAclEntry' : 'DeleteNetworkAclEntry', { requestParameters: entry });
    }
    if (id.startsWith('rtb-')) {
      const route = { routeTableId: id, destinationCidrBlock: '0.0.0.0/0' };
      return this.record(isOn ? 'CreateRoute' : 'DeleteRoute', { requestParameters: route });
    }
    const entry = { [isOn ? 'AddEntry' : 'RemoveEntry']: { Cidr: '198.51.100.0/24' } };
    return this.record('ModifyManagedPrefixList', {
      requestParameters: { ModifyManagedPrefixListRequest: { PrefixListId: id, ...entry } },
    });
  }

  /** @returns undefined if AWS would refuse the call */
  power(verb: 'Stop' | 'Start' | 'Terminate', instanceId: string): Event | undefined {
    if (this.terminated.has(instanceId)) return undefined;
    if (verb === 'Start') this.stopped.delete(instanceId);
    else (verb === 'Stop' ? this.stopped : this.terminated).add(instanceId);
    const [currentState, previousState] = [
      { code: 0, name: 'pending' },
      { code: 16, name: 'running' },
    ];
    return this.record(`${verb}Instances`, {
      requestParameters: { instancesSet: { items: [{ instanceId }] } },
      responseElements: { instancesSet: { items: [{ instanceId, currentState, previousState }] } },
    });
  }

  /** A call that changes no path: a new group, or new instances. */
  idle(call: 'CreateSecurityGroup' | 'RunInstances'): Event {
    return this.record(call, { responseElements: { groupId: 'sg-0fffffffffffffff0' } });
  }

  add(rule: Omit<Rule, 'id'>): Rule {
    const added = { ...rule, id: `sgr-${(this.nextRule++).toString(16).padStart(17, '0')}` };
    this.rules.set(added.id, added);
    return added;
  }

  private grant({ interfaceId, direction, port }: Passage): Rule | undefined {
    const groups = this.groups.get(interfaceId) ?? [];
    return [...this.rules.values()].find(
      (rule) =>
        groups.includes(rule.groupId) &&
        rule.direction === direction &&
        rule.port === port &&
        !(rule.prefixListId && this.off.has(rule.prefixListId)),
    );
  }

  private noRule({ interfaceId, direction }: Passage): Explanation {
    const groups = this.groups.get(interfaceId) ?? [];
    return {
      ExplanationCode: 'ENI_SG_RULES_MISMATCH',
      Direction: direction,
      NetworkInterface: { Id: interfaceId },
      SecurityGroups: groups.map((Id) => ({ Id })),
    };
  }

  private known(ruleId: string): Rule {
    const rule = this.rules.get(ruleId);
    if (!rule) throw new Error(`there is no rule ${ruleId}`);
    return rule;
  }

  private record(call: string, detail: Readonly<Record<string, unknown>>): Event {
    return cloudTrailEvent(call, detail, this.time());
  }
}

function side({ direction }: Pick<Rule, 'direction'>): string {
  return direction === 'ingress' ? 'Ingress' : 'Egress';
}

function permission({ port, prefixListId }: Omit<Rule, 'id'>) {
  return {
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    groups: {},
    ipRanges: prefixListId ? {} : { items: [{ cidrIp: '0.0.0.0/0' }] },
    ipv6Ranges: {},
    prefixListIds: prefixListId ? { items: [{ prefixListId }] } : {},
  };
}

function ruleItem({ id, groupId, direction, port, prefixListId }: Rule) {
  return {
    groupOwnerId: '123456789012',
    groupId,
    securityGroupRuleId: id,
    isEgress: direction === 'egress',
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    ...(prefixListId ? { prefixListId } : { cidrIpv4: '0.0.0.0/0' }),
  };
}
