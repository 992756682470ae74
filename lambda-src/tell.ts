import { errorCode, errorMessage } from './aws-error';
import { chatTestMessage, toChatMessage } from './chat-message';
import { type Report, testMessage, toMessage } from './message';
import type { Monitor } from './monitor';

/**
 * Publishes the message to people, and then to chat where there is one. @throws when people cannot be told
 *
 * A chat message that cannot be published, after the usual retries, is logged and counted, which an alarm tells of; it
 * fails nothing. Were it thrown, the retry of the event would tell people the same again, only because their chat is broken.
 */
export async function tell(report: Report, monitor: Monitor): Promise<void> {
  const { sns, environment, clock, tally } = monitor;
  await sns.publish(toMessage(report, environment));
  tally.messagesSent++;
  const { occasion } = report;
  if (occasion.kind === 'change' && occasion.change.time !== undefined) {
    // CloudTrail cuts its time to whole seconds, and clocks differ.
    tally.secondsToMessage.push(Math.max(0, clock.now() - occasion.change.time) / 1_000);
  }
  await tellChat(report, monitor);
}

async function tellChat(report: Report, { sns, environment, tally, log }: Monitor): Promise<void> {
  const { chatTopicArn } = environment;
  if (chatTopicArn === undefined) return;
  try {
    await sns.publish(toChatMessage(report, environment, chatTopicArn));
  } catch (error) {
    tally.chatMessagesFailed++;
    log('ERROR', 'the chat message could not be published', {
      pathId: report.path.id,
      analysisId: report.analysis.id,
      code: errorCode(error),
      error: errorMessage(error),
    });
  }
}

/** Sends a test to everybody who would hear of a broken path. @throws when any of them cannot be told: somebody waits for the answer */
export async function tellTest({ sns, environment, tally, requestId }: Monitor): Promise<void> {
  const { chatTopicArn } = environment;
  await sns.publish(testMessage(environment, requestId));
  tally.messagesSent++;
  if (chatTopicArn !== undefined) await sns.publish(chatTestMessage(environment, chatTopicArn));
}
