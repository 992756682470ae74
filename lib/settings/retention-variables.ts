import { Token, VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { KEEP_ANALYSES } from '../../contract/settings';
import { TAGS } from '../../contract/tags';
import { isWhole, matches, must, nullOr } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';

// The values that CloudWatch Logs accepts; 0 keeps logs forever.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const LOG_RETENTIONS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const KEY_ARN = '^arn:[a-z0-9-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$';

/** What is kept, and how resources are encrypted and tagged. */
export const retentionVariables = (scope: Construct) => {
  const analyses = variable(scope, 'keep_analyses', {
    type: VariableType.NUMBER,
    default: DEFAULTS.keepAnalyses,
    description: 'Number of judged analyses to keep for each path, at least 1.',
    ...must(
      isWhole('var.keep_analyses', ...KEEP_ANALYSES),
      'keep_analyses must be a whole number of at least 1 (AWS holds 10000 analyses in all).',
    ),
  });
  const logs = variable(scope, 'log_retention_in_days', {
    type: VariableType.NUMBER,
    default: DEFAULTS.logRetentionInDays,
    description: 'Days to keep the log of the function. 0 keeps it forever.',
    ...must(
      `contains([${LOG_RETENTIONS.join(', ')}], var.log_retention_in_days)`,
      `log_retention_in_days must be one of ${LOG_RETENTIONS.join(', ')}.`,
    ),
  });
  const key = variable(scope, 'kms_key_arn', {
    type: VariableType.STRING,
    default: null,
    description:
      "Optional ARN of a customer managed KMS key that encrypts the topic, queues, log and environment. Its policy must allow CloudWatch alarms, EventBridge, SNS and CloudWatch Logs to use it. Null: AWS's own keys, and no encryption of the topic, because alarms cannot publish to a topic that the key of SNS encrypts.",
    ...must(
      nullOr('var.kms_key_arn', matches('var.kms_key_arn', KEY_ARN)),
      'kms_key_arn must be the ARN of a key (not of an alias), such as arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, or null.',
    ),
  });
  const tags = variable(scope, 'tags', {
    type: VariableType.MAP_STRING,
    default: {},
    description: 'Tags to add to every resource that supports tags.',
    ...must(
      `alltrue([for key, value in var.tags : length(key) >= 1 && length(key) <= 128 && length(value) <= 256 && !startswith(lower(key), "aws:") && !startswith(key, "${TAGS.monitor}") && key != "${TAGS.expect}"])`,
      'tags must have keys of 1 to 128 characters that do not begin with "aws:", and values of at most 256 characters; the tag Expect and those that begin with ReachabilityMonitor are the monitor\'s own.',
    ),
  });
  return {
    keepAnalyses: analyses.numberValue,
    logRetentionInDays: logs.numberValue,
    kmsKeyArn: key.stringValue,
    tags: Token.asStringMap(tags.value),
  };
};
