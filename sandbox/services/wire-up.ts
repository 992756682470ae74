import type { Service } from '../service';
import type { World } from '../world/world';
import { CloudTrail } from './cloudtrail/cloudtrail';
import { CloudWatch } from './cloudwatch/cloudwatch';
import { lambdaHost, receivers } from './connections';
import type { CloudTrailEvent } from './ec2/cloudtrail-record';
import { Ec2 } from './ec2/ec2';
import { Events } from './events/events';
import { Iam } from './iam/iam';
import { Kms } from './kms/kms';
import { Lambda } from './lambda/lambda';
import { Logs } from './logs/logs';
import { Sns } from './sns/sns';
import { Sqs } from './sqs/sqs';
import { Sts } from './sts';

/** All services of one sandbox, connected. */
export interface Services {
  readonly all: readonly Service[];
  readonly iam: Iam;
  readonly cloudtrail: CloudTrail;
  readonly ec2: Ec2;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly logs: Logs;
  readonly cloudwatch: CloudWatch;
  readonly events: Events;
  readonly lambda: Lambda;
  reset(): Promise<void>;
}

/**
 * @param network one object with the keys of EC2's Describe responses.
 * @param endpoint where clients reach the sandbox, such as `http://127.0.0.1:4566`.
 */
export function createServices(world: World, network: unknown, endpoint: string): Services {
  const iam = new Iam(world);
  const kms = new Kms(world, iam);
  // Alarms publish to topics, topics invoke functions, and queues and functions report metrics that
  // alarms watch. So the first of them get functions that use the later ones.
  const sqs: Sqs = new Sqs(world, {
    endpoint,
    iam,
    kms,
    reportMetric: (name, queue, value) => cloudwatch.put('AWS/SQS', name, { QueueName: queue }, value),
  });
  const sns: Sns = new Sns(world, {
    iam,
    kms,
    sqs,
    invokeFunction: (arn, payload, topicArn) => lambda.invokeAsService('sns.amazonaws.com', topicArn, arn, payload),
  });
  const cloudwatch: CloudWatch = new CloudWatch(world, { sns });
  const logs = new Logs(world, { iam, onMessage: (message, region) => cloudwatch.readLogMessage(message, region) });
  const lambda: Lambda = new Lambda(world, lambdaHost({ iam, sqs, sns, logs, cloudwatch }, endpoint));
  const events = new Events(world, receivers(lambda, { sqs, sns, cloudwatch }));
  const cloudtrail = new CloudTrail(world);
  // EventBridge gets a call's event only if a trail logs the call.
  const emit = (event: CloudTrailEvent) => {
    if (cloudtrail.logs(event.region, event.detail)) events.accept(event);
  };
  const ec2 = new Ec2(world, emit, iam);
  ec2.load(network);
  const all = [iam, new Sts(iam), kms, sqs, sns, cloudwatch, logs, lambda, events, cloudtrail, ec2];
  const reset = async () => {
    // Functions first, because they may still write to the other services.
    for (const service of [lambda, ...all]) await service.reset();
  };
  return { all, iam, cloudtrail, ec2, sns, sqs, logs, cloudwatch, events, lambda, reset };
}
