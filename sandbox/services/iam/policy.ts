import { type Context, conditionsHold } from './condition';
import { matchesArn, matchesPattern } from './pattern';
import { type PolicyDocument, type Statement, type StatementPrincipal, statements } from './policy-document';

/** What somebody wants to do. */
export interface PolicyRequest {
  /** Such as `ec2:CreateTags`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resource-level permissions. */
  readonly resource: string;
  readonly context?: Context;
}

/** Who asks, as a resource policy's `Principal` may name them. */
export type PolicyPrincipal =
  | { readonly service: string }
  | { readonly arn: string; readonly account: string; readonly roleArn?: string };

export type Decision = 'allowed' | 'implicitly denied' | 'explicitly denied';

interface Evaluation {
  readonly decision: Decision;
  /** The statements that led to the decision; none for an implicit deny. */
  readonly statements: readonly Statement[];
}

/**
 * What identity policies say together: an explicit deny wins over any allow, and without an allow the answer is no.
 * Throws PolicyError for what cannot be evaluated.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(documents: readonly PolicyDocument[], request: PolicyRequest): Decision {
  return explain(documents, request).decision;
}

/** `evaluate`, with the statements that decided. */
export function explain(documents: readonly PolicyDocument[], request: PolicyRequest): Evaluation {
  return decide(documents.flatMap(statements).filter((statement) => applies(statement, request)));
}

/** What a resource's own policy says of `principal`. */
export function evaluateResourcePolicy(
  document: PolicyDocument,
  request: PolicyRequest & { readonly principal: PolicyPrincipal },
): Decision {
  const named = statements(document).filter(({ Principal }) => namesPrincipal(Principal, request.principal));
  return decide(named.filter((statement) => applies(statement, request))).decision;
}

function decide(matching: readonly Statement[]): Evaluation {
  const denying = matching.filter(({ Effect }) => Effect === 'Deny');
  if (denying.length > 0) return { decision: 'explicitly denied', statements: denying };
  return { decision: matching.length > 0 ? 'allowed' : 'implicitly denied', statements: matching };
}

function applies(statement: Statement, { action, resource, context = {} }: PolicyRequest): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const matchesAction = (pattern: string) => matchesPattern(pattern, action, false);
  const matchesResource = (pattern: string) => matchesArn(pattern, resource);
  return (
    listed(Action, NotAction, matchesAction) &&
    listed(Resource, NotResource, matchesResource) &&
    conditionsHold(Condition, context)
  );
}

type Patterns = string | readonly string[] | undefined;

/** With neither list, as for the resource in a trust policy, nothing is left out. */
function listed(included: Patterns, excluded: Patterns, matches: (pattern: string) => boolean): boolean {
  if (included !== undefined) return [included].flat().some(matches);
  return excluded === undefined || ![excluded].flat().some(matches);
}

function namesPrincipal(named: StatementPrincipal | undefined, principal: PolicyPrincipal): boolean {
  if (named === undefined) return false;
  if (named === '*') return true;
  const identities = [named.AWS ?? []].flat();
  if (identities.includes('*')) return true;
  if ('service' in principal) return [named.Service ?? []].flat().includes(principal.service);
  const accepted = [principal.arn, principal.roleArn, principal.account];
  return identities.some((identity) => accepted.includes(identity) || identity === rootArn(principal));
}

/** The account as a whole, in the partition of the principal. */
const rootArn = ({ arn, account }: { arn: string; account: string }) => `arn:${arn.split(':')[1]}:iam::${account}:root`;
