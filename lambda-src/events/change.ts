import { asObject, asText, isObject, type JsonObject } from './cloudtrail-json';
import { isHarmless } from './harmless-calls';
import { resourceIds } from './resource-ids';
import { type RuleChange, ruleChanges } from './rule-changes';

/** A change to the network, as CloudTrail recorded the call that made it. Texts are as they came: make them safe before printing. */
export interface Change {
  /** CloudTrail's `eventID`: the same however often the event is delivered. */
  readonly eventId: string;
  /** Milliseconds since 1970, cut to whole seconds by AWS; absent where the event does not tell. */
  readonly time?: number;
  /** Such as `RevokeSecurityGroupEgress`. */
  readonly call: string;
  /** The ARN of who made the call, or what else the record tells of them. */
  readonly actor: string;
  /** The AWS service that made the call in the actor's name, such as `cloudformation.amazonaws.com`. */
  readonly invokedBy?: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** Where the call was made, and in whose account. */
  readonly region?: string;
  readonly account?: string;
  /** Every resource that the request or the answer names, as id or ARN; empty means that anything may have changed. */
  readonly resources: readonly string[];
  /** Known to have no effect on what reaches what. */
  readonly isHarmless: boolean;
  readonly rules: readonly RuleChange[];
  /** The call's parameters and answer without the wrapper that newer calls have; empty where AWS left them out. */
  readonly request: JsonObject;
  readonly response: JsonObject;
}

const UNKNOWN = 'unknown';

/** True for an EventBridge event of detail type "AWS API Call via CloudTrail", whatever its details look like. */
export function isChangeEvent(event: JsonObject): boolean {
  return (
    event['detail-type'] === 'AWS API Call via CloudTrail' || asText(asObject(event.detail).eventName) !== undefined
  );
}

/** Reads every shape that AWS's records are known to have; what it cannot read is left unknown, never guessed. It never throws. */
export function readChange(event: JsonObject, fallbackId: string): Change {
  const detail = asObject(event.detail);
  const call = asText(detail.eventName) ?? UNKNOWN;
  const request = unwrapped(asObject(detail.requestParameters), `${call}Request`);
  const response = unwrapped(asObject(detail.responseElements), `${call}Response`);
  const time = timeOf(asText(detail.eventTime) ?? asText(event.time) ?? '');
  return {
    eventId: asText(detail.eventID) ?? asText(event.id) ?? fallbackId,
    ...(time !== undefined && { time }),
    call,
    ...whoMadeIt(asObject(detail.userIdentity)),
    sourceAddress: asText(detail.sourceIPAddress) ?? UNKNOWN,
    userAgent: asText(detail.userAgent) ?? UNKNOWN,
    ...optional('region', asText(detail.awsRegion) ?? asText(event.region)),
    ...optional('account', asText(detail.recipientAccountId) ?? asText(event.account)),
    resources: [...resourceIds(request, response)].sort(),
    isHarmless: isHarmless(call, request, asText(detail.errorCode)),
    rules: ruleChanges(call, request, response),
    request,
    response,
  };
}

/** A year before 1970, or one that does not have four digits, is a mistake. */
function timeOf(text: string): number | undefined {
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
 * Users, roles and the root user have an ARN; AWS's own services have `invokedBy`; people of IAM Identity Center and callers from
 * other accounts may have neither: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
function whoMadeIt(identity: JsonObject): Pick<Change, 'actor' | 'invokedBy'> {
  const { arn, userName, principalId, accountId, type } = identity;
  const invokedBy = asText(identity.invokedBy);
  const person = asText(asObject(identity.sessionContext).sourceIdentity);
  const names = [arn, invokedBy, userName, asObject(identity.onBehalfOf).userId, principalId].map(asText);
  const name = names.find((text) => text !== undefined);
  const account = asText(accountId);
  // An ARN holds the account already.
  const where = name !== asText(arn) && name !== invokedBy && account ? ` of account ${account}` : '';
  const unnamed = account ? `account ${account}` : (asText(type) ?? UNKNOWN);
  return {
    actor: `${name === undefined ? unnamed : `${name}${where}`}${person ? ` (source identity ${person})` : ''}`,
    ...(invokedBy !== name && optional('invokedBy', invokedBy)),
  };
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
}
