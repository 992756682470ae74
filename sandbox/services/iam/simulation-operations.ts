import type {
  ContextEntry,
  EvaluationResult,
  SimulatePolicyResponse,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import type { Context } from './condition';
import { type Decision, evaluate } from './policy';
import type { PolicyDocument } from './policy-document';

const PAGE_SIZE = 100;

const DECISIONS: Readonly<Record<Decision, EvaluationResult['EvalDecision']>> = {
  allowed: 'allowed',
  'implicitly denied': 'implicitDeny',
  'explicitly denied': 'explicitDeny',
};

/** Parameters that matter only for kinds of policies that the sandbox does not have. */
const NOT_SIMULATED = [
  'PolicyInputList',
  'PermissionsBoundaryPolicyInputList',
  'ResourcePolicy',
  'ResourceOwner',
  'CallerArn',
  'ResourceHandlingOption',
] as const satisfies readonly (keyof SimulatePrincipalPolicyRequest)[];

/**
 * @param policiesOfRole the policies of a role by its ARN; throws `NoSuchEntity` if it does not
 * exist.
 */
export const simulationOperations = (policiesOfRole: (roleArn: string) => PolicyDocument[]) => ({
  /** The decision of the role's policies for each action on each resource. */
  SimulatePrincipalPolicy: (input: SimulatePrincipalPolicyRequest): SimulatePolicyResponse => {
    for (const name of NOT_SIMULATED)
      if (input[name] !== undefined) throw new AwsError('InvalidInput', `${name} is not simulated by the sandbox.`);
    const policies = policiesOfRole(required(input.PolicySourceArn, 'PolicySourceArn'));
    const context = contextOf(input.ContextEntries ?? []);
    const resources = input.ResourceArns?.length ? input.ResourceArns : ['*'];
    const results = required(input.ActionNames, 'ActionNames').flatMap((action) =>
      resources.map((resource) => ({
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: DECISIONS[evaluate(policies, { action, resource, context })],
      })),
    );
    const { items, next } = page(results, input.MaxItems ?? PAGE_SIZE, input.Marker);
    return { EvaluationResults: items, IsTruncated: next !== undefined, Marker: next };
  },
});

const contextOf = (entries: readonly ContextEntry[]): Context =>
  Object.fromEntries(
    entries.map(({ ContextKeyName, ContextKeyType = 'string', ContextKeyValues = [] }) => {
      const [value = ''] = ContextKeyValues;
      return [required(ContextKeyName, 'ContextKeyName'), ContextKeyType.endsWith('List') ? ContextKeyValues : value];
    }),
  );
