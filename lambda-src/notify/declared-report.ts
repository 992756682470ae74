import type { PublishInput } from '@aws-sdk/client-sns';
import type { Difference, Result } from '../../contract/result';
import { publishPatiently } from '../aws/retry';
import type { Context } from '../context';
import type { Environment } from '../environment';
import type { Occasion } from '../events/input';
import type { DeclaredProblems } from '../history/declared-paths';
import { oneLine, printableAscii } from '../safe-text';
import { publishToChat } from './chat-publish';
import { MOST_SUBJECT, stringAttributes } from './email';

const TITLE = 'A declared path is not watched';

/**
 * How the paths differ from their declaration, as members of the function's result. An empty list
 * is left out.
 */
export function differences({ missing, altered }: DeclaredProblems): Pick<Result, 'missing' | 'altered'> {
  return { ...(missing.length > 0 && { missing }), ...(altered.length > 0 && { altered }) };
}

/**
 * Logs how the paths differ from their declaration, and sends a message for each declared path that
 * is not watched. It sends none on a change or at a deployment: `terraform apply` deletes paths
 * before it updates the declaration in the function's environment.
 *
 * @returns the errors of messages that could not be sent; they must not prevent the check of the
 *   other paths
 */
export async function reportMissing(
  { missing, altered, undecided }: DeclaredProblems,
  occasion: Occasion,
  context: Context,
): Promise<Error[]> {
  for (const difference of altered) context.log('WARN', 'a declared path has other tags', { ...difference });
  if (undecided) context.log('WARN', 'cannot tell whether every declared path is watched', { reason: undecided });
  for (const difference of missing) context.log('WARN', 'a declared path is not watched', { ...difference });
  if (occasion.kind === 'change' || occasion.kind === 'deployment') return [];
  const unsent: Error[] = [];
  for (const difference of missing) {
    try {
      await send(difference, context);
    } catch (error) {
      unsent.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  return unsent;
}

async function send(difference: Difference, context: Context): Promise<void> {
  const { environment, tally } = context;
  await publishPatiently(missingMessage(difference, environment), context);
  tally.messagesSent++;
  const about = { pathId: difference.pathId ?? 'unknown' };
  await publishToChat((topic) => chatMissingMessage(difference, environment, topic), about, context);
}

function missingMessage({ name, pathId, reason }: Difference, environment: Environment): PublishInput {
  const { monitorName, region, topicArn } = environment;
  return {
    TopicArn: topicArn,
    Subject: printableAscii(`[ERROR] ${TITLE}: ${name}`, MOST_SUBJECT),
    Message: [
      `=== ${TITLE} ===`,
      `Path ID: ${pathId ?? 'unknown'}`,
      '',
      `Path: ${oneLine(name)}`,
      `Monitor: ${oneLine(monitorName)} in ${region}`,
      `Reason: ${oneLine(reason, 600)}.`,
      'Until it is watched again, the monitor does not check this path.',
      '',
      'To watch it again:',
      '  terraform apply',
    ].join('\n'),
    MessageAttributes: stringAttributes({
      severity: 'error',
      // As after a failed analysis, it is unknown whether the promise is kept.
      outcome: 'inconclusive',
      pathId: pathId ?? 'none',
      pathName: name,
      region,
      dedupKey: `missing/${pathId ?? name}`,
    }),
  };
}

/** In the form that Amazon Q Developer shows in chat, without text from the path's tags. */
function chatMissingMessage({ name, pathId }: Difference, { region }: Environment, chatTopicArn: string): PublishInput {
  const content = {
    textType: 'client-markdown',
    title: `[ERROR] ${TITLE}: ${printableAscii(name, 128)}`,
    description: `Terraform declares this path (${pathId ?? 'id unknown'}, ${region}), but the monitor does not watch it. Run terraform apply. The e-mail message has the reason.`,
  };
  const metadata = { threadId: pathId ?? undefined, eventType: 'error' };
  return { TopicArn: chatTopicArn, Message: JSON.stringify({ version: '1.0', source: 'custom', content, metadata }) };
}
