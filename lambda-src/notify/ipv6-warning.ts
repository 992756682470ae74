import { createHash } from 'node:crypto';
import { TAGS } from '../../contract/tags';
import { combined, errorMessage } from '../aws/errors';
import { publishPatiently } from '../aws/retry';
import type { Context } from '../context';
import { type Ipv6Warning, ipv6Warnings, openedIpv6Rules } from '../decisions/ipv6';
import type { Change } from '../events/change';
import type { Occasion } from '../events/input';
import { listOwnAnalyses, tagAnalyses } from '../history/store';
import type { WatchedPath } from '../history/watched-paths';
import { publishToChat } from './chat-publish';
import { toIpv6ChatMessage, toIpv6Message } from './ipv6-message';

/** As many hashes, separated by spaces, fit into the 256 characters of a tag. */
const MOST_HASHES = 15;

/**
 * Sends a warning for each forbidden path that the change may have opened over IPv6, and then tags
 * the analysis, so that a retry of the event does not send it again. A crash between the two sends
 * a warning twice rather than never.
 *
 * @throws if a warning could not be sent, after the others were
 */
export async function warnOfIpv6(paths: readonly WatchedPath[], occasion: Occasion, context: Context): Promise<void> {
  if (occasion.kind !== 'change' || openedIpv6Rules(occasion.change).length === 0) return;
  const forbidden = paths.filter(({ expect }) => expect === 'unreachable');
  if (forbidden.length === 0) return;
  const own = await listOwnAnalyses(context.ec2, context.environment.monitorName);
  const hash = createHash('sha256').update(occasion.eventId).digest('hex').slice(0, 16);
  const warned = new Set(own.filter(({ ipv6Warned }) => ipv6Warned.includes(hash)).map(({ pathId }) => pathId));
  const errors: Error[] = [];
  for (const warning of ipv6Warnings(occasion.change, forbidden, own)) {
    if (warned.has(warning.path.id)) continue;
    try {
      await send(warning, occasion.change, context);
      const hashes = [...warning.analysis.ipv6Warned.slice(1 - MOST_HASHES), hash];
      await tagAnalyses(context.ec2, [warning.analysis.id], { Key: TAGS.ipv6, Value: hashes.join(' ') });
    } catch (error) {
      errors.push(
        new Error(`path ${warning.path.id} (${warning.path.name}): ${errorMessage(error)}`, { cause: error }),
      );
    }
  }
  if (errors.length > 0) throw combined(errors);
}

async function send(warning: Ipv6Warning, change: Change, context: Context): Promise<void> {
  const { environment, tally, log } = context;
  const about = { pathId: warning.path.id, analysisId: warning.analysis.id };
  await publishPatiently(toIpv6Message(warning, change, environment), context);
  tally.messagesSent++;
  const { eventId, call } = change;
  log('WARN', 'a rule for IPv6 cannot be analysed', { ...about, pathName: warning.path.name, eventId, call });
  await publishToChat((topic) => toIpv6ChatMessage(warning, change, environment, topic), about, context);
}
