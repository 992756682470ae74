import { AwsError } from '../../service';
import type { PolicyDocument } from './policy-document';

/**
 * The AWS managed policies that can be attached to roles in the sandbox.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const MANAGED_POLICIES: Readonly<Record<string, PolicyDocument>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
    ],
  },
  'arn:aws:iam::aws:policy/AdministratorAccess': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
};

/** @throws AwsError `NoSuchEntity` for a policy that the sandbox does not have. */
export function managedPolicy(arn: string): PolicyDocument {
  const document = Object.hasOwn(MANAGED_POLICIES, arn) ? MANAGED_POLICIES[arn] : undefined;
  if (!document)
    throw new AwsError(
      'NoSuchEntity',
      `Policy ${arn} does not exist or is not attachable. The sandbox has ${Object.keys(MANAGED_POLICIES).join(', ')}; write others inline.`,
      404,
    );
  return document;
}

/** The part of a policy's ARN after its path. */
export const managedPolicyName = (arn: string): string => arn.split('/').pop() ?? arn;
