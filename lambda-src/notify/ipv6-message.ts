import type { PublishInput } from '@aws-sdk/client-sns';
import type { Ipv6Warning } from '../decisions/ipv6';
import type { Environment } from '../environment';
import type { Change } from '../events/change';
import { printableAscii } from '../safe-text';
import { undo } from '../undo/undo';
import { pathLine } from './body';
import { changeLines } from './change-lines';
import { chatMessage } from './chat';
import { consoleLink } from './console-link';
import { factLines, MOST_SUBJECT, stringAttributes } from './email';
import { undoLines } from './undo-lines';

const SUBJECT = '[WARNING] IPv6 rule cannot be analysed';

/** Warns that a change may have opened a forbidden path over IPv6, which no analysis can see. */
export function toIpv6Message(warning: Ipv6Warning, change: Change, environment: Environment): PublishInput {
  const { path, analysis } = warning;
  const { partition, region, topicArn } = environment;
  const link = consoleLink(partition, region, analysis.id);
  const body = [
    '=== IPv6 rule cannot be analysed ===',
    ...factLines(path, analysis),
    '',
    ...situationLines(warning, change),
    '',
    ...undoSteps(warning, change, environment),
    ...(link ? ['', `Analysis in the console: ${link}`] : []),
  ];
  return {
    TopicArn: topicArn,
    Subject: printableAscii(`${SUBJECT}: ${path.name}`, MOST_SUBJECT),
    Message: body.join('\n'),
    MessageAttributes: stringAttributes(attributesOf(warning, change, environment)),
  };
}

/**
 * The same in the form that Amazon Q Developer shows in chat.
 *
 * @param chatTopicArn the topic to publish to
 */
export function toIpv6ChatMessage(
  warning: Ipv6Warning,
  change: Change,
  environment: Environment,
  chatTopicArn: string,
): PublishInput {
  const { path, analysis } = warning;
  const content = {
    title: `${SUBJECT}: ${path.name}`,
    lines: situationLines(warning, change),
    steps: undoSteps(warning, change, environment),
    path,
    analysis,
    eventType: 'warning',
    attributes: attributesOf(warning, change, environment),
  };
  return chatMessage(content, environment, chatTopicArn);
}

function situationLines({ path, analysis, rules }: Ipv6Warning, change: Change): string[] {
  const groups = [...new Set(rules.map(({ rule }) => rule.groupId))].join(', ');
  return [
    'This change may have opened the path over IPv6. Reachability Analyzer checks IPv4 only, so no analysis can tell.',
    pathLine(path),
    `The newest analysis names ${groups} ${analysis.details.NetworkPathFound ? 'on the path that it found' : 'where it found the path blocked'}.`,
    '',
    'What changed:',
    ...changeLines(withRules(change, rules)),
  ];
}

function undoSteps({ analysis, rules }: Ipv6Warning, change: Change, { region }: Environment): string[] {
  const opening = withRules(change, rules);
  const reversal = undo(opening, region);
  return [reversal.isKnown ? 'To undo it:' : 'Earlier state:', ...undoLines(opening, reversal, analysis)];
}

function withRules(change: Change, rules: Ipv6Warning['rules']): Change {
  return { ...change, rules };
}

function attributesOf({ path }: Ipv6Warning, { eventId }: Change, { region }: Environment) {
  return {
    severity: 'warning',
    outcome: 'not-analysed',
    pathId: path.id,
    pathName: path.name,
    region,
    dedupKey: `${path.id}/ipv6/${eventId}`,
  };
}
