import { asObject, asText, isObject, type JsonObject } from './json';
import { type RuleChange, ruleChanges } from './security-group-rule';

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
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** Ids of every resource that the request or the answer names; empty means that anything may have changed. */
  readonly resources: readonly string[];
  readonly rules: readonly RuleChange[];
}

const UNKNOWN = 'unknown';
const RESOURCE_ID = /^[a-z]{1,20}(-[a-z]{1,20}){0,3}-[0-9a-f]{8,17}$/;
/** Deeper nesting than any EC2 request has; a bound for records that are not what they seem. */
const MOST_NESTING = 12;
const MOST_RESOURCES = 1_000;

/** True for an EventBridge event of detail type "AWS API Call via CloudTrail", whatever its details look like. */
export function isChangeEvent(event: JsonObject): boolean {
  return (
    event['detail-type'] === 'AWS API Call via CloudTrail' || asText(asObject(event.detail).eventName) !== undefined
  );
}

/** Reads every shape that EC2's records are known to have; what it cannot read is left unknown, never guessed. */
export function readChange(event: JsonObject, fallbackId: string): Change {
  const detail = asObject(event.detail);
  const call = asText(detail.eventName) ?? UNKNOWN;
  const request = unwrapped(asObject(detail.requestParameters), `${call}Request`);
  const response = unwrapped(asObject(detail.responseElements), `${call}Response`);
  const time = Date.parse(asText(detail.eventTime) ?? asText(event.time) ?? '');
  return {
    eventId: asText(detail.eventID) ?? asText(event.id) ?? fallbackId,
    ...(Number.isNaN(time) ? {} : { time }),
    call,
    actor: actorOf(detail),
    sourceAddress: asText(detail.sourceIPAddress) ?? UNKNOWN,
    userAgent: asText(detail.userAgent) ?? UNKNOWN,
    resources: [...resourceIds([request, response])].sort(),
    rules: ruleChanges(call, request, response),
  };
}

/** Newer calls wrap their parameters in one object, such as `ModifySecurityGroupRulesRequest`. */
function unwrapped(parameters: JsonObject, wrapper: string): JsonObject {
  const inner = parameters[wrapper];
  return isObject(inner) ? { ...parameters, ...inner } : parameters;
}

/** Users and roles have an ARN; AWS's own services have `invokedBy`; the root user has an ARN that ends in `:root`. */
function actorOf(detail: JsonObject): string {
  const identity = asObject(detail.userIdentity);
  const { arn, invokedBy, userName, principalId, type } = identity;
  return [arn, invokedBy, userName, principalId, type].map(asText).find((text) => text !== undefined) ?? UNKNOWN;
}

function resourceIds(values: readonly unknown[]): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (found.size >= MOST_RESOURCES || depth > MOST_NESTING) return;
    if (typeof value === 'string' && RESOURCE_ID.test(value)) found.add(value);
    else if (typeof value === 'object' && value !== null)
      for (const child of Object.values(value)) visit(child, depth + 1);
  };
  visit(values, 0);
  return found;
}
