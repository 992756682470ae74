import { paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import { isNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { type Finding, fatal, ok } from './finding';

/** Whether anybody hears of what the monitor finds. */
export async function topic({ aws, settings }: Deployed): Promise<Finding> {
  const topicArn = (await settings()).Environment?.Variables?.SNS_TOPIC_ARN;
  if (!topicArn) return fatal('The function has no SNS_TOPIC_ARN.', 'Apply the stack again.');
  const subscriptions: Subscription[] = [];
  try {
    for await (const page of paginateListSubscriptionsByTopic({ client: aws.sns }, { TopicArn: topicArn }))
      subscriptions.push(...(page.Subscriptions ?? []));
  } catch (error) {
    if (isNotFound(error)) return fatal(`The topic ${topicArn} does not exist.`, 'Apply the stack again.');
    throw error;
  }
  return judge(topicArn, subscriptions);
}

function judge(topicArn: string, subscriptions: readonly Subscription[]): Finding {
  const confirmed = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
  const pending = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
  const waiting = pending.map(({ Endpoint }) => Endpoint).join(', ');
  if (confirmed.length > 0)
    return ok(
      `The topic has ${confirmed.length} confirmed subscription${confirmed.length > 1 ? 's' : ''}.${waiting && ` Still to be confirmed: ${waiting}.`}`,
    );
  return pending.length > 0
    ? fatal(
        `Nobody hears: no subscription of the topic is confirmed. AWS waits for ${waiting}.`,
        'Click the link in the mail from AWS; it is valid for two days. Subscribe again for another one.',
      )
    : fatal(
        'Nobody hears: the topic has no subscription.',
        `aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint ADDRESS`,
      );
}
