import { GetFunctionConfigurationCommand, GetPolicyCommand } from '@aws-sdk/client-lambda';
import { GetSubscriptionAttributesCommand, type Subscription } from '@aws-sdk/client-sns';
import { isAccessDenied, isNotFound, orNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { accepts, type MessageAttributes } from './filter-policy';
import { attributesOf } from './queues';
import { type Admission, admission } from './resource-policy';

/** Which messages reach one confirmed subscription. */
export interface Reception {
  readonly endpoint: string;
  /** Why no message can arrive at all. */
  readonly deadBecause?: string;
  /** The indexes of the given messages that its filter policy rejects. */
  readonly rejected: readonly number[];
  /** What could not be read. */
  readonly unread?: string;
}

/**
 * Reads the filter policy of a confirmed subscription, and its endpoint where that is a queue or
 * function of this account.
 */
export async function receptionOf(
  monitor: Deployed,
  subscription: Subscription,
  messages: readonly MessageAttributes[],
): Promise<Reception> {
  const { Endpoint: endpoint = '' } = subscription;
  try {
    const deadBecause = await whyDead(monitor, subscription);
    const answer = await monitor.aws.sns.send(
      new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription.SubscriptionArn }),
    );
    const { FilterPolicy, FilterPolicyScope } = answer.Attributes ?? {};
    return { endpoint, deadBecause, ...filtered(FilterPolicy, FilterPolicyScope, messages) };
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    return { endpoint, rejected: [], unread: `the subscription of ${endpoint} may not be read` };
  }
}

function filtered(
  policy: string | undefined,
  scope: string | undefined,
  messages: readonly MessageAttributes[],
): Pick<Reception, 'rejected' | 'unread'> {
  if (!policy) return { rejected: [] };
  // A body that is not JSON never matches:
  // https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html
  if (scope === 'MessageBody') return { rejected: messages.map((_, index) => index) };
  const results = messages.map((attributes) => accepts(policy, attributes));
  const rejected = results.flatMap((accepted, index) => (accepted === false ? [index] : []));
  return results.includes(undefined)
    ? { rejected, unread: `the filter policy of a subscription has operators that are not supported here: ${policy}` }
    : { rejected };
}

/**
 * Undefined also for an endpoint that cannot be checked: mail, HTTPS, and resources of another
 * account or Region.
 */
async function whyDead(monitor: Deployed, { Protocol, Endpoint = '', TopicArn }: Subscription) {
  const [, , , region, account, ...rest] = Endpoint.split(':');
  if (region !== monitor.region || account !== monitor.account) return undefined;
  if (Protocol === 'sqs') return whyQueueIsDead(monitor, rest[0] ?? '', TopicArn);
  return Protocol === 'lambda' ? whyFunctionIsDead(monitor, rest[1] ?? '', TopicArn) : undefined;
}

async function whyQueueIsDead(monitor: Deployed, queue: string, sourceArn: string | undefined) {
  const attributes = await attributesOf(monitor, queue);
  if (!attributes) return `the queue ${queue} does not exist`;
  const caller = { principals: ['sns.amazonaws.com'], action: 'sqs:SendMessage', sourceArn, account: monitor.account };
  return whyRefused(admission(attributes.Policy ?? '{}', caller), `the queue ${queue}`);
}

async function whyFunctionIsDead({ aws, account }: Deployed, FunctionName: string, sourceArn: string | undefined) {
  const found = await orNotFound(aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })));
  if (!found) return `the function ${FunctionName} does not exist`;
  const caller = { principals: ['sns.amazonaws.com'], action: 'lambda:InvokeFunction', sourceArn, account };
  try {
    const { Policy = '{}' } = await aws.lambda.send(new GetPolicyCommand({ FunctionName }));
    return whyRefused(admission(Policy, caller), `the function ${FunctionName}`);
  } catch (error) {
    if (isNotFound(error)) return whyRefused('refused', `the function ${FunctionName}`);
    throw error;
  }
}

const whyRefused = (answer: Admission, what: string): string | undefined =>
  answer === 'refused' ? `the policy of ${what} does not admit the topic` : undefined;
