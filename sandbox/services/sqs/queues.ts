import type { Call } from '../../service';
import type { World } from '../../world/world';
import type { Queue } from './queue';
import { queueDoesNotExist, sqsError } from './sqs-error';

/** All queues, by ARN. */
export class Queues {
  private readonly byArn = new Map<string, Queue>();

  /** `endpoint` is where clients reach the sandbox, such as `http://127.0.0.1:4566`. */
  constructor(
    private readonly world: World,
    private readonly endpoint: string,
  ) {}

  add(queue: Queue): void {
    this.byArn.set(queue.arn, queue);
  }

  find(arn: string): Queue | undefined {
    return this.byArn.get(arn);
  }

  /** The caller's queue in the call's Region. Throws `QueueDoesNotExist`. */
  byUrl(url: string | undefined, call: Call): Queue {
    return this.byName(nameInUrl(url), call);
  }

  /** Throws `QueueDoesNotExist`. */
  byName(name: string, call: Call): Queue {
    const queue = this.byArn.get(this.arn(name, call));
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  inRegion(region: string): Queue[] {
    return [...this.byArn.values()].filter(({ arn }) => arn.split(':')[3] === region);
  }

  delete(queue: Queue): void {
    this.byArn.delete(queue.arn);
    queue.close();
  }

  arn(name: string, call: Call): string {
    return `arn:aws:sqs:${call.region}:${this.world.account}:${name}`;
  }

  url(queue: Queue): string {
    return `${this.endpoint}/${this.world.account}/${queue.name}`;
  }

  clear(): void {
    for (const queue of this.byArn.values()) queue.close();
    this.byArn.clear();
  }
}

/** The last part of `https://host/account/name`; a bare name is taken too, as AWS does. */
export function nameInUrl(url: string | undefined): string {
  const name = url?.split('/').pop();
  if (!name) throw sqsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
  return name;
}
