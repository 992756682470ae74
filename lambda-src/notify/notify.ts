import { isBusy } from '../aws/errors';
import { MOST_TRIES, publishPatiently, retryWhile } from '../aws/retry';
import type { Context } from '../context';
import { chatTestMessage, toChatMessage } from './chat';
import { publishToChat } from './chat-publish';
import { testMessage, toMessage } from './email';
import type { Report } from './report';

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
  { sns, environment, clock, random, remaining, tally }: Context,
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

/** Publishes the message for chat, where there is one. It fails nothing. */
export async function reportInChat(message: Report, context: Context): Promise<void> {
  const about = { pathId: message.path.id, analysisId: message.analysis.id };
  await publishToChat((topic) => toChatMessage(message, context.environment, topic), about, context);
}

/** Sends a test to everybody who would hear of a broken path. @throws when any of them cannot be told: somebody waits for the answer */
export async function tellTest(context: Context): Promise<void> {
  const { environment, tally, requestId } = context;
  const { chatTopicArn } = environment;
  await publishPatiently(testMessage(environment, requestId), context);
  tally.messagesSent++;
  if (chatTopicArn !== undefined) await publishPatiently(chatTestMessage(environment, chatTopicArn), context);
}
