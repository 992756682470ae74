import type { PublishInput } from '@aws-sdk/client-sns';
import { errorCode, errorMessage } from '../aws/errors';
import { publishPatiently } from '../aws/retry';
import type { Context } from '../context';

/**
 * Publishes a message to chat if the monitor has a chat topic. After the usual retries, a failure
 * is logged and counted for an alarm, and not thrown: a retry of the event would send the same
 * e-mail again.
 *
 * @param toMessage makes the message for the topic
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
