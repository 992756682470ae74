import { asObject, asText, isObject, type JsonObject } from './cloudtrail-json';
import { isHarmless } from './harmless-calls';
import { resourceIds } from './resource-ids';
import { type RuleChange, ruleChanges } from './rule-changes';

/**
 * A change to the network: an AWS call, as CloudTrail recorded it. Texts are verbatim: make them
 * safe before printing.
 */
export interface Change {
  /** CloudTrail's `eventID`, the same for every delivery of the event. */
  readonly eventId: string;
  /** Milliseconds since 1970, cut to whole seconds by AWS. Absent if the record has none. */
  readonly time?: number;
  /** Such as `RevokeSecurityGroupEgress`. */
  readonly call: string;
  /** The ARN of the caller, or the best other name in the record. */
  readonly actor: string;
  /** The AWS service that made the call for the actor, such as `cloudformation.amazonaws.com`. */
  readonly invokedBy?: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** The Region and the account of the changed resources. */
  readonly region?: string;
  readonly account?: string;
  /** The ids and ARNs that the request or the response names. Empty: anything may have changed. */
  readonly resources: readonly string[];
  /** Whether the call cannot alter reachability. */
  readonly isHarmless: boolean;
  readonly rules: readonly RuleChange[];
  /** Parameters and response, without the wrapper of newer calls. Empty if AWS left them out. */
  readonly request: JsonObject;
  readonly response: JsonObject;
}

const UNKNOWN = 'unknown';

/** Whether EventBridge delivered a CloudTrail record, whatever its detail looks like. */
export function isChangeEvent(event: JsonObject): boolean {
  return (
    event['detail-type'] === 'AWS API Call via CloudTrail' || asText(asObject(event.detail).eventName) !== undefined
  );
}

/**
 * Reads every shape that CloudTrail's records are known to have. What it cannot read stays unknown;
 * it never guesses and never throws.
 */
export function readChange(event: JsonObject, fallbackId: string): Change {
  const detail = asObject(event.detail);
  const call = asText(detail.eventName) ?? UNKNOWN;
  const request = unwrapped(asObject(detail.requestParameters), `${call}Request`);
  const response = unwrapped(asObject(detail.responseElements), `${call}Response`);
  return {
    eventId: asText(detail.eventID) ?? asText(event.id) ?? fallbackId,
    time: readTime(asText(detail.eventTime) ?? asText(event.time) ?? ''),
    call,
    ...readIdentity(asObject(detail.userIdentity)),
    sourceAddress: asText(detail.sourceIPAddress) ?? UNKNOWN,
    userAgent: asText(detail.userAgent) ?? UNKNOWN,
    region: asText(detail.awsRegion) ?? asText(event.region),
    account: asText(detail.recipientAccountId) ?? asText(event.account),
    resources: [...resourceIds(request, response)].sort(),
    isHarmless: isHarmless(call, request, asText(detail.errorCode)),
    rules: ruleChanges(call, request, response),
    request,
    response,
  };
}

/** A change of which only some facts are known. */
export function partialChange(known: Pick<Change, 'eventId' | 'call'> & Partial<Change>): Change {
  return {
    actor: UNKNOWN,
    sourceAddress: UNKNOWN,
    userAgent: UNKNOWN,
    resources: [],
    isHarmless: isHarmless(known.call, {}, undefined),
    rules: [],
    request: {},
    response: {},
    ...known,
  };
}

/** Milliseconds since 1970. Undefined for a year before 1970 or without four digits: a mistake. */
export function readTime(text: string): number | undefined {
  const time = Date.parse(text);
  return time >= 0 && time <= Date.UTC(9999, 11, 31) ? time : undefined;
}

/** Newer calls wrap their parameters in one object, such as `ModifySecurityGroupRulesRequest`. */
function unwrapped(parameters: JsonObject, wrapper: string): JsonObject {
  const inner = parameters[wrapper];
  if (!isObject(inner)) return parameters;
  const { [wrapper]: _, ...rest } = parameters;
  return { ...rest, ...inner };
}

/**
 * Users, roles and the root user have an ARN, and AWS services have `invokedBy`. Users of IAM
 * Identity Center and callers from other accounts may have neither:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
function readIdentity(identity: JsonObject): Pick<Change, 'actor' | 'invokedBy'> {
  const { arn, userName, principalId, accountId, type } = identity;
  const invokedBy = asText(identity.invokedBy);
  const person = asText(asObject(identity.sessionContext).sourceIdentity);
  const names = [arn, invokedBy, userName, asObject(identity.onBehalfOf).userId, principalId].map(asText);
  const name = names.find((text) => text !== undefined);
  const account = asText(accountId);
  // An ARN contains the account already.
  const where = name !== asText(arn) && name !== invokedBy && account ? ` of account ${account}` : '';
  const unnamed = account ? `account ${account}` : (asText(type) ?? UNKNOWN);
  return {
    actor: `${name === undefined ? unnamed : `${name}${where}`}${person ? ` (source identity ${person})` : ''}`,
    invokedBy: invokedBy === name ? undefined : invokedBy,
  };
}
