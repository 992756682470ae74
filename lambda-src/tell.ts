import { type Report, toMessage } from './message';
import type { Monitor } from './monitor';

/** Publishes the message. @throws when it cannot be published */
export async function tell(report: Report, { sns, environment, clock, tally }: Monitor): Promise<void> {
  await sns.publish(toMessage(report, environment));
  tally.messagesSent++;
  const { occasion } = report;
  if (occasion.kind === 'change' && occasion.change.time !== undefined) {
    // CloudTrail cuts its time to whole seconds, and clocks differ.
    tally.secondsToMessage.push(Math.max(0, clock.now() - occasion.change.time) / 1_000);
  }
}
