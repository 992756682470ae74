import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Principal, Service } from '../../service';
import type { World } from '../../world/world';
import type { Iam } from '../iam/iam';
import { append, eventOperations } from './event-operations';
import { groupOperations, newGroup } from './group-operations';
import { addStream, type LogGroup, LogGroups, type LogStream } from './log-groups';

interface LogsPeers {
  readonly iam: Pick<Iam, 'allowed'>;
  /** Hears every message that comes in, such as CloudWatch, which looks for metrics in it. */
  readonly onMessage?: (message: string, region: string) => void;
}

/** Log groups, their streams and events. */
export class Logs implements Service {
  readonly name = 'logs';
  readonly sdk = sdk;
  private readonly groups = new LogGroups();
  readonly operations = {
    ...groupOperations(this.groups),
    ...eventOperations(this.groups, (message, region) => this.peers.onMessage?.(message, region)),
  };

  constructor(
    private readonly world: World,
    private readonly peers: LogsPeers,
  ) {}

  /**
   * Writes one event in the name of `principal`, as Lambda does for a function, and makes the group and the stream that it needs.
   * Gives false, and writes nothing, when the principal's policies do not allow it.
   */
  writeAs(principal: Principal, groupName: string, streamName: string, message: string, at = new Date()): boolean {
    const group = this.groups.find(groupName, this.world.region) ?? this.createGroupAs(principal, groupName, at);
    const stream = group && (group.streams.get(streamName) ?? this.createStreamAs(principal, group, streamName, at));
    if (!stream || !this.peers.iam.allowed(principal, { action: 'logs:PutLogEvents', resource: stream.arn }))
      return false;
    append(stream, [{ timestamp: at.getTime(), message }], at.getTime());
    this.peers.onMessage?.(message, this.world.region);
    return true;
  }

  /** The messages of a group, oldest first. */
  messages(groupName: string): string[] {
    const group = this.groups.find(groupName, this.world.region);
    const events = [...(group?.streams.values() ?? [])].flatMap((stream) => stream.events);
    return events.sort((a, b) => a.timestamp - b.timestamp).map(({ message }) => message);
  }

  reset(): void {
    this.groups.clear();
  }

  private createGroupAs(principal: Principal, name: string, at: Date): LogGroup | undefined {
    const group = newGroup(name, this.world.region, this.world.account, at);
    if (!this.peers.iam.allowed(principal, { action: 'logs:CreateLogGroup', resource: group.arn })) return undefined;
    this.groups.add(group);
    return group;
  }

  private createStreamAs(principal: Principal, group: LogGroup, name: string, at: Date): LogStream | undefined {
    const resource = `${group.arn}:log-stream:${name}`;
    const mayCreate = this.peers.iam.allowed(principal, { action: 'logs:CreateLogStream', resource });
    return mayCreate ? addStream(group, name, at.getTime()) : undefined;
  }
}
