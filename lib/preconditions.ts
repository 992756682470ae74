import { Fn, type IResolvable, Op, type Precondition } from 'cdktf';
import type { Trigger } from './detection';
import { isGiven } from './given';
import { forEachPath, type NetworkPaths } from './network-path';

/** Which paths a change leads to an analysis of. */
export type Check = 'affected' | 'all';

interface Spanning {
  readonly check: Check | IResolvable;
  readonly trigger: Trigger | IResolvable;
  readonly createTopic: boolean | IResolvable;
  readonly snsTopicArn?: string;
  readonly watchTaggedPaths: boolean | IResolvable;
  readonly paths: NetworkPaths;
}

/** What must hold between two settings: a variable's own validation cannot see another variable in Terraform 1.5. */
export const monitorPreconditions = (props: Spanning): Precondition[] => [
  {
    condition: Op.not(Op.and(Op.eq(props.trigger, 'security-groups'), Op.eq(props.check, 'affected'))),
    errorMessage:
      'check = "affected" cannot go with trigger = "security-groups": a change of a route or network ACL would be unseen, and a path skipped on its strength. Set check = "all", or trigger = "network".',
  },
  {
    condition: Op.or(props.createTopic, isGiven(props.snsTopicArn)),
    errorMessage:
      'sns_topic_arn must be set when create_topic is false: give the ARN of the topic to use, or set create_topic = true.',
  },
  {
    condition: Op.not(Op.and(props.createTopic, isGiven(props.snsTopicArn))),
    errorMessage:
      'sns_topic_arn is set, but create_topic = true makes another topic: set create_topic = false to use the given one, or leave sns_topic_arn out.',
  },
  {
    condition: Op.or(props.watchTaggedPaths, Op.gte(Fn.lengthOf(forEachPath(props.paths)), 1)),
    errorMessage:
      'paths is empty, so nothing would be watched: declare at least one path, or set watch_tagged_paths = true to watch paths made elsewhere.',
  },
];
