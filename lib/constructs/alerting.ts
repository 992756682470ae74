import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { monitorNames } from '../../contract/names';
import { alarmsMayPublish } from '../policies/topic-policy';
import { addressed } from '../terraform/addressed';
import { type Condition, choose } from '../terraform/condition';
import { expression } from '../terraform/expression';
import type { Location } from './location';

export interface AlertingProps {
  readonly monitorName: string;
  readonly location: Location;
  readonly createTopic: Condition;
  /** The existing topic to use where none is created. */
  readonly snsTopicArn?: string;
  readonly notificationEmails: string[];
  readonly kmsKeyArn?: string;
  readonly tags: Record<string, string>;
}

/**
 * The topic that messages go to: a new or an existing one, its policy and its e-mail subscriptions.
 */
export class Alerting extends Construct {
  readonly topic: SnsTopic;
  readonly policy: SnsTopicPolicy;
  readonly emails: SnsTopicSubscription;
  readonly topicArn: string;

  constructor(scope: Construct, id: string, props: AlertingProps) {
    super(scope, id);
    // A count must be known at plan, which the ARN of another resource is not.
    const count = Token.asNumber(choose(props.createTopic, 1, 0));
    this.topic = addressed(
      'alerts',
      new SnsTopic(this, 'topic', {
        count,
        name: monitorNames(props.monitorName).topic,
        kmsMasterKeyId: props.kmsKeyArn,
        tags: props.tags,
      }),
    );
    const created = Fn.one(Token.asList(expression('aws_sns_topic.alerts[*].arn')));
    this.topicArn = Token.asString(choose(props.createTopic, created, props.snsTopicArn));
    this.policy = addressed(
      'alerts',
      new SnsTopicPolicy(this, 'policy', { count, arn: this.topicArn, policy: this.mayPublish(props) }),
    );
    this.emails = addressed(
      'email',
      new SnsTopicSubscription(this, 'email', {
        topicArn: this.topicArn,
        protocol: 'email',
        endpoint: expression('each.key'),
      }),
    );
    this.emails.addOverride('for_each', Fn.toset(props.notificationEmails));
  }

  private mayPublish({ location, monitorName }: AlertingProps): string {
    const alarmArns = location.arn('cloudwatch', `alarm:${monitorNames(monitorName).alarmPrefix}*`);
    return Fn.jsonencode(alarmsMayPublish({ topicArn: this.topicArn, alarmArns, account: location.account }));
  }
}
