import { createHash } from 'node:crypto';
import type { Tag } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { errorCode } from '../aws/errors';
import type { Context } from '../context';
import { type Analysis, ownerText, toAnalysis } from './analysis';
import { NOT_JUDGED } from './judgement';
import type { WatchedPath } from './watched-paths';

/** What tells the client tokens of one path apart. */
export interface Token {
  /** The path's newest own analysis as last seen. */
  readonly newestId: string | undefined;
  /** How many tokens have led to no new analysis since that one was the newest. */
  readonly lost: number;
}

/** What an analysis is started with. */
export interface Start {
  readonly path: WatchedPath;
  readonly token: Token;
  readonly eventId: string;
  /** Tags that name the changes which the analysis will cover. */
  readonly notes: readonly Tag[];
}

/**
 * Starts an analysis of the path. Invocations that see the same history compute the same client
 * token, so that AWS starts and bills one analysis for all of them. The owner tag is each
 * invocation's own, so that AWS responds to all but the first with `IdempotentParameterMismatch`.
 *
 * @returns undefined when the token belongs to an analysis of another invocation
 */
export async function startAnalysis(
  { path, token: { newestId = 'none', lost }, eventId, notes }: Start,
  { ec2, environment, requestId, attempt, clock }: Context,
): Promise<Analysis | undefined> {
  const { monitorName } = environment;
  try {
    const response = await ec2.startNetworkInsightsAnalysis({
      NetworkInsightsPathId: path.id,
      ClientToken: clientToken([monitorName, path.id, newestId, lost, ...(lost > 0 ? [hourOf(clock.now())] : [])]),
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
    const analysis = response.NetworkInsightsAnalysis && toAnalysis(response.NetworkInsightsAnalysis);
    if (!analysis) throw new Error(`AWS started an analysis of path ${path.id} but returned no id for it`);
    return analysis;
  } catch (error) {
    if (errorCode(error) === 'IdempotentParameterMismatch') return undefined;
    throw error;
  }
}

function clientToken(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/**
 * In every token but the first, so that a path whose tokens all lead to deleted analyses can be
 * analysed again after a while.
 */
function hourOf(time: number): number {
  return Math.floor(time / 3_600_000);
}
