import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  Role as IamRole,
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  TagRoleRequest,
  UntagRoleRequest,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from '@aws-sdk/client-iam';
import { AwsError, type Call } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import { addTags, removeTags, tagList, tagsFromList } from '../tags';
import { iamId } from './iam-id';
import type { Role, Roles } from './role';
import { writePolicy } from './write-policy';

const DEFAULT_SESSION_SECONDS = 3600;
const MAX_SESSION_SECONDS = 43_200;
const PAGE_SIZE = 100;

export const roleOperations = (roles: Roles) => ({
  CreateRole: (input: CreateRoleRequest, call: Call): CreateRoleResponse => {
    if (input.PermissionsBoundary)
      throw new AwsError(
        'InvalidInput',
        'PermissionsBoundary: the sandbox does not evaluate permissions boundaries; leave it out.',
      );
    const name = roleName(input.RoleName);
    const path = input.Path ?? '/';
    const role: Role = {
      name,
      path,
      id: iamId('AROA'),
      arn: `arn:aws:iam::${call.account}:role${path}${name}`,
      createdAt: call.at,
      description: input.Description,
      maxSessionDuration: sessionDuration(input.MaxSessionDuration),
      trust: writePolicy(required(input.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument'), 'trust'),
      inline: new Map(),
      attached: new Set(),
      tags: tagsFromList(input.Tags),
    };
    roles.add(role);
    return { Role: describe(role) };
  },

  GetRole: (input: GetRoleRequest): GetRoleResponse => ({ Role: describe(roles.get(input.RoleName)) }),

  ListRoles: (input: ListRolesRequest): ListRolesResponse => {
    const found = roles.all().filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const { items, next } = page(found, input.MaxItems ?? PAGE_SIZE, input.Marker);
    // A listing leaves out the fields that only GetRole returns.
    const briefly = items.map((role) => ({ ...describe(role), Tags: undefined, RoleLastUsed: undefined }));
    return { Roles: briefly, IsTruncated: next !== undefined, Marker: next };
  },

  UpdateRole: (input: UpdateRoleRequest): UpdateRoleResponse => {
    const role = roles.get(input.RoleName);
    if (input.Description !== undefined) role.description = input.Description;
    if (input.MaxSessionDuration !== undefined) role.maxSessionDuration = sessionDuration(input.MaxSessionDuration);
    return {};
  },

  UpdateRoleDescription: (input: UpdateRoleDescriptionRequest): UpdateRoleDescriptionResponse => {
    const role = roles.get(input.RoleName);
    role.description = input.Description;
    return { Role: describe(role) };
  },

  UpdateAssumeRolePolicy: (input: UpdateAssumeRolePolicyRequest): void => {
    const role = roles.get(input.RoleName);
    role.trust = writePolicy(required(input.PolicyDocument, 'PolicyDocument'), 'trust');
  },

  DeleteRole: (input: DeleteRoleRequest): void => {
    const role = roles.get(input.RoleName);
    if (role.attached.size > 0)
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409);
    if (role.inline.size > 0)
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
    roles.delete(role.name);
  },

  TagRole: (input: TagRoleRequest): void => addTags(roles.get(input.RoleName).tags, tagsFromList(input.Tags)),

  UntagRole: (input: UntagRoleRequest): void => removeTags(roles.get(input.RoleName).tags, input.TagKeys),

  ListRoleTags: (input: ListRoleTagsRequest): ListRoleTagsResponse => {
    const { items, next } = page(tagList(roles.get(input.RoleName).tags), input.MaxItems ?? PAGE_SIZE, input.Marker);
    return { Tags: items, IsTruncated: next !== undefined, Marker: next };
  },

  /** Always empty. The Terraform provider calls it before it deletes a role. */
  ListInstanceProfilesForRole: (input: ListInstanceProfilesForRoleRequest): ListInstanceProfilesForRoleResponse => {
    roles.get(input.RoleName);
    return { InstanceProfiles: [], IsTruncated: false };
  },
});

function describe(role: Role): IamRole {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodeURIComponent(role.trust.text),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    Tags: role.tags.size > 0 ? tagList(role.tags) : undefined,
    RoleLastUsed: {},
  };
}

function roleName(name: string | undefined): string {
  const given = required(name, 'RoleName');
  if (!/^[\w+=,.@-]{1,64}$/.test(given))
    throw new AwsError('ValidationError', `RoleName ${given} must be 1 to 64 letters, digits or any of _+=,.@-.`);
  return given;
}

function sessionDuration(seconds = DEFAULT_SESSION_SECONDS): number {
  if (seconds < DEFAULT_SESSION_SECONDS || seconds > MAX_SESSION_SECONDS)
    throw new AwsError(
      'ValidationError',
      `MaxSessionDuration ${seconds} must be between ${DEFAULT_SESSION_SECONDS} and ${MAX_SESSION_SECONDS} seconds.`,
    );
  return seconds;
}
