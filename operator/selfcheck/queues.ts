import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { orNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { APPLY, type Finding, ok, problem, unknown, worst } from './finding';
import { admission } from './resource-policy';
import { existingRules } from './rules';

const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** Whether EventBridge delivered every event, and may write others to the dead-letter queue. */
export async function deadLetters(monitor: Deployed): Promise<Finding> {
  const { names, arn, account } = monitor;
  const attributes = await attributesOf(monitor, names.deadLetterQueue);
  if (!attributes) return missing(names.deadLetterQueue);
  const refused = (await existingRules(monitor)).map(({ name: rule }) => ({
    rule,
    answer: admission(attributes.Policy ?? '{}', {
      principals: ['events.amazonaws.com'],
      action: 'sqs:SendMessage',
      sourceArn: arn('events', `rule/${rule}`),
      account,
    }),
  }));
  return worst([
    ...retention(names.deadLetterQueue, attributes),
    emptiness(names.deadLetterQueue, attributes, 'EventBridge could not deliver'),
    ...refused.flatMap(({ rule, answer }) =>
      answer === 'admitted' ? [] : [notAdmitted(names.deadLetterQueue, rule, answer)],
    ),
  ]);
}

/** Whether the queue of given-up events is empty. */
export async function givenUp(monitor: Deployed): Promise<Finding> {
  const { givenUpQueue } = monitor.names;
  const attributes = await attributesOf(monitor, givenUpQueue);
  if (!attributes) return missing(givenUpQueue);
  return worst([
    ...retention(givenUpQueue, attributes),
    emptiness(givenUpQueue, attributes, 'the function gave up on'),
  ]);
}

/** The stack sets the longest retention of SQS, because an operator must replay the events. */
function retention(name: string, { MessageRetentionPeriod }: QueueAttributes): Finding[] {
  if (Number(MessageRetentionPeriod) >= RETENTION_SECONDS) return [];
  return [
    problem(
      `The queue ${name} keeps events for ${MessageRetentionPeriod} s only; the stack sets ${RETENTION_SECONDS} s.`,
      APPLY,
    ),
  ];
}

type QueueAttributes = Readonly<Record<string, string>>;

export async function attributesOf({ aws }: Deployed, QueueName: string): Promise<QueueAttributes | undefined> {
  const found = await orNotFound(aws.sqs.send(new GetQueueUrlCommand({ QueueName })));
  if (!found) return undefined;
  const { Attributes = {} } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: found.QueueUrl, AttributeNames: ['All'] }),
  );
  return Attributes;
}

function emptiness(name: string, attributes: QueueAttributes, what: string): Finding {
  const count = (attribute: string) => Number(attributes[attribute] ?? 0);
  const messages = count('ApproximateNumberOfMessages') + count('ApproximateNumberOfMessagesNotVisible');
  if (messages === 0) return ok(`The queue ${name} is empty.`);
  return problem(
    `The queue ${name} holds ${messages} event${messages > 1 ? 's' : ''} that ${what}: their changes are unchecked or unreported.`,
    `Fix the cause, then replay: docs/runbook.md, "Replay dead letters".`,
  );
}

const missing = (name: string): Finding =>
  problem(`There is no queue ${name}: events that are not handled are lost.`, APPLY);

const notAdmitted = (queue: string, rule: string, answer: 'refused' | 'unknown'): Finding =>
  answer === 'refused'
    ? problem(`The rule ${rule} may not send to the queue ${queue}.`, APPLY)
    : unknown(
        `The policy of the queue ${queue} has conditions that decide whether the rule ${rule} may send to it.`,
        'Read the policy of the queue.',
      );
