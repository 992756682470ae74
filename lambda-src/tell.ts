import { chatTestMessage, toChatMessage } from './chat-message';
import { publishToChat } from './chat-publish';
import { type Report, testMessage, toMessage } from './message';
import type { Monitor } from './monitor';

/** Publishes the message to people, and then to chat where there is one. @throws when people cannot be told */
export async function tell(report: Report, monitor: Monitor): Promise<void> {
  const { sns, environment, clock, tally } = monitor;
  await sns.publish(toMessage(report, environment));
  tally.messagesSent++;
  const { occasion } = report;
  if (occasion.kind === 'change' && occasion.change.time !== undefined) {
    // CloudTrail cuts its time to whole seconds, and clocks differ.
    tally.secondsToMessage.push(Math.max(0, clock.now() - occasion.change.time) / 1_000);
  }
  const about = { pathId: report.path.id, analysisId: report.analysis.id };
  await publishToChat((chatTopicArn) => toChatMessage(report, environment, chatTopicArn), about, monitor);
}

/** Sends a test to everybody who would hear of a broken path. @throws when any of them cannot be told: somebody waits for the answer */
export async function tellTest({ sns, environment, tally, requestId }: Monitor): Promise<void> {
  const { chatTopicArn } = environment;
  await sns.publish(testMessage(environment, requestId));
  tally.messagesSent++;
  if (chatTopicArn !== undefined) await sns.publish(chatTestMessage(environment, chatTopicArn));
}
