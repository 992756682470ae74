import { isBusy } from '../aws/errors';
import { MOST_TRIES, publishPatiently, retryWhile } from '../aws/retry';
import type { Context } from '../context';
import { chatTestMessage, toChatMessage } from './chat';
import { publishToChat } from './chat-publish';
import { testMessage, toMessage } from './email';
import type { Report } from './report';

/**
 * Publishes the message for e-mail. While AWS is busy it tries again, as long as this invocation
 * owns the analysis.
 *
 * @param isOurs is asked right before each try
 * @returns false if another invocation owns the analysis; then nothing was sent
 * @throws if the message cannot be published
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
    // CloudTrail's time is cut to whole seconds, and clocks differ.
    tally.secondsToMessage.push(Math.max(0, clock.now() - occasion.change.time) / 1_000);
  }
  return true;
}

/** Publishes the message to chat, if the monitor has a chat topic. A failure is not thrown. */
export async function reportInChat(message: Report, context: Context): Promise<void> {
  const about = { pathId: message.path.id, analysisId: message.analysis.id };
  await publishToChat((topic) => toChatMessage(message, context.environment, topic), about, context);
}

/**
 * Sends a test message to every topic that alerts go to.
 *
 * @throws if one of them cannot be published, because the caller waits for the result
 */
export async function sendTest(context: Context): Promise<void> {
  const { environment, tally, requestId } = context;
  const { chatTopicArn } = environment;
  await publishPatiently(testMessage(environment, requestId), context);
  tally.messagesSent++;
  if (chatTopicArn !== undefined) await publishPatiently(chatTestMessage(environment, chatTopicArn), context);
}
