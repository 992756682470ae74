import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';

/**
 * AWS's default chain, from the environment to the role of the instance, supplies what is absent.
 */
export interface ClientSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Clients of the AWS services that the commands call, with the operator's credentials. */
export const awsClients = (settings: ClientSettings = {}) => ({
  cloudtrail: (region: string) => new CloudTrailClient({ ...settings, region }),
  cloudwatch: new CloudWatchClient(settings),
  ec2: new EC2Client(settings),
  events: new EventBridgeClient(settings),
  iam: new IAMClient(settings),
  lambda: new LambdaClient(settings),
  sns: new SNSClient(settings),
  sqs: new SQSClient(settings),
  sts: new STSClient(settings),
});

export type AwsClients = ReturnType<typeof awsClients>;
