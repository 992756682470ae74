import * as fc from 'fast-check';
import { parseEnvironment } from '../../../lambda-src/environment';
import { type Change, readChange } from '../../../lambda-src/events/change';
import { asObject } from '../../../lambda-src/events/cloudtrail-json';
import { readInput } from '../../../lambda-src/events/input';
import { toAnalysis } from '../../../lambda-src/history/analysis';
import { toMessage } from '../../../lambda-src/notify/email';
import { jsonLog } from '../../../lambda-src/observe/log';
import { shellCommand } from '../../../lambda-src/undo/command';
import { undo } from '../../../lambda-src/undo/undo';
import { shellWords } from '../../../testing/aws/aws-cli';
import { HOSTILE_TEXTS, mutated, mutation } from '../../../testing/aws/hostile';
import { everyEvent, IDS } from '../../../testing/aws/network-calls';
import { exampleEnvironment } from '../../../testing/example-environment';
import { GROUP } from '../../../testing/simulation/events';

const RUNS = 10_000;
const ENVIRONMENT = parseEnvironment(exampleEnvironment());
const EVENTS = everyEvent();
/** A body has each of these lines once. */
const FIRST_LINES = ['===', 'Path ID:', 'Analysis ID:', 'Status:', 'NetworkPathFound:', 'Path:'];

const hostileEvent = fc
  .record({ event: fc.constantFrom(...EVENTS), mutations: fc.array(mutation, { maxLength: 4 }) })
  .map(({ event, mutations }) => mutated(event, mutations));
const text = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.constant('web'));

/** An alert about a path and an analysis that are hostile too. */
function alert(change: Change, hostile: string, isFound: boolean) {
  const Explanations = [
    {
      ExplanationCode: 'ENI_SG_RULES_MISMATCH',
      Direction: 'egress',
      SecurityGroups: [{ Id: GROUP }],
      Subnet: { Id: hostile },
    },
    { ExplanationCode: hostile, Acl: { Id: IDS.acl, Name: hostile }, Cidrs: [hostile] },
  ];
  const analysis = toAnalysis({
    NetworkInsightsAnalysisId: 'nia-0aaaaaaaaaaaaaaaa',
    NetworkInsightsPathId: 'nip-0cccccccccccccccc',
    Status: 'succeeded',
    NetworkPathFound: isFound,
    WarningMessage: hostile,
    Explanations: isFound ? [] : Explanations,
    ForwardPathComponents: [
      { Component: { Id: GROUP }, SecurityGroupRule: { SecurityGroupId: GROUP, Direction: 'ingress' } },
      {
        Component: { Id: hostile },
        AdditionalDetails: [{ AdditionalDetailType: hostile, Component: { Id: hostile } }],
      },
    ],
  });
  if (!analysis) throw new Error('not an analysis');
  return toMessage(
    {
      notice: 'alert',
      outcome: 'broken',
      occasion: { kind: 'change', eventId: change.eventId, change },
      path: {
        id: 'nip-0cccccccccccccccc',
        name: hostile || 'x',
        expect: isFound ? 'unreachable' : 'reachable',
        details: { Source: hostile, Destination: IDS.gateway, Protocol: 'tcp', DestinationPort: 443 },
      },
      analysis,
      changes: [change],
    },
    ENVIRONMENT,
  );
}

/** Asserts without the cost of Jest's matchers, of which there would be a million. */
function must(holds: boolean, rule: string, value: unknown): void {
  if (!holds) throw new Error(`${rule}: ${JSON.stringify(value)}`);
}

function checkMessage(message: ReturnType<typeof toMessage>): void {
  const { Subject = '', Message = '', MessageAttributes = {} } = message;
  must(/^\[[\x20-\x7e]{1,98}$/.test(Subject), 'the subject is printable ASCII and not too long', Subject);
  must(Buffer.byteLength(JSON.stringify(message)) < 262_144, 'SNS takes the message', Message.length);
  must(!/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u.test(Message), 'the body shows what it says', Message);
  const lines = Message.split('\n');
  for (const start of FIRST_LINES) {
    const found = lines.filter((line) => line.startsWith(start));
    must(found.length === 1, `the body has one line "${start}"`, found);
  }
  for (const { StringValue = '' } of Object.values(MessageAttributes)) {
    must(/^[\x20-\x7e]{1,256}$/.test(StringValue), 'an attribute is printable ASCII', StringValue);
  }
}

function checkLog(change: Change): void {
  const lines: string[] = [];
  const { request: _, response: __, rules: ___, ...evidence } = change;
  jsonLog((line) => lines.push(line), { requestId: 'r1' })('INFO', 'outcome', { change: evidence });
  const [line = '', ...others] = lines;
  must(others.length === 0 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line), 'a record is one line', line);
  const record = JSON.parse(line);
  must(
    record.level === 'INFO' && record.message === 'outcome' && record.requestId === 'r1',
    'the record is ours',
    line,
  );
}

function checkChange(change: Change): void {
  must(
    change.time === undefined || /^\d{4}-/.test(new Date(change.time).toISOString()),
    'a time is a time',
    change.time,
  );
}

it(`reads ${RUNS} hostile events, loses none, and lets nothing through`, () => {
  const commands: (readonly string[])[] = [];
  const printed: string[] = [];
  void fc.assert(
    fc.property(hostileEvent, text, fc.boolean(), (event, hostile, isFound) => {
      const input = readInput(event, 'request');
      must(input.kind === 'check', 'an event asks for a check', input);
      if (input.kind === 'check') {
        must(
          /^(check-)?[A-Za-z0-9-]{1,100}$/.test(input.occasion.eventId),
          'the event id fits into a tag',
          input.occasion,
        );
      }
      const change = readChange(asObject(event), 'request');
      checkChange(change);
      checkLog(change);
      const message = alert(change, hostile, isFound);
      checkMessage(message);
      const { commands: undoing, lookups } = undo(change, 'eu-central-1');
      commands.push(...undoing, ...lookups);
      printed.push(...(message.Message ?? '').split('\n').filter((line) => line.startsWith('  aws ')));
    }),
    { numRuns: RUNS },
  );

  expect(commands.length).toBeGreaterThan(RUNS / 2);
  const isPrintable = (line: string) => /^[\x20-\x7e]+$/.test(line);
  expect(commands.map(shellCommand).filter((line) => !isPrintable(line))).toEqual([]);
  // No value is taken for an option, nor for a file to read.
  const isMisread = (word: string) =>
    (word.startsWith('-') && !/^--[a-z0-9-]+$/.test(word)) || /^(fileb?|https?):/.test(word);
  expect(commands.flat().filter(isMisread)).toEqual([]);
  // Bash splits them into the very words that they were made of, and nothing else happens.
  expect(shellWords(commands.map(shellCommand))).toEqual(commands);
  const split = shellWords(printed);
  expect(split).toHaveLength(printed.length);
  expect(split.filter(([aws, service = '']) => aws !== 'aws' || !/^(ec2|elbv2|configservice)$/.test(service))).toEqual(
    [],
  );
}, 60_000);

it.each(['', 'null', '7', '"text"', '[]', '[[[]]]', '{', '{"detail":'])(
  'an event that is %s asks for a check of everything',
  (body) => {
    const parsed = (() => {
      try {
        return JSON.parse(body);
      } catch {
        return body;
      }
    })();
    expect(readInput(parsed, 'request')).toMatchObject({ kind: 'check', occasion: { eventId: 'check-request' } });
  },
);
