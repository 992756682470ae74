import type { PublishInput } from '@aws-sdk/client-sns';
import type { Environment } from '../environment';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import { oneLine } from '../safe-text';
import { bodyOf } from './body';
import { consoleLink } from './console-link';
import { attributesOf, headlineOf, stringAttributes } from './email';
import type { Report } from './report';

/**
 * The most characters that Amazon Q Developer in chat applications accepts:
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
const MOST = { title: 250, description: 8_000, nextStep: 350, keyword: 75 };
/** Further steps are only in the e-mail. */
const MOST_NEXT_STEPS = 10;
const MORE_STEPS = 'See the e-mail message for more steps.';
const UNSHOWN_STEP = 'One command cannot be shown here: see the e-mail message.';
const CUT_NOTE = '(cut: the e-mail message has the rest)';

/** The parts of a chat message. Texts from outside are verbatim. */
interface ChatContent {
  readonly title: string;
  /** Shown in a code block. */
  readonly lines: readonly string[];
  /** Commands are indented by two spaces. */
  readonly steps: readonly string[];
  readonly path: WatchedPath;
  readonly analysis: Analysis;
  readonly eventType: string;
  readonly attributes: Readonly<Record<keyof ReturnType<typeof attributesOf>, string>>;
}

/**
 * The message in the form that Amazon Q Developer shows in chat, in a thread for each path.
 *
 * @param chatTopicArn the topic to publish to
 */
export function toChatMessage(report: Report, environment: Environment, chatTopicArn: string): PublishInput {
  const { path, analysis, notice } = report;
  const { situation, undo } = bodyOf(report, environment.region);
  const content: ChatContent = {
    title: `${headlineOf(report).subject}: ${path.name}`,
    lines: situation,
    steps: undo,
    path,
    analysis,
    eventType: notice,
    attributes: attributesOf(report, environment),
  };
  return chatMessage(content, environment, chatTopicArn);
}

export function chatMessage(content: ChatContent, environment: Environment, chatTopicArn: string): PublishInput {
  const { path, analysis, attributes, eventType } = content;
  const { region, partition, monitorName } = environment;
  const title = cut(inert(oneLine(content.title)), MOST.title);
  const link = consoleLink(partition, region, analysis.id);
  // Each chat has its own syntax for links, and all of them make a link of a bare address on its
  // own line.
  const linkLines = link ? [link] : [];
  const description = [...fenced(content.lines, MOST.description - linkLines.join().length - 1), ...linkLines];
  const notification = {
    version: '1.0',
    source: 'custom',
    id: attributes.dedupKey,
    content: {
      textType: 'client-markdown',
      title,
      description: description.join('\n'),
      nextSteps: nextSteps(content.steps),
      keywords: [attributes.outcome, path.name, region, monitorName].map((word) =>
        cut(inert(oneLine(word)), MOST.keyword),
      ),
    },
    metadata: {
      threadId: path.id,
      summary: title,
      eventType,
      relatedResources: [path.id, analysis.id],
      additionalContext: { ...attributes, pathName: inert(oneLine(path.name)), monitor: monitorName },
    },
  };
  return {
    TopicArn: chatTopicArn,
    Message: JSON.stringify(notification),
    MessageAttributes: stringAttributes(attributes),
  };
}

/** A message that shows that messages reach the chat. */
export function chatTestMessage({ monitorName, region }: Environment, chatTopicArn: string): PublishInput {
  const content = {
    textType: 'client-markdown',
    title: `[TEST] Reachability monitor: ${cut(inert(oneLine(monitorName)), 200)}`,
    description: `This test was requested. It shows that the monitor in ${region} can send messages to this chat. It says nothing about any path.`,
  };
  return {
    TopicArn: chatTopicArn,
    Message: JSON.stringify({ version: '1.0', source: 'custom', content, metadata: { eventType: 'test' } }),
  };
}

/** Whole lines in a code block, where text from outside is not read as Markdown. */
function fenced(lines: readonly string[], most: number): string[] {
  const fence = '```';
  let room = most - 2 * (fence.length + 1) - CUT_NOTE.length - 1;
  const kept: string[] = [];
  for (const line of lines.map(inert)) {
    room -= line.length + 1;
    if (room < 0) return [fence, ...kept, CUT_NOTE, fence];
    kept.push(line);
  }
  return [fence, ...kept, fence];
}

function nextSteps(lines: readonly string[]): string[] {
  const steps = lines.filter((line) => line !== '').map(nextStep);
  return steps.length > MOST_NEXT_STEPS ? [...steps.slice(0, MOST_NEXT_STEPS - 1), MORE_STEPS] : steps;
}

/** A command is shown unaltered or not at all, because readers paste it into a shell. */
function nextStep(line: string): string {
  const isCommand = line.startsWith('  ');
  if (!isCommand) return cut(inert(line), MOST.nextStep);
  const command = line.trim();
  const isShown = inert(command) === command && command.length + 2 <= MOST.nextStep;
  return isShown ? `\`${command}\`` : UNSHOWN_STEP;
}

/**
 * Without what chats interpret, in part even in a code block: the end of the block, links, and
 * Slack's mentions in angle brackets.
 */
function inert(text: string): string {
  return text
    .replaceAll('->', '→')
    .replaceAll('`', "'")
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('](', '] (');
}

/** Cuts to so many UTF-16 units, and never inside a character. */
function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
