import { evaluateResourcePolicy } from './policy';
import type { PolicyDocument } from './policy-document';

/** An AWS service that acts on a resource for one of its own resources, such as an alarm that publishes to a topic. */
interface ServiceAccess {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /** In whose name, such as a rule's ARN. */
  readonly sourceArn: string;
  readonly action: string;
  readonly resource: string;
  readonly account: string;
}

/** Whether the resource's own policy lets the service in. Without a policy it does not. */
export function allowsService(policy: PolicyDocument | undefined, access: ServiceAccess): boolean {
  if (!policy) return false;
  const { service, sourceArn, action, resource, account } = access;
  const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': account, 'aws:SourceOwner': account };
  return evaluateResourcePolicy(policy, { principal: { service }, action, resource, context }) === 'allowed';
}
