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
 * Rules between two settings. In Terraform 1.5, the validation of a variable cannot refer to
 * another variable.
 *
 * @throws Error for a rule that is already known to be broken
 */
export const preconditions = (settings: Settings): Precondition[] =>
  rules(settings).flatMap(([forbidden, errorMessage]) => {
    if (forbidden === true) throw new Error(errorMessage);
    return forbidden === false ? [] : [{ condition: not(forbidden), errorMessage }];
  });

/** Each is a combination to refuse, and the reason. */
const rules = (settings: Settings): [Condition, string][] => [
  [
    both(isEqual(settings.trigger, 'security-groups'), isEqual(settings.check, 'affected')),
    'check = "affected" cannot be combined with trigger = "security-groups": the monitor would not see changes of routes and network ACLs, and could skip a path that such a change broke. Set check = "all", or trigger = "network".',
  ],
  [
    both(not(settings.createTopic), not(isGiven(settings.snsTopicArn))),
    'sns_topic_arn must be set when create_topic is false: give the ARN of the topic to use, or set create_topic = true.',
  ],
  [
    both(settings.createTopic, isGiven(settings.snsTopicArn)),
    'sns_topic_arn is set, but create_topic = true creates another topic: set create_topic = false to use the given one, or leave sns_topic_arn out.',
  ],
  [
    both(isGiven(settings.chatTopicArn), isSame(settings.chatTopicArn, settings.snsTopicArn)),
    'chat_topic_arn and sns_topic_arn are the same topic: its subscribers would also receive messages that only Amazon Q Developer can read. Use a separate topic for chat.',
  ],
  [
    both(isTooNew(settings.lambdaRuntime), IS_PROVIDER_5),
    `lambda_runtime is later than ${DEFAULTS.lambdaRuntime}, the latest that version 5 of the AWS provider supports: allow a release of version 6 that supports the runtime in required_providers and run terraform init -upgrade, or set lambda_runtime = "${DEFAULTS.lambdaRuntime}".`,
  ],
  [
    both(not(settings.watchTaggedPaths), isEmpty(settings.paths)),
    'paths is empty, so nothing would be watched: declare at least one path, or set watch_tagged_paths = true to watch paths made elsewhere.',
  ],
];

/**
 * Every version of the provider supports the default runtime. Provider 5 supports no later one, and
 * its error offers no remedy.
 */
const isTooNew = (runtime: string): Condition => not(isEqual(runtime, DEFAULTS.lambdaRuntime));

// Provider 6 introduced the attribute. Terraform has no function that returns a provider's version.
const IS_PROVIDER_5: Condition = not(ref('contains(keys(data.aws_region.current), "region")'));

/** An absent value is not the same as any other. */
const isSame = (one: string | undefined, other: string | undefined): Condition =>
  one === undefined || other === undefined ? false : isEqual(one, other);

const isEmpty = (paths: NetworkPaths): Condition =>
  typeof paths === 'string' ? Op.lt(Fn.lengthOf(paths), 1) : Object.keys(paths).length === 0;
