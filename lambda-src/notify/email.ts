import type { MessageAttributeValue, PublishInput } from '@aws-sdk/client-sns';
import type { Expectation } from '../../contract/expectation';
import type { Notice } from '../decisions/notice';
import type { Environment } from '../environment';
import type { Occasion } from '../events/input';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import { oneLine, printableAscii } from '../safe-text';
import { bodyOf } from './body';
import { consoleLink } from './console-link';
import type { Report } from './report';

/** SNS accepts subjects of fewer than 100 characters. */
export const MOST_SUBJECT = 99;
/** SNS accepts 262,144 bytes, attributes included; an e-mail becomes unwieldy far earlier. */
const MOST_BODY_BYTES = 200_000;

interface Headline {
  readonly subject: string;
  /** The first line of the body. */
  readonly title: string;
}

/** The message by e-mail. */
export function toMessage(report: Report, environment: Environment): PublishInput {
  const { path, analysis } = report;
  const { subject, title } = headlineOf(report);
  const { situation, undo } = bodyOf(report, environment.region);
  const link = consoleLink(environment.partition, environment.region, analysis.id);
  const body = [
    title,
    ...factLines(path, analysis),
    '',
    ...situation,
    ...undo,
    ...(link ? ['', `Analysis in the console: ${link}`] : []),
  ];
  return {
    TopicArn: environment.topicArn,
    Subject: printableAscii(`${subject}: ${path.name}`, MOST_SUBJECT),
    Message: cutToBytes(body.join('\n'), MOST_BODY_BYTES),
    MessageAttributes: stringAttributes(attributesOf(report, environment)),
  };
}

/** For tools that filter messages, and that recognise repetitions. */
export function attributesOf({ notice, outcome, path, analysis }: Report, { region }: Environment) {
  return {
    severity: SEVERITIES[notice],
    outcome,
    pathId: path.id,
    pathName: path.name,
    region,
    dedupKey: `${analysis.id}/${outcome}`,
  };
}

/** A message that shows that messages arrive. */
export function testMessage(environment: Environment, requestId: string): PublishInput {
  const { monitorName, region, topicArn } = environment;
  return {
    TopicArn: topicArn,
    Subject: printableAscii(`[TEST] Reachability monitor: ${monitorName}`, MOST_SUBJECT),
    Message: [
      '=== Test of the reachability monitor ===',
      `Monitor: ${oneLine(monitorName)}`,
      `Region: ${region}`,
      '',
      'You receive this test because it was requested. It shows that the monitor can send messages to you.',
      'It says nothing about any path.',
    ].join('\n'),
    MessageAttributes: stringAttributes({
      severity: 'info',
      outcome: 'test',
      pathId: 'none',
      pathName: 'none',
      region,
      dedupKey: `test/${requestId}`,
    }),
  };
}

const SEVERITIES: Readonly<Record<Notice, string>> = {
  alert: 'critical',
  error: 'error',
  recovered: 'info',
  'runs-again': 'info',
  confirmed: 'info',
};

export function headlineOf({ notice, path, occasion }: Report): Headline {
  const mustBeOpen = path.expect === 'reachable';
  switch (notice) {
    case 'alert':
      return alertHeadline(path.expect, occasion);
    case 'recovered':
      return mustBeOpen
        ? { subject: '[RECOVERED] Reachability restored', title: '=== Reachability restored ===' }
        : { subject: '[RECOVERED] Forbidden path closed', title: '=== Forbidden path closed ===' };
    case 'error':
      return {
        subject: '[ERROR] Reachability Analyzer failed to run',
        title: '=== Reachability analysis execution error ===',
      };
    case 'runs-again':
      return { subject: '[RECOVERED] Reachability Analyzer runs again', title: '=== Reachability confirmed ===' };
    case 'confirmed':
      return { subject: '[OK] Reachability confirmed', title: '=== Reachability confirmed ===' };
  }
}

function alertHeadline(expect: Expectation, occasion: Occasion): Headline {
  const isChange = occasion.kind === 'change';
  const opener = openerOf(occasion);
  if (expect === 'reachable') {
    return {
      subject: `[ALERT] ${opener} ${isChange ? 'caused' : 'found'} connectivity issue`,
      title: '=== Reachability check failed (unreachable) ===',
    };
  }
  return {
    subject: `[ALERT] ${opener} ${isChange ? 'opened' : 'found'} a forbidden path`,
    title: '=== Forbidden path is open ===',
  };
}

/** What an alert's subject names first. */
function openerOf(occasion: Occasion): string {
  if (occasion.kind === 'deployment') return 'Deployment check';
  if (occasion.kind !== 'change') return 'Scheduled check';
  return /SecurityGroup/.test(occasion.change.call) ? 'Security Group change' : 'Network change';
}

/** The lines for programs: ids, status, and whether a path was found if the analysis has that. */
export function factLines(path: WatchedPath, { id, status, details }: Analysis): string[] {
  const found = details.NetworkPathFound;
  return [
    `Path ID: ${oneLine(path.id)}`,
    `Analysis ID: ${oneLine(id)}`,
    `Status: ${oneLine(status)}`,
    ...(status === 'succeeded' && found !== undefined ? [`NetworkPathFound: ${found ? 'True' : 'False'}`] : []),
  ];
}

/** SNS accepts neither empty values nor control characters in attributes. */
export function stringAttributes(values: Readonly<Record<string, string>>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: printableAscii(value, 256).trim() || 'none' },
    ]),
  );
}

/**
 * Drops whole lines, because half a command is worse than none. The bounds of the parts should
 * prevent this.
 */
function cutToBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const start = Buffer.from(text).subarray(0, most).toString();
  return `${start.slice(0, start.lastIndexOf('\n'))}\n(cut: the message was too long)`;
}
