import { Token, VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { NOTIFY_ON } from '../../contract/settings';
import { matches, must, nullOr, oneOf } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';

const TOPIC_ARN = '^arn:[a-z0-9-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$';

const EMAIL = '^[^@ ]+@[^@ ]+[.][^@ ]+$';

/** Where messages go, and when one is sent. */
export const notificationVariables = (scope: Construct) => {
  const emails = variable(scope, 'notification_emails', {
    type: VariableType.LIST_STRING,
    default: [...DEFAULTS.notificationEmails],
    description:
      'E-mail addresses to subscribe to the topic. AWS sends each a link that must be followed to confirm the subscription.',
    ...must(
      `alltrue([for email in var.notification_emails : ${matches('email', EMAIL)}])`,
      'notification_emails must hold e-mail addresses such as "network@example.com".',
    ),
  });
  const createTopic = variable(scope, 'create_topic', {
    type: VariableType.BOOL,
    default: DEFAULTS.createTopic,
    description: 'Whether to create an SNS topic. If false, set sns_topic_arn to an existing topic.',
  });
  const topicArn = variable(scope, 'sns_topic_arn', {
    type: VariableType.STRING,
    default: null,
    description:
      'Optional ARN of an existing standard SNS topic to use, with create_topic = false. Its policy must allow CloudWatch alarms to publish.',
    ...must(
      nullOr('var.sns_topic_arn', matches('var.sns_topic_arn', TOPIC_ARN)),
      'sns_topic_arn must be the ARN of a standard topic, such as arn:aws:sns:eu-central-1:123456789012:network, or null.',
    ),
  });
  const chatTopicArn = variable(scope, 'chat_topic_arn', {
    type: VariableType.STRING,
    default: null,
    description:
      "Optional ARN of a second standard SNS topic, to which Amazon Q Developer in chat applications is subscribed without raw message delivery. Every message is also sent there, in Amazon Q Developer's format. If a KMS key encrypts this topic, it must be kms_key_arn.",
    ...must(
      nullOr('var.chat_topic_arn', matches('var.chat_topic_arn', TOPIC_ARN)),
      'chat_topic_arn must be the ARN of a standard topic, such as arn:aws:sns:eu-central-1:123456789012:network-chat, or null.',
    ),
  });
  const notifyOn = variable(scope, 'notify_on', {
    type: VariableType.STRING,
    default: DEFAULTS.notifyOn,
    description: 'When to send a message. "change": when an outcome turns. "every-check": also when it stays good.',
    ...oneOf('notify_on', NOTIFY_ON),
  });
  return {
    notificationEmails: emails.listValue,
    createTopic: createTopic.booleanValue,
    snsTopicArn: topicArn.stringValue,
    chatTopicArn: chatTopicArn.stringValue,
    notifyOn: Token.asAny(notifyOn.value),
  };
};
