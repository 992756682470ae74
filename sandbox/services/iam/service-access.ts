import { evaluateResourcePolicy } from './policy';
import type { PolicyDocument } from './policy-document';

/**
 * An AWS service that acts on a resource on behalf of one of its own, such as an alarm that
 * publishes to a topic.
 */
interface ServiceAccess {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /** The ARN of the resource on whose behalf it acts, such as a rule. */
  readonly sourceArn: string;
  readonly action: string;
  readonly resource: string;
  readonly account: string;
}

/** Whether the resource's own policy allows the access. Without a policy, it is denied. */
export function allowsService(policy: PolicyDocument | undefined, access: ServiceAccess): boolean {
  if (!policy) return false;
  const { service, sourceArn, action, resource, account } = access;
  const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': account, 'aws:SourceOwner': account };
  return evaluateResourcePolicy(policy, { principal: { service }, action, resource, context }) === 'allowed';
}
