import type { Change } from '../events/change';
import { isId } from '../events/resource-ids';
import { isIpv6Only } from './ipv6';

/** What a change can do to paths. */
export interface Effect {
  /** Whether a closed path can be open afterwards. */
  readonly canOpen: boolean;
  /** Whether an open path can be closed afterwards. */
  readonly canClose: boolean;
  /**
   * The security group whose rules are all that the change altered; absent if it is unknown, or not
   * all.
   */
  readonly group?: string;
  /**
   * The instances that the change took off the network, if that is all it did; absent if unknown,
   * or not all.
   */
  readonly instances?: readonly string[];
}

const ANYTHING: Effect = { canOpen: true, canClose: true };
const ONLY_OPENS: Effect = { canOpen: true, canClose: false };
const ONLY_CLOSES: Effect = { canOpen: false, canClose: true };
const NOTHING: Effect = { canOpen: false, canClose: false };

/**
 * The effect of each call; a call that is not listed may do anything. docs/why-skips-are-sound.md
 * gives the argument for each line, and why network ACLs and routes are missing.
 */
const EFFECTS: Readonly<Record<string, Effect>> = {
  AuthorizeSecurityGroupIngress: ONLY_OPENS,
  AuthorizeSecurityGroupEgress: ONLY_OPENS,
  RevokeSecurityGroupIngress: ONLY_CLOSES,
  RevokeSecurityGroupEgress: ONLY_CLOSES,
  ModifySecurityGroupRules: ANYTHING,
  RunInstances: ONLY_OPENS,
  RunScheduledInstances: ONLY_OPENS,
  StartInstances: ONLY_OPENS,
  CreateFleet: ONLY_OPENS,
  RequestSpotFleet: ONLY_OPENS,
  RequestSpotInstances: ONLY_OPENS,
  CreateNetworkInterface: ONLY_OPENS,
  CreateLoadBalancer: ONLY_OPENS,
};

const REMOVES_INSTANCES = /^(Terminate|Stop)Instances$/;
/** From this many on, the list of resources that a CloudTrail record names may be cut. */
const MOST_INSTANCES = 1_000;
const GROUP_RULE_CALL = /^((Authorize|Revoke)SecurityGroup(Ingress|Egress)|ModifySecurityGroupRules)$/;

export function effectOf(change: Change): Effect {
  if (change.isHarmless || isIpv6Only(change)) return NOTHING;
  if (REMOVES_INSTANCES.test(change.call)) return removalOf(change);
  const effect = Object.hasOwn(EFFECTS, change.call) ? (EFFECTS[change.call] ?? ANYTHING) : ANYTHING;
  const group = GROUP_RULE_CALL.test(change.call) ? alteredGroup(change) : undefined;
  return { ...effect, group };
}

/**
 * Each of these calls alters one group: the one that the altered rules belong to. If the record
 * holds no rules, it is the only group that the record names. Other groups in the record are peers
 * of the rules.
 */
function alteredGroup({ rules, resources }: Change): string | undefined {
  const groups = new Set(
    rules.length > 0 ? rules.map(({ rule }) => rule.groupId) : resources.filter((id) => id.startsWith('sg-')),
  );
  const [group] = groups;
  return groups.size === 1 ? group : undefined;
}

function removalOf({ resources }: Change): Effect {
  const instances = resources.filter((id) => isId(id, 'i'));
  return instances.length > 0 && resources.length < MOST_INSTANCES ? { ...ONLY_CLOSES, instances } : ANYTHING;
}
