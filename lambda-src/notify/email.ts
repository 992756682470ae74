import type { MessageAttributeValue, PublishInput } from '@aws-sdk/client-sns';
import type { Expectation } from '../../contract/expectation';
import { oneLine } from '../../reachability/explanation/one-line';
import type { Notice } from '../decisions/notice';
import type { Environment } from '../environment';
import type { Analysis } from '../history/analysis';
import type { WatchedPath } from '../history/watched-paths';
import { printableAscii } from '../safe-text';
import { messageDetails } from './body';
import { consoleLink } from './console-link';
import type { Report } from './report';
import { type Trigger, triggerOf } from './wording';

/** SNS takes subjects of fewer than 100 characters. */
export const MOST_SUBJECT = 99;
/** SNS takes 262,144 bytes with the attributes; e-mail gets unwieldy far earlier. */
const MOST_BODY_BYTES = 200_000;

export interface Headline {
  readonly subject: string;
  /** The first line of the body. */
  readonly title: string;
}

export function toMessage(report: Report, environment: Environment): PublishInput {
  const { path, analysis } = report;
  const { subject, title } = headlineOf(report);
  const link = consoleLink(environment.partition, environment.region, analysis.id);
  const body = [
    title,
    ...factLines(path, analysis),
    '',
    ...messageDetails(report, environment.region),
    ...(link ? ['', `Analysis in the console: ${link}`] : []),
  ];
  return {
    TopicArn: environment.topicArn,
    Subject: printableAscii(`${subject}: ${path.name}`, MOST_SUBJECT),
    Message: cutToBytes(body.join('\n'), MOST_BODY_BYTES),
    MessageAttributes: stringAttributes(attributesOf(report, environment)),
  };
}

/** What tools filter by, and tell repetitions by. */
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

export function headlineOf({ notice, path, occasion }: Report): Headline {
  return headline(notice, path.expect, triggerOf(occasion));
}

/** Proves that messages arrive; nothing is wrong. */
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
      'This message was asked for. It says that the monitor can reach you, and nothing about any path.',
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

function headline(notice: Notice, expect: Expectation, { name, isChange }: Trigger): Headline {
  const mustBeOpen = expect === 'reachable';
  switch (notice) {
    case 'alert':
      return mustBeOpen
        ? {
            subject: `[ALERT] ${name} ${isChange ? 'caused' : 'found'} connectivity issue`,
            title: '=== Reachability check failed (unreachable) ===',
          }
        : {
            subject: `[ALERT] ${name} ${isChange ? 'opened' : 'found'} a forbidden path`,
            title: '=== Forbidden path is open ===',
          };
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

/** The lines that programs read: ids, status, and whether a path was found where the analysis says so. */
export function factLines(path: WatchedPath, { id, status, details }: Analysis): string[] {
  const found = details.NetworkPathFound;
  return [
    `Path ID: ${oneLine(path.id)}`,
    `Analysis ID: ${oneLine(id)}`,
    `Status: ${oneLine(status)}`,
    ...(status === 'succeeded' && found !== undefined ? [`NetworkPathFound: ${found ? 'True' : 'False'}`] : []),
  ];
}

/** SNS takes neither empty values nor control characters in attributes. */
export function stringAttributes(values: Readonly<Record<string, string>>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: printableAscii(value, 256).trim() || 'none' },
    ]),
  );
}

/** Whole lines only, since half a command is worse than none. The parts of the body are bounded so that this is never needed. */
function cutToBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const start = Buffer.from(text).subarray(0, most).toString();
  return `${start.slice(0, start.lastIndexOf('\n'))}\n(cut: the message was too long)`;
}
