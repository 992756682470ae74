import type {
  AttachRolePolicyRequest,
  DeleteRolePolicyRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import { managedPolicy, managedPolicyName } from './managed-policies';
import type { Role, Roles } from './role';
import { writePolicy } from './write-policy';

/** The most characters of all inline policies of a role together, without white space. */
const MAX_INLINE_CHARACTERS = 10_240;
const PAGE_SIZE = 100;

export const rolePolicyOperations = (roles: Roles) => ({
  PutRolePolicy: (input: PutRolePolicyRequest): void => {
    const role = roles.get(input.RoleName);
    const name = required(input.PolicyName, 'PolicyName');
    const policy = writePolicy(required(input.PolicyDocument, 'PolicyDocument'), 'identity');
    const others = [...role.inline].filter(([other]) => other !== name).map(([, { text }]) => text);
    const size = [policy.text, ...others].join('').replace(/\s/g, '').length;
    if (size > MAX_INLINE_CHARACTERS)
      throw new AwsError(
        'LimitExceeded',
        `Maximum policy size of ${MAX_INLINE_CHARACTERS} bytes exceeded for role ${role.name}: ${size}.`,
        409,
      );
    role.inline.set(name, policy);
  },

  GetRolePolicy: (input: GetRolePolicyRequest): GetRolePolicyResponse => {
    const role = roles.get(input.RoleName);
    const { text } = inlinePolicy(role, input.PolicyName);
    return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encodeURIComponent(text) };
  },

  ListRolePolicies: (input: ListRolePoliciesRequest): ListRolePoliciesResponse => {
    const names = [...roles.get(input.RoleName).inline.keys()];
    const { items, next } = page(names, input.MaxItems ?? PAGE_SIZE, input.Marker);
    return { PolicyNames: items, IsTruncated: next !== undefined, Marker: next };
  },

  DeleteRolePolicy: (input: DeleteRolePolicyRequest): void => {
    const role = roles.get(input.RoleName);
    inlinePolicy(role, input.PolicyName);
    role.inline.delete(input.PolicyName ?? '');
  },

  AttachRolePolicy: (input: AttachRolePolicyRequest): void => {
    const role = roles.get(input.RoleName);
    const arn = required(input.PolicyArn, 'PolicyArn');
    managedPolicy(arn);
    role.attached.add(arn);
  },

  DetachRolePolicy: (input: DetachRolePolicyRequest): void => {
    const role = roles.get(input.RoleName);
    if (!role.attached.delete(input.PolicyArn ?? ''))
      throw new AwsError('NoSuchEntity', `Policy ${input.PolicyArn} was not found on role ${role.name}.`, 404);
  },

  ListAttachedRolePolicies: (input: ListAttachedRolePoliciesRequest): ListAttachedRolePoliciesResponse => {
    const policies = [...roles.get(input.RoleName).attached].map((PolicyArn) => ({
      PolicyName: managedPolicyName(PolicyArn),
      PolicyArn,
    }));
    const { items, next } = page(policies, input.MaxItems ?? PAGE_SIZE, input.Marker);
    return { AttachedPolicies: items, IsTruncated: next !== undefined, Marker: next };
  },
});

function inlinePolicy(role: Role, name: string | undefined) {
  const policy = role.inline.get(name ?? '');
  if (!policy) throw new AwsError('NoSuchEntity', `The role policy with name ${name} cannot be found.`, 404);
  return policy;
}
