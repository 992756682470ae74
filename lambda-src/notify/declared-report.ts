import type { PublishInput } from '@aws-sdk/client-sns';
import type { Difference, Result } from '../../contract/result';
import { oneLine } from '../../reachability/explanation/one-line';
import { publishPatiently } from '../aws/retry';
import type { Context } from '../context';
import type { Environment } from '../environment';
import type { Occasion } from '../events/input';
import type { DeclaredProblems } from '../history/declared-paths';
import { printableAscii } from '../safe-text';
import { publishToChat } from './chat-publish';
import { stringAttributes } from './email';

/** SNS takes subjects of fewer than 100 characters. */
const MOST_SUBJECT = 99;
const TITLE = 'A declared path is not watched';

/** The differences from what was declared, as members of the function's result; a kind that has none is left out. */
export function differences({ missing, altered }: DeclaredProblems): Pick<Result, 'missing' | 'altered'> {
  return { ...(missing.length > 0 && { missing }), ...(altered.length > 0 && { altered }) };
}

/**
 * Logs how the paths differ from what was declared, and sends a message for each that is not watched. Not on a change or at a
 * deployment: Terraform's own apply removes paths before it updates what the function knows of them.
 *
 * @returns the errors of messages that could not be sent; they must not keep the other paths from being checked
 */
export async function reportMissing(
  { missing, altered, undecided }: DeclaredProblems,
  occasion: Occasion,
  context: Context,
): Promise<Error[]> {
  for (const difference of altered) context.log('WARN', 'a declared path has other tags', { ...difference });
  if (undecided) context.log('WARN', 'the declared paths cannot be told apart', { reason: undecided });
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

/** The message that a declared path is not watched. */
export function missingMessage({ name, pathId, reason }: Difference, environment: Environment): PublishInput {
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
      'Until it is watched again, no change is checked against it.',
      '',
      'To watch it again:',
      '  terraform apply',
    ].join('\n'),
    MessageAttributes: stringAttributes({
      severity: 'error',
      // As for an analysis that AWS could not do: nobody knows whether the path is as it must be.
      outcome: 'inconclusive',
      pathId: pathId ?? 'none',
      pathName: name,
      region,
      dedupKey: `missing/${pathId ?? name}`,
    }),
  };
}

/** In the form that Amazon Q Developer brings into chat, without what somebody else wrote on the path. */
function chatMissingMessage({ name, pathId }: Difference, { region }: Environment, chatTopicArn: string): PublishInput {
  const content = {
    textType: 'client-markdown',
    title: `[ERROR] ${TITLE}: ${printableAscii(name, 128)}`,
    description: `Terraform declares this path (${pathId ?? 'id unknown'}, ${region}), but no change is checked against it. Run terraform apply; the e-mail message has the reason.`,
  };
  const metadata = { ...(pathId !== null && { threadId: pathId }), eventType: 'error' };
  return { TopicArn: chatTopicArn, Message: JSON.stringify({ version: '1.0', source: 'custom', content, metadata }) };
}
