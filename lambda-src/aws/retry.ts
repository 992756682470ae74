import type { PublishInput } from '@aws-sdk/client-sns';
import type { Ec2, Ports } from '../context';
import { LEAST_TIME_LEFT_MS } from '../deadline';
import { isBusy } from './errors';

/** The pauses between them take 7.5 to 15 seconds together. */
export const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 1_000;

type Pacing = Pick<Ports, 'clock' | 'random' | 'remaining'>;

/**
 * The same calls to Amazon EC2, repeated with growing pauses while AWS responds that it is busy.
 */
export function withRetries<T extends Pick<Ports, 'ec2'> & Pacing>(ports: T): T {
  const again =
    <I, O>(call: (input: I) => Promise<O>) =>
    (input: I) =>
      retryWhile(isBusy, () => call(input), ports, MOST_TRIES);
  const { ec2 } = ports;
  const patientEc2: Ec2 = {
    describeNetworkInsightsPaths: again((input) => ec2.describeNetworkInsightsPaths(input)),
    describeNetworkInsightsAnalyses: again((input) => ec2.describeNetworkInsightsAnalyses(input)),
    startNetworkInsightsAnalysis: again((input) => ec2.startNetworkInsightsAnalysis(input)),
    deleteNetworkInsightsAnalysis: again((input) => ec2.deleteNetworkInsightsAnalysis(input)),
    createTags: again((input) => ec2.createTags(input)),
    deleteTags: again((input) => ec2.deleteTags(input)),
  };
  return { ...ports, ec2: patientEc2 };
}

/** Publishes the message; repeats that while AWS responds that it is busy. */
export async function publishPatiently(message: PublishInput, ports: Pick<Ports, 'sns'> & Pacing): Promise<void> {
  await retryWhile(isBusy, () => ports.sns.publish(message), ports, MOST_TRIES);
}

/**
 * Repeats the call until it succeeds, fails for another reason, has been tried `mostTries` times,
 * or time runs out.
 */
export async function retryWhile<T>(
  isTemporary: (error: unknown) => boolean,
  call: () => Promise<T>,
  { clock, random, remaining }: Pacing,
  mostTries: number,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      // Half fixed, half random: callers that were refused together do not come back together.
      const pause = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + random() / 2);
      if (!isTemporary(error) || tries === mostTries || remaining() < pause + LEAST_TIME_LEFT_MS) throw error;
      await clock.sleep(pause);
    }
  }
}
