import { AwsError } from '../../service';
import type { PolicyDocument } from '../iam/policy-document';
import { writePolicy } from '../iam/write-policy';

/** The attributes that a caller can set, as texts. */
export type TopicAttributes = Readonly<Record<string, string>>;

const FEEDBACK = ['HTTP', 'Firehose', 'Lambda', 'SQS', 'Application'].flatMap((protocol) =>
  ['SuccessFeedbackRoleArn', 'SuccessFeedbackSampleRate', 'FailureFeedbackRoleArn'].map((name) => protocol + name),
);

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const SETTABLE = [
  'DeliveryPolicy',
  'DisplayName',
  'KmsMasterKeyId',
  'Policy',
  'SignatureVersion',
  'TracingConfig',
  ...FEEDBACK,
];

/** SNS's default retries for HTTP endpoints. */
export const DEFAULT_DELIVERY_POLICY = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});

export const defaultTopicAttributes = (topicArn: string, account: string): TopicAttributes => ({
  DisplayName: '',
  Policy: JSON.stringify(defaultPolicy(topicArn, account)),
});

/**
 * `current` with one attribute changed. The empty text removes it.
 * @throws AwsError `InvalidParameter` that names the attribute.
 */
export function changeTopicAttribute(current: TopicAttributes, name: string, value: string): TopicAttributes {
  if (name === 'FifoTopic' && value === 'false') return current;
  if (!SETTABLE.includes(name))
    throw invalidParameter(
      `AttributeName ${name}. The sandbox has standard topics only; it knows ${SETTABLE.join(', ')}`,
    );
  if (name === 'Policy') topicPolicy({ Policy: value });
  if (name === 'DeliveryPolicy' && value !== '') parseJson(name, value);
  if (name === 'TracingConfig' && !['Active', 'PassThrough'].includes(value))
    throw invalidParameter(`TracingConfig ${value} must be Active or PassThrough`);
  if (name === 'SignatureVersion' && !['1', '2'].includes(value))
    throw invalidParameter(`SignatureVersion ${value} must be 1 or 2`);
  const { [name]: _, ...others } = current;
  return value === '' && name !== 'DisplayName' ? others : { ...others, [name]: value };
}

/** The topic's policy, parsed. @throws AwsError `InvalidParameter`. */
export const topicPolicy = ({ Policy = '' }: TopicAttributes): PolicyDocument =>
  writePolicy(Policy, 'resource', 'InvalidParameter').document;

export const invalidParameter = (what: string): AwsError =>
  new AwsError('InvalidParameter', `Invalid parameter: ${what}`);

export function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter(`${name}: ${text} is not JSON`);
  }
}

/**
 * @see
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
 */
const defaultPolicy = (topicArn: string, account: string) => ({
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: [
        'SNS:GetTopicAttributes',
        'SNS:SetTopicAttributes',
        'SNS:AddPermission',
        'SNS:RemovePermission',
        'SNS:DeleteTopic',
        'SNS:Subscribe',
        'SNS:ListSubscriptionsByTopic',
        'SNS:Publish',
      ],
      Resource: topicArn,
      Condition: { StringEquals: { 'AWS:SourceOwner': account } },
    },
  ],
});
