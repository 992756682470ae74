import { Fn, type IResolvable, Op, type Precondition, ref } from 'cdktf';
import type { Check } from '../../contract/settings';
import type { Trigger } from '../policies/event-patterns';
import { both, type Condition, isEqual, isGiven, not } from '../terraform/condition';
import { DEFAULTS } from './defaults';
import type { NetworkPaths } from './network-path';

interface Settings {
  readonly check: Check | IResolvable;
  readonly trigger: Trigger | IResolvable;
  readonly createTopic: Condition;
  readonly snsTopicArn?: string;
  readonly chatTopicArn?: string;
  readonly watchTaggedPaths: Condition;
  readonly lambdaRuntime: string;
  readonly paths: NetworkPaths;
}

/**
 * What must hold between two settings: in Terraform 1.5 a variable's own validation cannot see another variable.
 *
 * @throws for what is already known not to hold
 */
export const preconditions = (settings: Settings): Precondition[] =>
  rules(settings).flatMap(([forbidden, errorMessage]) => {
    if (forbidden === true) throw new Error(errorMessage);
    return forbidden === false ? [] : [{ condition: not(forbidden), errorMessage }];
  });

/** Each is a combination that is refused, and why. */
const rules = (settings: Settings): [Condition, string][] => [
  [
    both(isEqual(settings.trigger, 'security-groups'), isEqual(settings.check, 'affected')),
    'check = "affected" cannot go with trigger = "security-groups": a change of a route or network ACL would be unseen, and a path skipped on its strength. Set check = "all", or trigger = "network".',
  ],
  [
    both(not(settings.createTopic), not(isGiven(settings.snsTopicArn))),
    'sns_topic_arn must be set when create_topic is false: give the ARN of the topic to use, or set create_topic = true.',
  ],
  [
    both(settings.createTopic, isGiven(settings.snsTopicArn)),
    'sns_topic_arn is set, but create_topic = true makes another topic: set create_topic = false to use the given one, or leave sns_topic_arn out.',
  ],
  [
    both(isGiven(settings.chatTopicArn), isSame(settings.chatTopicArn, settings.snsTopicArn)),
    'chat_topic_arn and sns_topic_arn are the same topic: people would get what only Amazon Q Developer can read. Give chat a topic of its own.',
  ],
  [
    both(isTooNew(settings.lambdaRuntime), IS_PROVIDER_5),
    `lambda_runtime is later than ${DEFAULTS.lambdaRuntime}, and version 5 of the AWS provider knows no later one: let required_providers take version 6, a release that knows the runtime, and run terraform init -upgrade; or set lambda_runtime = "${DEFAULTS.lambdaRuntime}".`,
  ],
  [
    both(not(settings.watchTaggedPaths), isEmpty(settings.paths)),
    'paths is empty, so nothing would be watched: declare at least one path, or set watch_tagged_paths = true to watch paths made elsewhere.',
  ],
];

/** Of the default runtime, every version of the provider knows; provider 5 knows no later one, and lists what it knows instead of a remedy. */
const isTooNew = (runtime: string): Condition => not(isEqual(runtime, DEFAULTS.lambdaRuntime));

// The attribute came with provider 6. No function of Terraform says which version of a provider is at work.
const IS_PROVIDER_5: Condition = not(ref('contains(keys(data.aws_region.current), "region")'));

/** What is not there is not the same as anything. */
const isSame = (one: string | undefined, other: string | undefined): Condition =>
  one === undefined || other === undefined ? false : isEqual(one, other);

const isEmpty = (paths: NetworkPaths): Condition =>
  typeof paths === 'string' ? Op.lt(Fn.lengthOf(paths), 1) : Object.keys(paths).length === 0;
