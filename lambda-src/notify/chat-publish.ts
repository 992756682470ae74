import type { PublishInput } from '@aws-sdk/client-sns';
import { errorCode, errorMessage } from '../aws/errors';
import { publishPatiently } from '../aws/retry';
import type { Context } from '../context';

/**
 * Publishes a message to chat where there is one. One that cannot be published, after the usual retries, is logged and counted,
 * which an alarm tells of; it fails nothing. Were it thrown, the retry of the event would send people the same mail again.
 *
 * @param toMessage makes the message for the chat's topic
 */
export async function publishToChat(
  toMessage: (chatTopicArn: string) => PublishInput,
  about: { readonly pathId: string; readonly analysisId?: string },
  context: Context,
): Promise<void> {
  const { environment, tally, log } = context;
  const { chatTopicArn } = environment;
  if (chatTopicArn === undefined) return;
  try {
    await publishPatiently(toMessage(chatTopicArn), context);
  } catch (error) {
    tally.chatMessagesFailed++;
    const failure = { code: errorCode(error), error: errorMessage(error) };
    log('ERROR', 'the chat message could not be published', { ...about, ...failure });
  }
}
