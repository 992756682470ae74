import * as sdk from '@aws-sdk/client-sqs';
import { AwsError, type Call, type Permission, type Principal, type Service } from '../../service';
import type { World } from '../../world/world';
import { accessDenied } from '../iam/access-denied';
import type { Iam } from '../iam/iam';
import { allowsService } from '../iam/service-access';
import type { Kms } from '../kms/kms';
import { checkKey } from './check-key';
import { checkMessage } from './check-message';
import type { MessageAttributes } from './message-digest';
import { messageOperations } from './message-operations';
import type { Queue } from './queue';
import { queuePolicy } from './queue-attributes';
import { QueueMetrics, type ReportMetric } from './queue-metrics';
import { queueOperations } from './queue-operations';
import { nameInUrl, Queues } from './queues';
import { queueDoesNotExist } from './sqs-error';

interface SqsPeers {
  /** Where clients reach the sandbox, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly iam: Pick<Iam, 'allowed'>;
  readonly kms: Pick<Kms, 'maySend'>;
  /** Hears how full a queue is, for alarms on the metrics of the namespace `AWS/SQS`. */
  readonly reportMetric?: ReportMetric;
}

/** Standard queues. */
export class Sqs implements Service {
  readonly name = 'sqs';
  readonly sdk = sdk;
  readonly operations;
  readonly permissions;
  private readonly queues: Queues;
  private readonly metrics: QueueMetrics;

  constructor(
    private readonly world: World,
    private readonly peers: SqsPeers,
  ) {
    this.queues = new Queues(world, peers.endpoint);
    this.metrics = new QueueMetrics((name, queue, value) => peers.reportMetric?.(name, queue, value));
    const onChange = (queue: Queue) => this.metrics.observe(queue);
    this.operations = {
      ...queueOperations(this.queues, onChange),
      ...messageOperations(this.queues, peers.kms, onChange),
    };
    this.permissions = queuePermissions(this.queues, Object.keys(this.operations));
  }

  /**
   * Sends as an AWS service such as `events.amazonaws.com` for one of its resources, if the queue's policy and key let it.
   * Throws `AccessDenied`, `QueueDoesNotExist` or the error of the key. Gives the message's id.
   */
  sendAsService(
    service: string,
    sourceArn: string,
    queueArn: string,
    body: string,
    attributes: MessageAttributes = {},
  ): string {
    const queue = this.find(queueArn);
    const access = { service, sourceArn, action: 'sqs:SendMessage', resource: queueArn, account: this.world.account };
    if (!allowsService(queuePolicy(queue.attributes), access))
      throw new AwsError(
        'AccessDenied',
        `Access to the resource ${queueArn} is denied for ${service} on behalf of ${sourceArn}.`,
        403,
      );
    checkKey(this.peers.kms, queue, { service, sourceArn });
    return this.deliver(queue, service, body, attributes);
  }

  /**
   * Sends in the name of `principal`, such as the function that an on-failure destination belongs to, if its policies let it.
   * Throws `AccessDenied`, `QueueDoesNotExist` or the error of the key. Gives the message's id.
   */
  sendAs(principal: Principal, queueArn: string, body: string, attributes: MessageAttributes = {}): string {
    const queue = this.find(queueArn);
    if (!this.peers.iam.allowed(principal, { action: 'sqs:SendMessage', resource: queueArn }))
      throw accessDenied('sqs', principal, 'sqs:SendMessage', queueArn, 'implicitly denied');
    checkKey(this.peers.kms, queue, principal);
    return this.deliver(queue, principal.principalId, body, attributes);
  }

  reset(): void {
    this.queues.clear();
    this.metrics.clear();
  }

  private find(queueArn: string): Queue {
    const queue = this.queues.find(queueArn);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  private deliver(queue: Queue, senderId: string, body: string, attributes: MessageAttributes): string {
    const { id } = queue.send({ body: checkMessage(queue, body, attributes), attributes, senderId }, Date.now());
    this.metrics.observe(queue);
    return id;
  }
}

// A batch needs the permission of its single operation.
const ACTIONS: Readonly<Record<string, string>> = {
  SendMessageBatch: 'sqs:SendMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
};

function queuePermissions(queues: Queues, operations: readonly string[]) {
  const permission =
    (operation: string) =>
    (input: { QueueUrl?: string; QueueName?: string }, call: Call): Permission[] => {
      if (operation === 'ListQueues') return [{ resource: '*' }];
      const resource = queues.arn(input.QueueName ?? nameInUrl(input.QueueUrl), call);
      return [{ resource, action: ACTIONS[operation] }];
    };
  return Object.fromEntries(operations.map((operation) => [operation, permission(operation)]));
}
