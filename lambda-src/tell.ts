import type { PublishInput } from '@aws-sdk/client-sns';
import { isBusy } from './aws-error';
import { chatTestMessage, toChatMessage } from './chat-message';
import { publishToChat } from './chat-publish';
import { type Report, testMessage, toMessage } from './message';
import type { Monitor } from './monitor';
import { MOST_TRIES, retryWhile } from './retry';

/**
 * Publishes the message for people, while AWS is busy again and again, as long as the report is ours to make.
 *
 * @param isOurs asked right before each try
 * @returns false where the report is no longer ours; nothing was sent then
 * @throws when it cannot be published
 */
export async function report(
  message: Report,
  isOurs: () => Promise<boolean>,
  { sns, environment, clock, random, remaining, tally }: Monitor,
): Promise<boolean> {
  const publish = async (): Promise<boolean> => {
    if (!(await isOurs())) return false;
    await sns.publish(toMessage(message, environment));
    return true;
  };
  if (!(await retryWhile(isBusy, publish, { clock, random, remaining }, MOST_TRIES))) return false;
  tally.messagesSent++;
  const { occasion } = message;
  if (occasion.kind === 'change' && occasion.change.time !== undefined) {
    // CloudTrail cuts its time to whole seconds, and clocks differ.
    tally.secondsToMessage.push(Math.max(0, clock.now() - occasion.change.time) / 1_000);
  }
  return true;
}

/** Publishes the message for chat, where there is one; a chat that cannot be reached fails nothing. */
export async function reportInChat(message: Report, monitor: Monitor): Promise<void> {
  const about = { pathId: message.path.id, analysisId: message.analysis.id };
  await publishToChat((topic) => toChatMessage(message, monitor.environment, topic), about, monitor);
}

/** Sends a test to everybody who would hear of a broken path. @throws when any of them cannot be told: somebody waits for the answer */
export async function tellTest(monitor: Monitor): Promise<void> {
  const { sns, environment, tally, requestId } = monitor;
  const { chatTopicArn } = environment;
  const publish = (message: PublishInput) => retryWhile(isBusy, () => sns.publish(message), monitor, MOST_TRIES);
  await publish(testMessage(environment, requestId));
  tally.messagesSent++;
  if (chatTopicArn !== undefined) await publish(chatTestMessage(environment, chatTopicArn));
}
