import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Fn, type IResolvable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { addressed } from './addressed';
import { choose, isEqual, isGiven } from './condition';
import { EVENT_PATTERNS } from './event-patterns';
import { expression } from './expression';
import type { Location } from './location';
import { queue } from './queue';

/** Which calls start a check. */
export type Trigger = keyof typeof EVENT_PATTERNS;

/** How long EventBridge tries to hand an event to the function. */
export interface RetryPolicy {
  /** 0 to 185. */
  readonly maximumRetryAttempts: number;
  /** 60 to 86400. */
  readonly maximumEventAgeInSeconds: number;
}

export interface DetectionProps {
  readonly monitorName: string;
  readonly location: Location;
  readonly function: LambdaFunction;
  readonly trigger: Trigger | IResolvable;
  /** `rate(…)` or `cron(…)` in UTC. */
  readonly scheduleExpression?: string;
  readonly retryPolicy: RetryPolicy;
  readonly kmsKeyArn?: string;
  readonly tags: Record<string, string>;
}

/** What brings events to the function: changes of the network, and the clock where a schedule is set. */
export class Detection extends Construct {
  readonly deadLetter: SqsQueue;
  readonly change: CloudwatchEventRule;
  readonly sweep: CloudwatchEventRule;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DetectionProps,
  ) {
    super(scope, id);
    const { monitorName, kmsKeyArn, tags } = props;
    const names = { change: `${monitorName}-change`, sweep: `${monitorName}-sweep` };
    this.deadLetter = queue(this, 'dead_letter', {
      name: deadLetterName(monitorName),
      policy: rulesMaySend(props, Object.values(names)),
      kmsKeyArn,
      tags,
    });
    this.change = this.rule('change', names.change, {
      description: 'Successful calls that can change which network paths are open',
      eventPattern: Token.asString(
        choose(
          isEqual(props.trigger, 'security-groups'),
          Fn.jsonencode(EVENT_PATTERNS['security-groups']),
          Fn.jsonencode(EVENT_PATTERNS.network),
        ),
      ),
    });
    const count = Token.asNumber(choose(isGiven(props.scheduleExpression), 1, 0));
    this.sweep = this.rule('sweep', names.sweep, {
      count,
      description: 'Checks every watched path, for what no event told of',
      scheduleExpression: props.scheduleExpression,
    });
  }

  /** A rule, the permission to invoke for that rule only, and the function as its target. */
  private rule(
    logicalId: string,
    name: string,
    config: { description: string; eventPattern?: string; scheduleExpression?: string; count?: number },
  ): CloudwatchEventRule {
    const { function: analyzer, retryPolicy, tags } = this.props;
    const { count } = config;
    const rule = addressed(logicalId, new CloudwatchEventRule(this, `${logicalId}-rule`, { name, tags, ...config }));
    const of = (attribute: string) =>
      expression(`aws_cloudwatch_event_rule.${logicalId}${count === undefined ? '' : '[count.index]'}.${attribute}`);
    const permission = addressed(
      logicalId,
      new LambdaPermission(this, `${logicalId}-permission`, {
        count,
        functionName: analyzer.functionName,
        action: 'lambda:InvokeFunction',
        principal: 'events.amazonaws.com',
        sourceArn: of('arn'),
      }),
    );
    addressed(
      logicalId,
      new CloudwatchEventTarget(this, `${logicalId}-target`, {
        count,
        rule: of('name'),
        arn: analyzer.arn,
        deadLetterConfig: { arn: this.deadLetter.arn },
        retryPolicy,
        // EventBridge does not retry a missing permission: the event would go straight to the dead letters.
        dependsOn: [permission],
      }),
    );
    return rule;
  }
}

const deadLetterName = (monitorName: string): string => `${monitorName}-dead-letters`;

// Both ARNs are built from names: the policy is part of the queue, and the rules' targets need the queue.
const rulesMaySend = ({ location, monitorName }: DetectionProps, rules: readonly string[]): string =>
  Fn.jsonencode({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RulesMaySendDeadLetters',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: location.arn('sqs', deadLetterName(monitorName)),
        Condition: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => location.arn('events', `rule/${rule}`)) } },
      },
    ],
  });
