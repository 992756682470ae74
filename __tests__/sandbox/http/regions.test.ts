import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0, region: 'us-east-1' });
});

afterAll(() => sandbox.close());

const settings = () => ({
  endpoint: sandbox.endpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  maxAttempts: 1,
});

// One call for each protocol. AWS's error for a request that is signed for another Region:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
it.each<[string, () => Promise<unknown>]>([
  ['EC2', () => new EC2Client(settings()).send(new DescribeVpcsCommand({}))],
  ['SNS', () => new SNSClient(settings()).send(new ListTopicsCommand({}))],
  ['SQS', () => new SQSClient(settings()).send(new GetQueueUrlCommand({ QueueName: 'any' }))],
  ['Lambda', () => new LambdaClient(settings()).send(new ListFunctionsCommand({}))],
  ['CloudWatch', () => new CloudWatchClient(settings()).send(new DescribeAlarmsCommand({}))],
])('%s refuses a request that is signed for another Region, and names its own', async (_, call) => {
  await expect(call()).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
    message: expect.stringMatching(/not 'eu-central-1'\. This sandbox is in us-east-1: set AWS_REGION=us-east-1/),
    $metadata: { httpStatusCode: 403 },
  });
});

it('IAM and STS respond in every Region, because they belong to the account', async () => {
  await expect(new IAMClient(settings()).send(new ListRolesCommand({}))).resolves.toMatchObject({ Roles: [] });
  await expect(new STSClient(settings()).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
    Account: sandbox.account,
  });
});
