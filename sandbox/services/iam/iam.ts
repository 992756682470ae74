import * as sdk from '@aws-sdk/client-iam';
import type { Call, Permission, Principal, Service } from '../../service';
import type { World } from '../../world/world';
import { type AccessDecision, Authorizer } from './authorizer';
import { CredentialRegistry, type TemporaryCredentials } from './credentials';
import { managedPolicy } from './managed-policies';
import { evaluateResourcePolicy, type PolicyPrincipal } from './policy';
import type { PolicyDocument } from './policy-document';
import { type Role, Roles } from './role';
import { roleOperations } from './role-operations';
import { rolePolicyOperations } from './role-policy-operations';
import { simulationOperations } from './simulation-operations';

/** Roles, their policies, and the decisions that follow from them. */
export class Iam implements Service {
  readonly name = 'iam';
  readonly sdk = sdk;
  private readonly roles = new Roles();
  private readonly credentials: CredentialRegistry;
  private readonly authorizer = new Authorizer((roleName) => this.policiesOfRole(roleName));
  readonly operations = {
    ...roleOperations(this.roles),
    ...rolePolicyOperations(this.roles),
    ...simulationOperations((roleArn) => this.policiesOfRole(this.role(roleArn).name)),
  };

  constructor(world: World) {
    this.credentials = new CredentialRegistry(world.account);
  }

  /** All decisions about the deployed function, oldest first. */
  get decisions(): readonly AccessDecision[] {
    return this.authorizer.decisions;
  }

  /** Inline and attached policies; none for a role that does not exist. */
  policiesOfRole(roleName: string): PolicyDocument[] {
    const role = this.roles.find(roleName);
    if (!role) return [];
    return [...[...role.inline.values()].map(({ document }) => document), ...[...role.attached].map(managedPolicy)];
  }

  /**
   * Whether the role's trust policy lets `service`, such as `lambda.amazonaws.com`, assume it;
   * false for an unknown role.
   */
  mayAssumeRole(roleArn: string, service: string): boolean {
    return this.trusts(roleArn, { service });
  }

  /** Whether the role's trust policy names `principal`; false for an unknown role. */
  trusts(roleArn: string, principal: PolicyPrincipal): boolean {
    const role = this.roles.findByArn(roleArn);
    const request = { principal, action: 'sts:AssumeRole', resource: roleArn };
    return role !== undefined && evaluateResourcePolicy(role.trust.document, request) === 'allowed';
  }

  /**
   * Credentials for a session under the role, by its name or ARN. @throws AwsError `NoSuchEntity`.
   */
  credentialsFor(role: string, sessionName: string): TemporaryCredentials {
    return this.credentials.issue(this.role(role), sessionName);
  }

  hasRole(roleArn: string): boolean {
    return this.roles.findByArn(roleArn) !== undefined;
  }

  /**
   * The principal of a session in which a service acts under the role, by its name or ARN.
   * @throws AwsError `NoSuchEntity`.
   */
  sessionOf(role: string, sessionName: string): Principal {
    return this.credentials.session(this.role(role), sessionName);
  }

  /** The owner of the access key. A key that the sandbox did not issue is the operator's. */
  principalOf(accessKeyId: string | undefined): Principal {
    return this.credentials.principalOf(accessKeyId);
  }

  /**
   * @throws the error of the call's service if the principal's policies do not allow all of
   * `permissions`.
   */
  authorize(call: Call, permissions: readonly Permission[]): void {
    this.authorizer.authorize(call, permissions);
  }

  /** Whether `principal` has the permission, for work that a service does on its behalf. */
  allowed(principal: Principal, permission: Permission & { readonly action: string }): boolean {
    return this.authorizer.allowed(principal, permission);
  }

  reset(): void {
    this.roles.clear();
    this.credentials.clear();
    this.authorizer.decisions.length = 0;
  }

  private role(nameOrArn: string): Role {
    return this.roles.findByArn(nameOrArn) ?? this.roles.get(nameOrArn);
  }
}
