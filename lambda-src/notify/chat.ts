import type { PublishInput } from '@aws-sdk/client-sns';
import { oneLine } from '../../reachability/explanation/one-line';
import type { Environment } from '../environment';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import { situation, wayBack } from './body';
import { consoleLink } from './console-link';
import { attributesOf, headlineOf, stringAttributes } from './email';
import type { Report } from './report';

/**
 * The most characters that Amazon Q Developer in chat applications takes:
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
const MOST = { title: 250, description: 8_000, nextStep: 350, keyword: 75 };
/** Further steps are in the message for people. */
const MOST_NEXT_STEPS = 10;
const MORE_STEPS = 'There is more to it: see the e-mail message.';
const UNSHOWN_STEP = 'A command that cannot be shown here is in the e-mail message.';
const CUT_NOTE = '(cut: the e-mail message has the rest)';

/** What a chat message says; texts from outside stand in it as they came. */
export interface ChatContent {
  readonly title: string;
  /** Shown in a block of code. */
  readonly lines: readonly string[];
  /** Commands are indented by two spaces. */
  readonly steps: readonly string[];
  readonly path: WatchedPath;
  readonly analysis: Analysis;
  readonly eventType: string;
  readonly attributes: Readonly<Record<keyof ReturnType<typeof attributesOf>, string>>;
}

/** The message in the form that Amazon Q Developer brings into chat, threaded by path. @param chatTopicArn where it goes */
export function toChatMessage(report: Report, environment: Environment, chatTopicArn: string): PublishInput {
  const { path, analysis, notice } = report;
  const content: ChatContent = {
    title: `${headlineOf(report).subject}: ${path.name}`,
    lines: situation(report),
    steps: wayBack(report, environment.region),
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
  // Bare: each chat writes links in another way, and all of them make a link of an address on a line of its own.
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

/** Proves that messages reach the chat; nothing is wrong. */
export function chatTestMessage({ monitorName, region }: Environment, chatTopicArn: string): PublishInput {
  const content = {
    textType: 'client-markdown',
    title: `[TEST] Reachability monitor: ${cut(inert(oneLine(monitorName)), 200)}`,
    description: `This message was asked for. It says that the monitor in ${region} can reach this chat, and nothing about any path.`,
  };
  return {
    TopicArn: chatTopicArn,
    Message: JSON.stringify({ version: '1.0', source: 'custom', content, metadata: { eventType: 'test' } }),
  };
}

/** Whole lines only, in a block of code, in which text from outside is no Markdown. */
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

/** A command is shown as it is or not at all: what is pasted into a shell must be what was meant. */
function nextStep(line: string): string {
  const isCommand = line.startsWith('  ');
  if (!isCommand) return cut(inert(line), MOST.nextStep);
  const command = line.trim();
  const isShown = inert(command) === command && command.length + 2 <= MOST.nextStep;
  return isShown ? `\`${command}\`` : UNSHOWN_STEP;
}

/** Without what chats act upon, some of it even in a block of code: the end of the block, links, and Slack's mentions in angle brackets. */
function inert(text: string): string {
  return text
    .replaceAll('->', '→')
    .replaceAll('`', "'")
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('](', '] (');
}

/** Cut to so many UTF-16 units, none of them half a character. */
function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
