import { VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { matches, must, nullOr } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';

const POLICY_ARN = '^arn:[a-z0-9-]+:iam::([0-9]{12}|aws):policy/.+$';
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
const ROLE_PATH = '^/([!-~]{1,510}/)?$';

/** What an organization may require of every role in its accounts. */
export const roleVariables = (scope: Construct) => {
  const boundary = variable(scope, 'permissions_boundary', {
    type: VariableType.STRING,
    default: null,
    description:
      "Optional ARN of an IAM policy to set as the permissions boundary of the function's role, for organizations that require one. It must allow everything that the function does, or analyses fail. Null: no boundary.",
    ...must(
      nullOr('var.permissions_boundary', matches('var.permissions_boundary', POLICY_ARN)),
      'permissions_boundary must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary, or null.',
    ),
  });
  const path = variable(scope, 'role_path', {
    type: VariableType.STRING,
    default: DEFAULTS.rolePath,
    description:
      'IAM path of the function\'s role, such as "/network/", for organizations that require one. Changing it replaces the role.',
    ...must(
      matches('var.role_path', ROLE_PATH),
      'role_path must begin and end with "/", such as "/network/", and have at most 512 printable characters without spaces.',
    ),
  });
  return { permissionsBoundary: boundary.stringValue, rolePath: path.stringValue };
};
