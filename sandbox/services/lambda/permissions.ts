import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../service';
import { evaluateResourcePolicy } from '../iam/policy';
import type { LambdaFunction, PolicyStatement } from './function';

/** The statement that `AddPermission` puts into the function's policy. */
export function permissionStatement(lambda: LambdaFunction, input: sdk.AddPermissionRequest): PolicyStatement {
  const { StatementId = '', Action = '', Principal = '', SourceArn, SourceAccount } = input;
  if (lambda.policy.some(({ Sid }) => Sid === StatementId))
    throw new AwsError(
      'ResourceConflictException',
      `The statement id (${StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      409,
    );
  const condition = {
    ...(SourceArn && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
    ...(SourceAccount && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
  };
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: principalElement(Principal),
    Action,
    Resource: lambda.arn,
    Condition: Object.keys(condition).length > 0 ? condition : undefined,
  };
}

function principalElement(principal: string): PolicyStatement['Principal'] {
  if (principal === '*') return '*';
  if (principal.endsWith('.amazonaws.com')) return { Service: principal };
  return { AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
}

export const policyDocument = ({ policy }: LambdaFunction) => ({
  Version: '2012-10-17',
  Id: 'default',
  Statement: policy,
});

/** Whether the function's own policy lets an AWS service invoke it on behalf of `sourceArn`. */
export function mayInvoke(lambda: LambdaFunction, service: string, sourceArn: string): boolean {
  const request = {
    action: 'lambda:InvokeFunction',
    resource: lambda.arn,
    context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceArn.split(':')[4] ?? '' },
    principal: { service },
  };
  return evaluateResourcePolicy(policyDocument(lambda), request) === 'allowed';
}
