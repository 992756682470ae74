import type { Principal } from '../service';
import type { CloudWatch } from './cloudwatch/cloudwatch';
import type { Receivers } from './events/delivery';
import type { Iam } from './iam/iam';
import type { Lambda, LambdaHost } from './lambda/lambda';
import type { Logs } from './logs/logs';
import type { Sns } from './sns/sns';
import type { Sqs } from './sqs/sqs';

interface Peers {
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly logs: Logs;
  readonly cloudwatch: CloudWatch;
}

const ruleName = (ruleArn: string): string => ruleArn.split(':rule/')[1] ?? ruleArn;

/** How EventBridge reaches its targets: in the name of a rule, which the target's own policy must let in. */
export function receivers(lambda: Lambda, { sqs, sns, cloudwatch }: Omit<Peers, 'iam' | 'logs'>): Receivers {
  const service = 'events.amazonaws.com';
  return {
    invokeFunction: (functionArn, payload, ruleArn) => lambda.invokeAsService(service, ruleArn, functionArn, payload),
    sendMessage: (queueArn, body, attributes, ruleArn) =>
      void sqs.sendAsService(service, ruleArn, queueArn, body, stringAttributes(attributes)),
    publish: (topicArn, message, ruleArn) => void sns.publishAsService(service, ruleArn, topicArn, { message }),
    reportMetric: (name, ruleArn) => cloudwatch.put('AWS/Events', name, { RuleName: ruleName(ruleArn) }, 1),
  };
}

/** How Lambda reaches the rest for its functions: always under the function's role. */
export function lambdaHost({ iam, sqs, sns, logs, cloudwatch }: Peers, endpoint: string): LambdaHost {
  const principalOf = (roleArn: string): Principal => iam.sessionOf(roleArn, 'lambda');
  return {
    endpoint,
    mayAssume: (roleArn) => iam.mayAssumeRole(roleArn, 'lambda.amazonaws.com'),
    credentialsOf: (roleArn) => iam.credentialsFor(roleArn, 'lambda'),
    writeLog: (roleArn, group, stream, line) => {
      // Without its role a function has nothing to write with, and its lines are lost.
      if (iam.hasRole(roleArn)) logs.writeAs(principalOf(roleArn), group, stream, line);
    },
    sendToDestination: (roleArn, destinationArn, body) => {
      const principal = principalOf(roleArn);
      if (destinationArn.split(':')[2] === 'sqs') sqs.sendAs(principal, destinationArn, body);
      else sns.publishAs(principal, destinationArn, { message: body });
    },
    reportMetric: (name, functionName, value) =>
      cloudwatch.put('AWS/Lambda', name, { FunctionName: functionName }, value),
  };
}

const stringAttributes = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
