import type { Ec2, Sns } from '../../lambda-src/context';

type Calls = Pick<Ec2, 'startNetworkInsightsAnalysis' | 'describeNetworkInsightsAnalyses'> & Sns;

/**
 * The well-known recipe in its fewest lines: one analysis for each event and path, polled every
 * five seconds.
 */
export async function checkPath(
  pathId: string,
  topicArn: string,
  aws: Calls,
  sleep: (milliseconds: number) => Promise<unknown>,
): Promise<boolean> {
  const { NetworkInsightsAnalysis } = await aws.startNetworkInsightsAnalysis({ NetworkInsightsPathId: pathId });
  const id = NetworkInsightsAnalysis?.NetworkInsightsAnalysisId ?? '';
  for (;;) {
    await sleep(5_000);
    const { NetworkInsightsAnalyses } = await aws.describeNetworkInsightsAnalyses({ NetworkInsightsAnalysisIds: [id] });
    const [analysis] = NetworkInsightsAnalyses ?? [];
    if (analysis?.Status === 'running') continue;
    if (analysis?.Status !== 'succeeded') throw new Error(`analysis ${id}: ${analysis?.StatusMessage}`);
    const found = analysis.NetworkPathFound === true;
    if (!found) {
      const Message = `Path ID: ${pathId}\nAnalysis ID: ${id}`;
      await aws.publish({
        TopicArn: topicArn,
        Subject: '[ALERT] Security Group change caused connectivity issue',
        Message,
      });
    }
    return found;
  }
}
