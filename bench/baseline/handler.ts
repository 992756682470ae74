import { setTimeout as sleep } from 'node:timers/promises';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SNSClient } from '@aws-sdk/client-sns';
import { sdkEc2, sdkSns } from '../../lambda-src/aws/clients';
import { checkPath } from './recipe';

/**
 * AWS's quota of concurrent analyses:
 * https://docs.aws.amazon.com/vpc/latest/reachability/reachability-analyzer-limits.html
 */
const AT_ONCE = 100;

const { NETWORK_INSIGHTS_PATH_ID = '', SNS_TOPIC_ARN = '' } = process.env;

export async function handler(): Promise<void> {
  const aws = { ...sdkEc2(new EC2Client({})), ...sdkSns(new SNSClient({})) };
  const ids = NETWORK_INSIGHTS_PATH_ID.split(',');
  for (let n = 0; n < ids.length; n += AT_ONCE) {
    await Promise.all(ids.slice(n, n + AT_ONCE).map((id) => checkPath(id, SNS_TOPIC_ARN, aws, sleep)));
  }
}
