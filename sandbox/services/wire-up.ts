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

/** All services of one sandbox, connected with each other. */
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

/** @param network in the shapes of EC2's Describe responses; see the network loader for what it refuses */
export function createServices(world: World, network: unknown, endpoint: string): Services {
  const iam = new Iam(world);
  const kms = new Kms(world, iam);
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
  // EventBridge hears of a call only while a trail logs it.
  const emit = (event: CloudTrailEvent) => {
    if (cloudtrail.logs(event.region, event.detail)) events.accept(event);
  };
  const ec2 = new Ec2(world, emit, iam);
  ec2.load(network);
  const all = [iam, new Sts(iam), kms, sqs, sns, cloudwatch, logs, lambda, events, cloudtrail, ec2];
  const reset = async () => {
    // Functions first: what they still write goes to services that are still there.
    for (const service of [lambda, ...all]) await service.reset();
  };
  return { all, iam, cloudtrail, ec2, sns, sqs, logs, cloudwatch, events, lambda, reset };
}
