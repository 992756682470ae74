import { GetTopicAttributesCommand, paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import { isNotFound, orNotFound } from '../aws-error';
import { variablesOf } from '../function-variables';
import type { Deployed } from './deployed';
import type { MessageAttributes } from './filter-policy';
import { APPLY, type Finding, fatal, ok, problem, Unanswerable, unknown, worst } from './finding';
import { pathName, watchedPaths } from './paths';
import { admission, denial } from './resource-policy';
import { type Reception, receptionOf } from './subscription';

/** Whether messages about every path reach at least one subscriber. */
export async function topic(monitor: Deployed): Promise<Finding> {
  const topicArn = variablesOf(await monitor.settings()).SNS_TOPIC_ARN;
  if (!topicArn) return fatal('The function has no SNS_TOPIC_ARN.', APPLY);
  const subscriptions: Subscription[] = [];
  try {
    for await (const page of paginateListSubscriptionsByTopic({ client: monitor.aws.sns }, { TopicArn: topicArn }))
      subscriptions.push(...(page.Subscriptions ?? []));
  } catch (error) {
    if (isNotFound(error)) return fatal(`The topic ${topicArn} does not exist.`, APPLY);
    throw error;
  }
  const confirmed = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
  if (confirmed.length === 0) return noSubscriber(monitor, topicArn, subscriptions);
  const messages = await messagesOf(monitor);
  const receptions = await Promise.all(confirmed.map((each) => receptionOf(monitor, each, messages)));
  return whatArrives(receptions, messages, pending(subscriptions));
}

const pending = (subscriptions: readonly Subscription[]): string[] =>
  subscriptions
    .filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')
    .map(({ Endpoint = '' }) => Endpoint);

function noSubscriber({ cli }: Deployed, topicArn: string, subscriptions: readonly Subscription[]): Finding {
  const waiting = pending(subscriptions);
  return waiting.length > 0
    ? fatal(
        `No message arrives: no subscription of the topic is confirmed. AWS waits for ${waiting.join(', ')}.`,
        'Follow the link in the mail from AWS, which is valid for two days. For a new link, subscribe again.',
      )
    : fatal(
        'No message arrives: the topic has no subscription.',
        cli('sns subscribe', `--topic-arn ${topicArn} --protocol email --notification-endpoint ADDRESS`),
      );
}

/** The attributes of the two most important messages about each path: broken, and inconclusive. */
async function messagesOf(monitor: Deployed): Promise<MessageAttributes[]> {
  const watched = await watchedPaths(monitor);
  return watched.flatMap((path) => {
    const pathId = path.NetworkInsightsPathId ?? '';
    const of = (severity: string, outcome: string): MessageAttributes => ({
      severity,
      outcome,
      pathId,
      pathName: pathName(path),
      region: monitor.region,
      dedupKey: `nia-0123456789abcdef0/${outcome}`,
    });
    return [of('critical', 'broken'), of('error', 'inconclusive')];
  });
}

function whatArrives(
  receptions: readonly Reception[],
  messages: readonly MessageAttributes[],
  waiting: readonly string[],
): Finding {
  const dead = receptions.filter(({ deadBecause }) => deadBecause);
  const alive = receptions.filter(({ deadBecause }) => !deadBecause);
  const isLost = (index: number) => alive.every(({ rejected }) => rejected.includes(index));
  const lost = messages.filter((_, index) => isLost(index));
  const why = dead.map(({ deadBecause }) => deadBecause).join(', ');
  const remedy = 'Remove or widen the filter policy, or add another subscription.';
  if (alive.length === 0)
    return fatal(`No message can arrive: ${why}.`, 'Subscribe an endpoint that exists and admits the topic.');
  if (messages.length > 0 && lost.length === messages.length)
    return fatal('No message arrives: the filter policies of the subscriptions reject every alert.', remedy);
  const names = [...new Set(lost.map(({ pathName: name, outcome }) => `${name} (${outcome})`))];
  const count = `${receptions.length} confirmed subscription${receptions.length > 1 ? 's' : ''}`;
  const unread = receptions.flatMap(({ unread }) => unread ?? []);
  return worst([
    ok(`The topic has ${count}.${waiting.length > 0 ? ` Still to be confirmed: ${waiting.join(', ')}.` : ''}`),
    ...(dead.length > 0
      ? [problem(`A subscription receives no message: ${why}.`, 'Remove it, or repair its endpoint.')]
      : []),
    ...(names.length > 0
      ? [problem(`The filter policies reject every message about ${names.join(', ')}.`, remedy)]
      : []),
    ...unread.map((what) =>
      unknown(`It is unknown which messages arrive: ${what}.`, 'Read it: aws sns get-subscription-attributes.'),
    ),
  ]);
}

/** Whether the function and the alarms may publish to the topic. */
export async function topicPolicy(monitor: Deployed): Promise<Finding> {
  const { aws, account, arn, names, cli } = monitor;
  const settings = await monitor.settings();
  const { Role = '' } = settings;
  const { SNS_TOPIC_ARN: TopicArn = '' } = variablesOf(settings);
  const answer = await orNotFound(aws.sns.send(new GetTopicAttributesCommand({ TopicArn })));
  if (!answer) throw new Unanswerable('This cannot be checked without the topic, which does not exist.');
  const policy = answer.Attributes?.Policy ?? '{}';
  const caller = { action: 'sns:Publish', account };
  const role = { ...caller, principals: [Role, account, Role.replace(/:role\/.*/, ':root')] };
  const alarm = {
    ...caller,
    principals: ['cloudwatch.amazonaws.com'],
    sourceArn: arn('cloudwatch', `alarm:${names.alarmPrefix}dead-letters`),
  };
  const read = `Read it: ${cli('sns get-topic-attributes', `--topic-arn ${TopicArn}`)}`;
  const findings = [ok('The policy of the topic admits the function and the alarms.')];
  const denied = denial(policy, role);
  if (denied === 'denied') findings.push(fatal('The policy of the topic denies publishing to the function.', APPLY));
  if (denied === 'unknown')
    findings.push(
      unknown('The policy of the topic has conditions that decide whether the function may publish.', read),
    );
  const admitted = admission(policy, alarm);
  if (admitted === 'refused')
    findings.push(
      problem(
        'The policy of the topic does not allow the alarms to publish: lost events are not reported.',
        `${APPLY} With create_topic = false, allow cloudwatch.amazonaws.com to publish for the alarms of this account.`,
      ),
    );
  if (admitted === 'unknown')
    findings.push(unknown('The policy of the topic has conditions that decide whether the alarms may publish.', read));
  return worst(findings);
}
