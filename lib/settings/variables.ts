import { Token, VariableType } from 'cdktf';
import { Construct } from 'constructs';
import { NAME_PATTERN } from '../../contract/names';
import { CHECKS, KEEP_ANALYSES, NOTIFY_ON, SETTLE_SECONDS } from '../../contract/settings';
import { TAGS } from '../../contract/tags';
import type { ReachabilityMonitorProps } from '../reachability-monitor';
import { expression } from '../terraform/expression';
import { isWhole, matches, must, nullOr, oneOf, wholeNumber } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';
import { observingVariables } from './observing-variables';
import { PATH_VALIDATIONS } from './path-validations';
import { roleVariables } from './role-variables';

// The days that CloudWatch Logs takes; 0 keeps for ever.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const LOG_RETENTIONS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const REGION = '^[a-z]{2,}(-[a-z]+)+-[0-9]+$';
const TOPIC_ARN = '^arn:[a-z0-9-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$';
const KEY_ARN = '^arn:[a-z0-9-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$';
const EMAIL = '^[^@ ]+@[^@ ]+[.][^@ ]+$';
const SCHEDULE =
  '^(rate[(](1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))[)]|cron[(]([^ ()]+ ){5}[^ ()]+[)])$';

/** Everything that an operator decides, as Terraform variables. */
export class Variables extends Construct {
  /** Null leaves the Region to the provider's environment. */
  readonly awsRegion: string;
  readonly monitorProps: ReachabilityMonitorProps;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.awsRegion = variable(this, 'aws_region', {
      type: VariableType.STRING,
      default: null,
      description: 'AWS Region, such as "eu-central-1". Null: what the environment of the AWS provider says.',
      ...must(
        nullOr('var.aws_region', matches('var.aws_region', REGION)),
        'aws_region must be a Region\'s name such as "eu-central-1", or null.',
      ),
    }).stringValue;
    this.monitorProps = {
      ...this.watching(),
      ...this.telling(),
      ...this.checking(),
      ...this.running(),
      ...this.keeping(),
      ...roleVariables(this),
      ...observingVariables(this),
    };
  }

  private watching() {
    const name = variable(this, 'name', {
      type: VariableType.STRING,
      default: DEFAULTS.name,
      description:
        'Prefix of every name, and the value of the tag ReachabilityMonitor on what this monitor watches and owns.',
      ...must(
        matches('var.name', NAME_PATTERN),
        'name must be 1 to 37 letters, digits, hyphens and underscores, and begin with a letter: it begins the names of the role, function, queues, rules and alarms.',
      ),
    });
    const paths = variable(this, 'paths', {
      // A type would drop what it does not know, and with a misspelt expect the promise; the validations see every attribute.
      type: VariableType.ANY,
      default: {},
      description:
        'Network paths by name, each an object: source (required) and destination, the ID or ARN of an instance, network interface, gateway, VPC endpoint or peering connection; destination_ip, which says where the path ends without a destination, or which address of the destination is meant; source_ip; protocol, "tcp" (default) or "udp"; destination_port, 1 to 65535 (default: any); expect, "reachable" (default) or "unreachable".',
      validation: PATH_VALIDATIONS,
    });
    const watchTaggedPaths = variable(this, 'watch_tagged_paths', {
      type: VariableType.BOOL,
      default: DEFAULTS.watchTaggedPaths,
      description:
        'True allows an empty paths: network insights paths made elsewhere are watched where they bear the tag ReachabilityMonitor with this name.',
    });
    return { name: name.stringValue, paths: paths.stringValue, watchTaggedPaths: watchTaggedPaths.booleanValue };
  }

  private telling() {
    const emails = variable(this, 'notification_emails', {
      type: VariableType.LIST_STRING,
      default: [...DEFAULTS.notificationEmails],
      description: 'E-mail addresses to subscribe to the topic. AWS asks each for a confirmation first.',
      ...must(
        `alltrue([for email in var.notification_emails : ${matches('email', EMAIL)}])`,
        'notification_emails must hold e-mail addresses such as "network@example.com".',
      ),
    });
    const createTopic = variable(this, 'create_topic', {
      type: VariableType.BOOL,
      default: DEFAULTS.createTopic,
      description: 'Whether to make an SNS topic. False: sns_topic_arn names the one to use.',
    });
    const topicArn = variable(this, 'sns_topic_arn', {
      type: VariableType.STRING,
      default: null,
      description:
        'ARN of a standard SNS topic to use, with create_topic = false. Its policy must let CloudWatch alarms publish.',
      ...must(
        nullOr('var.sns_topic_arn', matches('var.sns_topic_arn', TOPIC_ARN)),
        'sns_topic_arn must be the ARN of a standard topic, such as arn:aws:sns:eu-central-1:123456789012:network, or null.',
      ),
    });
    const chatTopicArn = variable(this, 'chat_topic_arn', {
      type: VariableType.STRING,
      default: null,
      description:
        "ARN of a standard SNS topic that Amazon Q Developer in chat applications is subscribed to, without raw message delivery. It gets every message in Amazon Q Developer's form, besides the topic for people. Where a key encrypts it, that must be kms_key_arn.",
      ...must(
        nullOr('var.chat_topic_arn', matches('var.chat_topic_arn', TOPIC_ARN)),
        'chat_topic_arn must be the ARN of a standard topic, such as arn:aws:sns:eu-central-1:123456789012:network-chat, or null.',
      ),
    });
    const notifyOn = variable(this, 'notify_on', {
      type: VariableType.STRING,
      default: DEFAULTS.notifyOn,
      description: '"change": people hear when an outcome turns. "every-check": also when it stays good.',
      ...oneOf('notify_on', NOTIFY_ON),
    });
    return {
      notificationEmails: emails.listValue,
      createTopic: createTopic.booleanValue,
      snsTopicArn: topicArn.stringValue,
      chatTopicArn: chatTopicArn.stringValue,
      notifyOn: Token.asAny(notifyOn.value),
    };
  }

  private checking() {
    const trigger = variable(this, 'trigger', {
      type: VariableType.STRING,
      default: DEFAULTS.trigger,
      description:
        '"network": every call of EC2, load balancing and Network Firewall that can change what an analysis finds. "security-groups": only changes of security group rules, and of the groups of an interface or instance, not of a load balancer; needs check = "all".',
      ...oneOf('trigger', ['network', 'security-groups']),
    });
    const check = variable(this, 'check', {
      type: VariableType.STRING,
      default: DEFAULTS.check,
      description:
        '"affected": a change leads to an analysis of the paths whose outcome it could alter. "all": of every path.',
      ...oneOf('check', CHECKS),
    });
    const settle = variable(this, 'settle_seconds', {
      type: VariableType.NUMBER,
      default: DEFAULTS.settleSeconds,
      description:
        'Seconds to wait after a change before an analysis, 0 to 300: an analysis fails while the network changes.',
      ...wholeNumber('settle_seconds', ...SETTLE_SECONDS, 'seconds'),
    });
    const schedule = variable(this, 'schedule_expression', {
      type: VariableType.STRING,
      default: null,
      description:
        'When to check every path as well, such as "rate(1 day)" or "cron(0 6 * * ? *)" in UTC, at about $0.10 a path each time. It finds what no event tells: routes propagated by BGP or a VPN, AWS-managed prefix lists, declarative policies, and calls in other accounts on their side of a peering or transit gateway. Null: never.',
      ...must(
        nullOr('var.schedule_expression', matches('var.schedule_expression', SCHEDULE)),
        'schedule_expression must be "rate(1 hour)", "rate(N minutes)" or the like, or "cron(…)" with six fields, or null.',
      ),
    });
    const onDeploy = variable(this, 'check_on_deploy', {
      type: VariableType.BOOL,
      default: DEFAULTS.checkOnDeploy,
      description: 'Whether a new or changed path gets its first verdict during the apply; it never fails the apply.',
    });
    return {
      trigger: Token.asAny(trigger.value),
      check: Token.asAny(check.value),
      settleSeconds: settle.numberValue,
      scheduleExpression: schedule.stringValue,
      checkOnDeploy: onDeploy.booleanValue,
    };
  }

  private running() {
    const retry = this.retryPolicy();
    const runtime = variable(this, 'lambda_runtime', {
      type: VariableType.STRING,
      default: DEFAULTS.lambdaRuntime,
      description:
        'Node.js runtime of the function. "nodejs24.x" needs version 6 of the AWS provider, a release that knows it. AWS deprecates "nodejs22.x" on 2027-04-30.',
      ...must(
        matches('var.lambda_runtime', '^nodejs(2[2-9]|[3-9][0-9])[.]x$'),
        'lambda_runtime must be "nodejs22.x" or a later Node.js runtime of AWS Lambda.',
      ),
    });
    const memory = variable(this, 'lambda_memory_size', {
      type: VariableType.NUMBER,
      default: DEFAULTS.lambdaMemorySize,
      description: 'Memory of the function in MiB, 128 to 10240.',
      ...wholeNumber('lambda_memory_size', 128, 10240, 'MiB'),
    });
    const timeout = variable(this, 'lambda_timeout', {
      type: VariableType.NUMBER,
      default: DEFAULTS.lambdaTimeout,
      description: 'How long the function may wait for analyses, in seconds, 240 to 900. An analysis can take minutes.',
      ...wholeNumber('lambda_timeout', 240, 900, 'seconds'),
    });
    const reserved = variable(this, 'reserved_concurrent_executions', {
      type: VariableType.NUMBER,
      default: null,
      description:
        'Concurrent executions reserved for the function, at least 1. Null reserves none: a new account has none to spare.',
      ...must(
        nullOr('var.reserved_concurrent_executions', isWhole('var.reserved_concurrent_executions', 1, 1000000)),
        'reserved_concurrent_executions must be a whole number of at least 1, or null; with 0 the function would never run.',
      ),
    });
    return {
      retryPolicy: retry,
      lambdaRuntime: runtime.stringValue,
      lambdaMemorySize: memory.numberValue,
      lambdaTimeout: timeout.numberValue,
      reservedConcurrentExecutions: reserved.numberValue,
    };
  }

  private retryPolicy() {
    const { maximumRetryAttempts, maximumEventAgeInSeconds } = DEFAULTS.retryPolicy;
    const attempts = 'maximum_retry_attempts';
    const age = 'maximum_event_age_in_seconds';
    variable(this, 'retry_policy', {
      type: `object({
  ${attempts} = optional(number, ${maximumRetryAttempts})
  ${age} = optional(number, ${maximumEventAgeInSeconds})
})`,
      default: { [attempts]: maximumRetryAttempts, [age]: maximumEventAgeInSeconds },
      description:
        'How often (0 to 185 times) and how long (60 to 86400 seconds) EventBridge tries again to hand an event to the function, before it goes to the dead-letter queue.',
      validation: [
        {
          condition: expression(isWhole(`var.retry_policy.${attempts}`, 0, 185)),
          errorMessage: `retry_policy.${attempts} must be a whole number from 0 to 185.`,
        },
        {
          condition: expression(isWhole(`var.retry_policy.${age}`, 60, 86400)),
          errorMessage: `retry_policy.${age} must be a whole number of seconds from 60 to 86400.`,
        },
      ],
    });
    return {
      maximumRetryAttempts: Token.asNumber(expression(`var.retry_policy.${attempts}`)),
      maximumEventAgeInSeconds: Token.asNumber(expression(`var.retry_policy.${age}`)),
    };
  }

  private keeping() {
    const analyses = variable(this, 'keep_analyses', {
      type: VariableType.NUMBER,
      default: DEFAULTS.keepAnalyses,
      description: 'How many judged analyses of each path to keep, at least 1.',
      ...must(
        isWhole('var.keep_analyses', ...KEEP_ANALYSES),
        'keep_analyses must be a whole number of at least 1 (AWS holds 10000 analyses in all).',
      ),
    });
    const logs = variable(this, 'log_retention_in_days', {
      type: VariableType.NUMBER,
      default: DEFAULTS.logRetentionInDays,
      description: 'Days to keep the log of the function; 0 keeps it for ever.',
      ...must(
        `contains([${LOG_RETENTIONS.join(', ')}], var.log_retention_in_days)`,
        `log_retention_in_days must be one of ${LOG_RETENTIONS.join(', ')}.`,
      ),
    });
    const key = variable(this, 'kms_key_arn', {
      type: VariableType.STRING,
      default: null,
      description:
        "ARN of a customer managed KMS key for the topic, queues, log and environment. Its policy must let CloudWatch alarms, EventBridge, SNS and CloudWatch Logs use it. Null: AWS's own keys, and no encryption of the topic, for alarms cannot publish to a topic under the key of SNS.",
      ...must(
        nullOr('var.kms_key_arn', matches('var.kms_key_arn', KEY_ARN)),
        'kms_key_arn must be the ARN of a key (not of an alias), such as arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab, or null.',
      ),
    });
    const tags = variable(this, 'tags', {
      type: VariableType.MAP_STRING,
      default: {},
      description: 'Tags for every resource that takes tags.',
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
  }
}
