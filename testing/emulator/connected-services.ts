import type { Call, Principal } from '../../sandbox/service';
import { CloudWatch } from '../../sandbox/services/cloudwatch/cloudwatch';
import { Iam } from '../../sandbox/services/iam/iam';
import { Kms } from '../../sandbox/services/kms/kms';
import { Logs } from '../../sandbox/services/logs/logs';
import { Sns } from '../../sandbox/services/sns/sns';
import { Sqs } from '../../sandbox/services/sqs/sqs';
import { Sts } from '../../sandbox/services/sts';
import { Activity } from '../../sandbox/world/activity';
import { Timeline } from '../../sandbox/world/timeline';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

export const OPERATOR: Principal = {
  kind: 'user',
  arn: `arn:aws:iam::${ACCOUNT}:user/operator`,
  principalId: 'AIDAOPERATOR7EXAMPLE2',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
};

/** The services around the pipeline, connected with each other. Tests call their operations without HTTP. */
export function services() {
  const world = {
    account: ACCOUNT,
    region: REGION,
    timeline: new Timeline(),
    activity: new Activity(),
    analysisSeconds: 1,
    eventDelaySeconds: 0,
  };
  const invocations: { functionArn: string; payload: string }[] = [];
  const iam = new Iam(world);
  const kms = new Kms(world, iam);
  const sqs: Sqs = new Sqs(world, {
    endpoint: 'http://127.0.0.1:4566',
    iam,
    kms,
    reportMetric: (name, queue, value) => cloudwatch.put('AWS/SQS', name, { QueueName: queue }, value),
  });
  const invokeFunction = (functionArn: string, payload: string) => void invocations.push({ functionArn, payload });
  const sns = new Sns(world, { iam, kms, sqs, invokeFunction });
  const cloudwatch: CloudWatch = new CloudWatch(world, { sns });
  const onMessage = (message: string, region: string) => cloudwatch.readLogMessage(message, region);
  const logs = new Logs(world, { iam, onMessage });
  const sts = new Sts(iam);
  return { world, iam, kms, sqs, sns, cloudwatch, logs, sts, invocations };
}

/** A call as the endpoint passes it to `service`. */
export const callTo = (service: string, action: string, changes: Partial<Call> = {}): Call => ({
  service,
  action,
  requestId: '00000000-0000-4000-8000-000000000000',
  principal: OPERATOR,
  account: ACCOUNT,
  region: REGION,
  userAgent: 'jest',
  sourceIpAddress: '127.0.0.1',
  at: new Date(),
  ...changes,
});

/** The text of a policy with one statement. */
export const policyOf = (statement: Record<string, unknown>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

/** Allows Lambda to assume a role. */
export const LAMBDA_TRUST = policyOf({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } });

/** Creates a role, with the inline policy `statement` if it is given. @returns a session under it */
export function session(iam: Iam, name: string, statement?: Record<string, unknown>): Principal {
  iam.operations.CreateRole({ RoleName: name, AssumeRolePolicyDocument: LAMBDA_TRUST }, callTo('iam', 'CreateRole'));
  if (statement)
    iam.operations.PutRolePolicy({ RoleName: name, PolicyName: 'inline', PolicyDocument: policyOf(statement) });
  return iam.principalOf(iam.credentialsFor(name, 'session').accessKeyId);
}
