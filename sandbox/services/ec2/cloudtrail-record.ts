import { randomUUID } from 'node:crypto';
import { AwsError, type Call, type Principal } from '../../service';
import { requestParameters, responseElements } from './cloudtrail-elements';

/** An EventBridge event that carries a CloudTrail record: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ec2.html */
export interface CloudTrailEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'AWS API Call via CloudTrail';
  readonly source: string;
  readonly account: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: CloudTrailRecord;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
interface CloudTrailRecord {
  readonly eventVersion: string;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  /** Such as `Client.InvalidPermission.NotFound`; only when the call failed. */
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  /** Null when the call failed. */
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly eventType: 'AwsApiCall';
  readonly managementEvent: true;
  readonly recipientAccountId: string;
  readonly eventCategory: 'Management';
}

/** How a call ended. */
export type Outcome = { readonly output: unknown } | { readonly error: unknown };

/** CloudTrail cuts user agents to this many characters. */
const MAX_USER_AGENT = 1024;

/** The event that AWS emits for a call that changes something. */
export function cloudTrailEvent(call: Call, input: unknown, outcome: Outcome): CloudTrailEvent {
  // CloudTrail's times have no fraction of a second.
  const eventTime = call.at.toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: call.account,
    time: eventTime,
    region: call.region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: userIdentity(call.principal, call.account, eventTime),
      eventTime,
      eventSource: 'ec2.amazonaws.com',
      eventName: call.action,
      awsRegion: call.region,
      sourceIPAddress: call.sourceIpAddress,
      userAgent: call.userAgent.slice(0, MAX_USER_AGENT),
      ...('error' in outcome && errorFields(outcome.error)),
      requestParameters: requestParameters(call.action, input),
      responseElements: 'error' in outcome ? null : responseElements(call.action, outcome.output, call.requestId),
      requestID: call.requestId,
      eventID: randomUUID(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: call.account,
      eventCategory: 'Management',
    },
  };
}

/** EC2's own codes come with the side that is at fault in front. */
function errorFields(error: unknown) {
  if (!(error instanceof AwsError)) return { errorCode: 'Server.InternalError', errorMessage: String(error) };
  const side = error.status >= 500 ? 'Server' : 'Client';
  return { errorCode: `${side}.${error.code}`, errorMessage: error.message };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function userIdentity(principal: Principal, account: string, eventTime: string): Record<string, unknown> {
  const { arn, principalId, accessKeyId, roleName } = principal;
  const common = { principalId, arn, accountId: account, accessKeyId };
  if (roleName === undefined) return { type: 'IAMUser', ...common, userName: arn.split('/').at(-1) };
  return {
    type: 'AssumedRole',
    ...common,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: principalId.split(':')[0],
        arn: `arn:aws:iam::${account}:role/${roleName}`,
        accountId: account,
        userName: roleName,
      },
      webIdFederationData: {},
      attributes: { creationDate: eventTime, mfaAuthenticated: 'false' },
    },
  };
}
