import { randomUUID } from 'node:crypto';
import type {
  CreateLogStreamRequest,
  DeleteLogStreamRequest,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
  PutLogEventsRequest,
  PutLogEventsResponse,
  LogStream as WireLogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Call } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import { readFilterPattern } from './filter-pattern';
import {
  addStream,
  getStream,
  type LogEvent,
  type LogGroup,
  type LogGroups,
  type LogStream,
  storedBytes,
} from './log-groups';

const MAX_EVENTS = 10_000;

export const eventOperations = (groups: LogGroups, onMessage: (message: string, region: string) => void) => ({
  CreateLogStream: (input: CreateLogStreamRequest, call: Call): void => {
    const name = required(input.logStreamName, 'logStreamName', 'InvalidParameterException');
    addStream(groups.get(input.logGroupName, call), name, call.at.getTime());
  },

  DeleteLogStream: (input: DeleteLogStreamRequest, call: Call): void => {
    const group = groups.get(input.logGroupName, call);
    group.streams.delete(getStream(group, input.logStreamName).name);
  },

  DescribeLogStreams: (input: DescribeLogStreamsRequest, call: Call): DescribeLogStreamsResponse => {
    const group = groups.get(input.logGroupName ?? input.logGroupIdentifier, call);
    const found = [...group.streams.values()].filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''));
    const order = input.orderBy === 'LastEventTime' ? lastEventTime : ({ name }: LogStream) => name;
    found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    if (input.descending) found.reverse();
    const { items, next } = page(found, input.limit ?? 50, input.nextToken);
    return { logStreams: items.map(describe), nextToken: next };
  },

  PutLogEvents: (input: PutLogEventsRequest, call: Call): PutLogEventsResponse => {
    const stream = getStream(groups.get(input.logGroupName, call), input.logStreamName);
    const events = (input.logEvents ?? []).map(({ timestamp = 0, message = '' }) => ({ timestamp, message }));
    if (events.length === 0) throw new AwsError('InvalidParameterException', 'logEvents must hold at least one event.');
    if (events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0)))
      throw new AwsError(
        'InvalidParameterException',
        'Log events in a single PutLogEvents request must be in chronological order.',
      );
    append(stream, events, call.at.getTime());
    for (const { message } of events) onMessage(message, call.region);
    return {};
  },

  GetLogEvents: (input: GetLogEventsRequest, call: Call): GetLogEventsResponse => {
    const stream = getStream(groups.get(input.logGroupName ?? input.logGroupIdentifier, call), input.logStreamName);
    const events = stream.events.filter((event) => isWithin(event, input));
    const [start, end] = window(input, events.length);
    return {
      events: events
        .slice(start, end)
        .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: `f/${end}`,
      nextBackwardToken: `b/${start}`,
    };
  },

  FilterLogEvents: (input: FilterLogEventsRequest, call: Call): FilterLogEventsResponse => {
    const group = groups.get(input.logGroupName ?? input.logGroupIdentifier, call);
    const matches = readFilterPattern(input.filterPattern ?? '');
    const found = streamsOf(group, input)
      .flatMap((stream) => stream.events.map((event) => ({ ...event, logStreamName: stream.name })))
      .filter((event) => isWithin(event, input) && matches(event.message))
      .sort((a, b) => a.timestamp - b.timestamp);
    const { items, next } = page(found, input.limit ?? MAX_EVENTS, input.nextToken);
    return { events: items, nextToken: next, searchedLogStreams: [] };
  },
});

export function append(
  stream: LogStream,
  events: readonly Pick<LogEvent, 'timestamp' | 'message'>[],
  at: number,
): void {
  stream.events.push(...events.map((event) => ({ ...event, ingestionTime: at, eventId: randomUUID() })));
  stream.events.sort((a, b) => a.timestamp - b.timestamp);
}

const isWithin = ({ timestamp }: LogEvent, range: { startTime?: number; endTime?: number }): boolean =>
  timestamp >= (range.startTime ?? 0) && timestamp < (range.endTime ?? Number.POSITIVE_INFINITY);

/** The events of a page: on from its token, back from it, from the head, or the newest ones. */
function window(input: GetLogEventsRequest, count: number): [start: number, end: number] {
  const { nextToken, startFromHead, limit = MAX_EVENTS } = input;
  const forward = (start: number): [number, number] => [start, Math.min(start + limit, count)];
  const backward = (end: number): [number, number] => [Math.max(end - limit, 0), end];
  if (nextToken === undefined) return startFromHead ? forward(0) : backward(count);
  const [, direction, offset] = /^([fb])\/(\d+)$/.exec(nextToken) ?? [];
  if (!direction) throw new AwsError('InvalidParameterException', `The specified nextToken is invalid: ${nextToken}`);
  const position = Math.min(Number(offset), count);
  return direction === 'f' ? forward(position) : backward(position);
}

function streamsOf(group: LogGroup, { logStreamNames, logStreamNamePrefix = '' }: FilterLogEventsRequest): LogStream[] {
  if (logStreamNames) return logStreamNames.map((name) => getStream(group, name));
  return [...group.streams.values()].filter(({ name }) => name.startsWith(logStreamNamePrefix));
}

const lastEventTime = ({ events, creationTime }: LogStream): number => events.at(-1)?.timestamp ?? creationTime;

const describe = (stream: LogStream): WireLogStream => ({
  logStreamName: stream.name,
  arn: stream.arn,
  creationTime: stream.creationTime,
  firstEventTimestamp: stream.events[0]?.timestamp,
  lastEventTimestamp: stream.events.at(-1)?.timestamp,
  lastIngestionTime: stream.events.at(-1)?.ingestionTime,
  storedBytes: storedBytes(stream),
});
