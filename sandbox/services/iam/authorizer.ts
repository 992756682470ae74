import type { Call, Permission, Principal } from '../../service';
import { accessDenied } from './access-denied';
import type { Context } from './condition';
import { type Decision, evaluateWithStatements } from './policy';
import { type PolicyDocument, statements } from './policy-document';

/** One decision about the deployed function. */
export interface AccessDecision {
  /** The ARN of the caller. */
  readonly principal: string;
  readonly roleName: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  readonly allowed: boolean;
  /**
   * The `Sid` of the statements that decided; without a `Sid`, their number in the role's policies,
   * from `#1`.
   */
  readonly sids: readonly string[];
}

/**
 * Evaluates a role's policies, and keeps every decision, so that unneeded permissions can be found.
 */
export class Authorizer {
  readonly decisions: AccessDecision[] = [];

  constructor(private readonly policiesOfRole: (roleName: string) => PolicyDocument[]) {}

  /**
   * Throws the error of the call's service if a policy does not allow `call`. Users may do
   * anything.
   * @throws PolicyError if a policy cannot be evaluated.
   */
  authorize(call: Call, permissions: readonly Permission[]): void {
    for (const permission of permissions) {
      const action = permission.action ?? `${call.service}:${call.action}`;
      const context = { ...requestContext(call), ...permission.context };
      const decision = this.decide(call.principal, { ...permission, action, context });
      if (decision !== 'allowed')
        throw accessDenied(call.service, call.principal, action, permission.resource, decision);
    }
  }

  /** Whether `principal` has the permission, for work that a service does on its behalf. */
  allowed(principal: Principal, permission: Permission & { readonly action: string }): boolean {
    return this.decide(principal, permission) === 'allowed';
  }

  private decide(principal: Principal, permission: Permission & { readonly action: string }): Decision {
    if (principal.kind === 'user') return 'allowed';
    const { roleName = '' } = principal;
    const { action, resource, context = {} } = permission;
    const documents = this.policiesOfRole(roleName);
    const { decision, statements: deciding } = evaluateWithStatements(documents, { action, resource, context });
    const all = documents.flatMap(statements);
    const sids = deciding.map((statement) => statement.Sid || `#${all.indexOf(statement) + 1}`);
    this.decisions.push({
      principal: principal.arn,
      roleName,
      action,
      resource,
      context,
      allowed: decision === 'allowed',
      sids,
    });
    return decision;
  }
}

/**
 * The condition keys that every call has.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const requestContext = (call: Call): Context => ({
  'aws:PrincipalArn': call.principal.roleName
    ? `arn:aws:iam::${call.account}:role/${call.principal.roleName}`
    : call.principal.arn,
  'aws:PrincipalAccount': call.account,
  'aws:RequestedRegion': call.region,
  'aws:SourceIp': call.sourceIpAddress,
  // As on AWS's endpoints, although the sandbox uses plain HTTP on the loopback interface.
  'aws:SecureTransport': 'true',
  ...(call.service === 'ec2' && { 'ec2:Region': call.region }),
});
