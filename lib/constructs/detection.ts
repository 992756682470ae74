import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Fn, type IResolvable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { LOOK } from '../../contract/input';
import { monitorNames, RULES, type RuleName, ruleName } from '../../contract/names';
import { APPLIANCE_PATTERN, EVENT_PATTERNS, type Trigger } from '../policies/event-patterns';
import { addressed } from '../terraform/addressed';
import { type Condition, choose, isEqual, isGiven, not } from '../terraform/condition';
import { expression } from '../terraform/expression';
import type { Location } from './location';
import { queue } from './queue';

/** How often and for how long EventBridge retries the delivery of an event to the function. */
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

/** A rule as others refer to it. */
export interface DetectionRule {
  readonly id: RuleName;
  /**
   * The rule's name in AWS. Where the rule has a count, an expression for resources with the same
   * count.
   */
  readonly name: string;
  /** 1 or 0. @default the rule always exists */
  readonly count?: number;
}

interface RuleConfig {
  readonly description: string;
  readonly eventPattern?: string;
  readonly scheduleExpression?: string;
  /** What the function receives instead of the event. */
  readonly input?: string;
  /** Whether to create the rule. @default true */
  readonly exists?: Condition;
}

// AWS deletes an analysis after 120 days, and with it the verdict that a skip relies on. A daily
// run renews it in time.
// https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
const LOOK_EVERY = 'rate(1 day)';

/** The rules that start the function, on changes of the network and on schedules. */
export class Detection extends Construct {
  readonly deadLetter: SqsQueue;
  /** Calls to EC2. */
  readonly change: CloudwatchEventRule;
  /** Calls to load balancing and Network Firewall. */
  readonly appliance: CloudwatchEventRule;
  /** The scheduled check of every path, where a schedule is set. */
  readonly sweep: CloudwatchEventRule;
  /** The daily run that renews old verdicts and reports missing paths. */
  readonly look: CloudwatchEventRule;
  readonly rules: DetectionRule[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DetectionProps,
  ) {
    super(scope, id);
    const { monitorName, kmsKeyArn, tags } = props;
    this.deadLetter = queue(this, 'dead_letter', {
      name: monitorNames(monitorName).deadLetterQueue,
      policy: rulesMaySend(props),
      kmsKeyArn,
      tags,
    });
    const securityGroupsOnly = isEqual(props.trigger, 'security-groups');
    this.change = this.rule('change', {
      description: 'Successful calls to EC2 that can open or close a network path',
      eventPattern: Token.asString(
        choose(
          securityGroupsOnly,
          Fn.jsonencode(EVENT_PATTERNS['security-groups']),
          Fn.jsonencode(EVENT_PATTERNS.network),
        ),
      ),
    });
    this.appliance = this.rule('appliance', {
      description: 'Successful calls that can open or close a network path through a load balancer or firewall',
      eventPattern: Fn.jsonencode(APPLIANCE_PATTERN),
      exists: not(securityGroupsOnly),
    });
    this.sweep = this.rule('sweep', {
      description: 'Checks every watched path, to find changes that no event reports',
      scheduleExpression: props.scheduleExpression,
      exists: isGiven(props.scheduleExpression),
    });
    this.look = this.rule('look', {
      description: 'Renews verdicts before AWS deletes their analyses, and reports declared paths that are missing',
      scheduleExpression: LOOK_EVERY,
      input: Fn.jsonencode(LOOK),
    });
  }

  /**
   * A rule, the permission for this rule to invoke the function, and the function as its target.
   */
  private rule(logicalId: RuleName, { exists, input, ...config }: RuleConfig): CloudwatchEventRule {
    const { function: analyzer, monitorName, retryPolicy, tags } = this.props;
    const count = exists === undefined ? undefined : Token.asNumber(choose(exists, 1, 0));
    const name = ruleName(monitorName, logicalId);
    const rule = addressed(
      logicalId,
      new CloudwatchEventRule(this, `${logicalId}-rule`, { name, tags, count, ...config }),
    );
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
        input,
        deadLetterConfig: { arn: this.deadLetter.arn },
        retryPolicy,
        // Without permission, EventBridge does not retry: the event would go straight to the
        // dead-letter queue.
        dependsOn: [permission],
      }),
    );
    this.rules.push({ id: logicalId, name: of('name'), count });
    return rule;
  }
}

// The ARNs are built from names to avoid a cycle: the policy is part of the queue, and the rules'
// targets need the queue.
const rulesMaySend = ({ location, monitorName }: DetectionProps): string =>
  Fn.jsonencode({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RulesMaySendDeadLetters',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: location.arn('sqs', monitorNames(monitorName).deadLetterQueue),
        Condition: {
          ArnEquals: {
            'aws:SourceArn': RULES.map((rule) => location.arn('events', `rule/${ruleName(monitorName, rule)}`)),
          },
        },
      },
    ],
  });
