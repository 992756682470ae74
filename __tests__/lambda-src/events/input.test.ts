import { readInput } from '../../../lambda-src/events/input';
import { revokeEgress, scheduledEvent } from '../../../testing/simulation/events';

const REQUEST = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';

function failureRecord(requestPayload: unknown) {
  return {
    version: '1.0',
    timestamp: '2026-11-23T10:10:00.000Z',
    requestContext: {
      requestId: REQUEST,
      functionArn: 'arn:aws:lambda:…',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorMessage: 'out of time' },
  };
}

describe('a change', () => {
  const event = revokeEgress();
  const expected = {
    kind: 'check',
    occasion: { kind: 'change', eventId: event.id, change: { call: 'RevokeSecurityGroupEgress' } },
  };

  it.each([
    ['as EventBridge delivers it', event],
    ["as a dead letter's text", JSON.stringify(event)],
    ["in Lambda's failure record", failureRecord(event)],
    ['in the text of a failure record', JSON.stringify(failureRecord(event))],
    ['in a failure record of a failure record', failureRecord(failureRecord(event))],
  ])('%s', (_, input) => {
    expect(readInput(input, REQUEST)).toMatchObject(expected);
  });

  it('with an id that a tag cannot hold is identified by its hash', () => {
    const hostile = { ...event, detail: { ...event.detail, eventID: `a/b\n${'x'.repeat(500)}` } };
    const input = readInput(hostile, REQUEST);
    expect(input.kind === 'check' && input.occasion.eventId).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('other inputs', () => {
  const event = scheduledEvent();

  it.each([
    ['a scheduled event', event, { kind: 'check', occasion: { kind: 'sweep', eventId: event.id } }],
    ['nothing', {}, { kind: 'check', occasion: { kind: 'check', eventId: `check-${REQUEST}` } }],
    ['the daily look', { action: 'look' }, { kind: 'check', occasion: { kind: 'look', eventId: `look-${REQUEST}` } }],
    [
      'the check action',
      { action: 'check' },
      { kind: 'check', occasion: { kind: 'check', eventId: `check-${REQUEST}` } },
    ],
    [
      'the check action for one path',
      { action: 'check', path: 'web' },
      { kind: 'check', occasion: { kind: 'check', eventId: `check-${REQUEST}` }, path: 'web' },
    ],
    ['the status action', { action: 'status' }, { kind: 'status' }],
    ['the test action', { action: 'test' }, { kind: 'test' }],
    [
      "Terraform's lifecycle",
      {
        pathId: 'nip-0a',
        name: 'web',
        expect: 'unreachable',
        tf: { action: 'update', prev_input: { pathId: 'nip-0a' } },
      },
      {
        kind: 'lifecycle',
        lifecycle: { action: 'update', pathId: 'nip-0a', name: 'web', expect: 'unreachable', check: true },
      },
    ],
  ])('%s', (_, input, expected) => {
    expect(readInput(input, REQUEST)).toEqual(expected);
  });

  it.each([
    ['null', null],
    ['a number', 7],
    ['text that is not JSON', '{"detail":'],
    ['an array', [{ a: 1 }]],
    ['an unknown object', { Records: [{ body: 'x' }] }],
  ])('of unknown shape (%s) ask for a check of every path', (_, input) => {
    expect(readInput(input, REQUEST)).toEqual({
      kind: 'check',
      occasion: { kind: 'check', eventId: `check-${REQUEST}` },
    });
  });

  it('with an unknown action are refused with the known ones', () => {
    expect(() => readInput({ action: 'chekc' }, REQUEST)).toThrow(
      'the input\'s action is "chekc"; it must be one of "check", "look", "status", "test"',
    );
  });

  it.each([[''], [7], [null], [['web']]])('with the path %j are refused', (path) => {
    expect(() => readInput({ action: 'check', path }, REQUEST)).toThrow(
      `the input's path is ${JSON.stringify(path)}; it must be the name or id of a watched path`,
    );
  });
});
