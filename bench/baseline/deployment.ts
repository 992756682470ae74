import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import type { Monitor } from '../../testing/deployment/deployed-monitor';
import { defaultZip } from './bundle';

const NAME = 'recipe';
const VERSION = '2012-10-17';
const TRUST = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const RIGHTS = { Effect: 'Allow', Action: '*', Resource: '*' };

/** The original recipe in the sandbox of a monitor, for the same paths. */
export class Recipe {
  readonly topicArn: string;

  constructor(
    private readonly monitor: Monitor,
    private readonly account: string,
  ) {
    this.topicArn = monitor.arn('sns', NAME);
  }

  async deploy(pathIds: readonly string[], memorySize: number): Promise<this> {
    const { aws } = this.monitor;
    const document = (statement: object) => JSON.stringify({ Version: VERSION, Statement: [statement] });
    await aws.sns.send(new CreateTopicCommand({ Name: NAME }));
    await aws.iam.send(new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument: document(TRUST) }));
    await aws.iam.send(
      new PutRolePolicyCommand({ RoleName: NAME, PolicyName: NAME, PolicyDocument: document(RIGHTS) }),
    );
    const variables = { NETWORK_INSIGHTS_PATH_ID: pathIds.join(), SNS_TOPIC_ARN: this.topicArn };
    await aws.lambda.send(
      new CreateFunctionCommand({
        FunctionName: NAME,
        Role: `arn:aws:iam::${this.account}:role/${NAME}`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        MemorySize: memorySize,
        Timeout: 900,
        Code: { ZipFile: defaultZip('handler') },
        Environment: { Variables: variables },
      }),
    );
    return this;
  }

  /** Runs it once. The sandbox's timeline records the invocation. */
  async run(): Promise<void> {
    const { FunctionError, Payload } = await this.monitor.aws.lambda.send(new InvokeCommand({ FunctionName: NAME }));
    if (FunctionError) throw new Error(`the baseline failed: ${Buffer.from(Payload ?? []).toString()}`);
  }
}
