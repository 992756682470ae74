import { createHash } from 'node:crypto';
import type { Tag } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { errorCode } from '../aws/errors';
import type { Context } from '../context';
import type { Occasion } from '../events/input';
import { type Analysis, NOT_JUDGED, ownerText, toAnalysis } from './analysis';
import type { WatchedPath } from './watched-paths';

/**
 * Starts an analysis of the path. Invocations that see the same record compute the same token, so that AWS sells one analysis
 * to all of them; who comes second learns it by the owner tag, which makes AWS answer `IdempotentParameterMismatch`.
 *
 * @param newestId the path's newest own analysis as last seen
 * @param n how many tokens have led to no live analysis before
 * @param notes tags that name the changes which the analysis will answer for
 * @returns undefined when the token belongs to somebody else's analysis
 */
export async function startAnalysis(
  path: WatchedPath,
  { newestId = 'none', n, notes }: { newestId: string | undefined; n: number; notes: readonly Tag[] },
  { eventId }: Occasion,
  { ec2, environment, requestId, attempt, clock }: Context,
): Promise<Analysis | undefined> {
  const { monitorName } = environment;
  try {
    const answer = await ec2.startNetworkInsightsAnalysis({
      NetworkInsightsPathId: path.id,
      ClientToken: token([monitorName, path.id, newestId, n, ...(n > 0 ? [hourOf(clock.now())] : [])]),
      TagSpecifications: [
        {
          ResourceType: 'network-insights-analysis',
          Tags: [
            { Key: TAGS.monitor, Value: monitorName },
            { Key: TAGS.owner, Value: ownerText({ eventId, requestId, attempt, isClaim: false }) },
            { Key: TAGS.judged, Value: NOT_JUDGED },
            ...notes,
          ],
        },
      ],
    });
    const analysis = answer.NetworkInsightsAnalysis && toAnalysis(answer.NetworkInsightsAnalysis);
    if (!analysis) throw new Error(`AWS started an analysis of path ${path.id} without telling its id`);
    return analysis;
  } catch (error) {
    if (errorCode(error) === 'IdempotentParameterMismatch') return undefined;
    throw error;
  }
}

function token(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** In every token but the first, so that a path whose tokens all lead to deleted analyses can be analysed again after a while. */
function hourOf(time: number): number {
  return Math.floor(time / 3_600_000);
}
