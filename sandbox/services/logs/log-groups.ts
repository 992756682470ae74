import { AwsError, type Call } from '../../service';
import type { Tags } from '../tags';

/** All times are milliseconds since 1970. */
export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly ingestionTime: number;
  readonly eventId: string;
}

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly creationTime: number;
  /** Oldest first. */
  readonly events: LogEvent[];
}

export interface LogGroup {
  readonly name: string;
  /** Without the `:*` at the end that some responses have. */
  readonly arn: string;
  readonly creationTime: number;
  readonly logGroupClass: string;
  retentionInDays?: number;
  kmsKeyId?: string;
  readonly tags: Tags;
  readonly streams: Map<string, LogStream>;
}

/** Log groups of all Regions, with their streams. */
export class LogGroups {
  private readonly byArn = new Map<string, LogGroup>();

  add(group: LogGroup): void {
    if (this.byArn.has(group.arn))
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    this.byArn.set(group.arn, group);
  }

  find(name: string, region: string): LogGroup | undefined {
    return this.inRegion(region).find((group) => group.name === name);
  }

  /** By name, or by ARN with or without `:*`. @throws AwsError `ResourceNotFoundException`. */
  get(nameOrArn: string | undefined, { region }: Pick<Call, 'region'>): LogGroup {
    const wanted = nameOrArn?.replace(/:\*$/, '') ?? '';
    const group = this.byArn.get(wanted) ?? this.find(wanted, region);
    if (!group) throw new AwsError('ResourceNotFoundException', `The specified log group does not exist: ${nameOrArn}`);
    return group;
  }

  inRegion(region: string): LogGroup[] {
    return [...this.byArn.values()].filter(({ arn }) => arn.split(':')[3] === region);
  }

  delete(group: LogGroup): void {
    this.byArn.delete(group.arn);
  }

  clear(): void {
    this.byArn.clear();
  }
}

export function addStream(group: LogGroup, name: string, creationTime: number): LogStream {
  if (group.streams.has(name))
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
  const stream = { name, arn: `${group.arn}:log-stream:${name}`, creationTime, events: [] };
  group.streams.set(name, stream);
  return stream;
}

/** @throws AwsError `ResourceNotFoundException`. */
export function getStream(group: LogGroup, name: string | undefined): LogStream {
  const stream = group.streams.get(name ?? '');
  if (!stream) throw new AwsError('ResourceNotFoundException', `The specified log stream does not exist: ${name}`);
  return stream;
}

export const storedBytes = ({ events }: LogStream): number =>
  events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD, 0);

/**
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
const EVENT_OVERHEAD = 26;
