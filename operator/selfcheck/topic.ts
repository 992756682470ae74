import { GetTopicAttributesCommand, paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import { isNotFound, orNotFound } from '../aws-error';
import { variablesOf } from '../function-variables';
import type { Deployed } from './deployed';
import type { MessageAttributes } from './filter-policy';
import { APPLY, type Finding, fatal, ok, problem, Unanswerable, unknown, worst } from './finding';
import { pathName, watchedPaths } from './paths';
import { admission, denial } from './resource-policy';
import { type Reception, receptionOf } from './subscription';

/** Whether anybody hears of what the monitor finds, of any path. */
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
  if (confirmed.length === 0) return nobody(monitor, topicArn, subscriptions);
  const messages = await messagesOf(monitor);
  const receptions = await Promise.all(confirmed.map((each) => receptionOf(monitor, each, messages)));
  return whatArrives(receptions, messages, pending(subscriptions));
}

const pending = (subscriptions: readonly Subscription[]): string[] =>
  subscriptions
    .filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')
    .map(({ Endpoint = '' }) => Endpoint);

function nobody({ cli }: Deployed, topicArn: string, subscriptions: readonly Subscription[]): Finding {
  const waiting = pending(subscriptions);
  return waiting.length > 0
    ? fatal(
        `Nobody hears: no subscription of the topic is confirmed. AWS waits for ${waiting.join(', ')}.`,
        'Click the link in the mail from AWS; it is valid for two days. Subscribe again for another one.',
      )
    : fatal(
        'Nobody hears: the topic has no subscription.',
        cli('sns subscribe', `--topic-arn ${topicArn} --protocol email --notification-endpoint ADDRESS`),
      );
}

/** The attributes of the messages that matter most, of each path: it is broken, and nobody knows. */
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
  const isLost = (index: number) => alive.every(({ keptAway }) => keptAway.includes(index));
  const lost = messages.filter((_, index) => isLost(index));
  const why = dead.map(({ deadBecause }) => deadBecause).join(', ');
  const remedy = 'Take the filter policy away or widen it, or subscribe somebody else.';
  if (alive.length === 0)
    return fatal(`Nobody hears: no message can arrive, since ${why}.`, 'Subscribe somebody who is there.');
  if (messages.length > 0 && lost.length === messages.length)
    return fatal('Nobody hears: the filter policies of the subscriptions let no alert through.', remedy);
  const names = [...new Set(lost.map(({ pathName: name, outcome }) => `${name} (${outcome})`))];
  const count = `${receptions.length} confirmed subscription${receptions.length > 1 ? 's' : ''}`;
  const unread = receptions.flatMap(({ unread }) => unread ?? []);
  return worst([
    ok(`The topic has ${count}.${waiting.length > 0 ? ` Still to be confirmed: ${waiting.join(', ')}.` : ''}`),
    ...(dead.length > 0
      ? [problem(`A subscription gets no message: ${why}.`, 'Take it away, or mend what it leads to.')]
      : []),
    ...(names.length > 0
      ? [problem(`The filter policies let no message through about ${names.join(', ')}.`, remedy)]
      : []),
    ...unread.map((what) =>
      unknown(`It cannot be told who hears: ${what}.`, 'Read it: aws sns get-subscription-attributes.'),
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
  if (!answer) throw new Unanswerable('This cannot be told without the topic, which does not exist.');
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
  if (denied === 'denied') findings.push(fatal('The policy of the topic denies the function to publish.', APPLY));
  if (denied === 'unknown')
    findings.push(
      unknown('The policy of the topic has conditions that decide whether the function may publish.', read),
    );
  const admitted = admission(policy, alarm);
  if (admitted === 'refused')
    findings.push(
      problem(
        'The policy of the topic does not let the alarms publish: nobody hears of a lost event.',
        `${APPLY} With create_topic = false, let cloudwatch.amazonaws.com publish for the alarms of this account.`,
      ),
    );
  if (admitted === 'unknown')
    findings.push(unknown('The policy of the topic has conditions that decide whether the alarms may publish.', read));
  return worst(findings);
}
