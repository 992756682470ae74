import { join } from 'node:path';
import { Fn, type IResolvable, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { RULES, ruleName } from '../contract/names';
import type { Check, FunctionVariables, NotifyOn } from '../contract/settings';
import { TAGS } from '../contract/tags';
import { Alerting } from './constructs/alerting';
import { AnalyzerFunction } from './constructs/analyzer-function';
import { Dashboard } from './constructs/dashboard';
import { Detection, type RetryPolicy } from './constructs/detection';
import { Location } from './constructs/location';
import { Observability } from './constructs/observability';
import { PathLifecycle } from './constructs/path-lifecycle';
import { Paths } from './constructs/paths';
import { addWarnings } from './constructs/warnings';
import type { Trigger } from './policies/event-patterns';
import { DEFAULTS } from './settings/defaults';
import type { NetworkPaths } from './settings/network-path';
import { preconditions } from './settings/preconditions';
import { type Condition, choose, isGiven } from './terraform/condition';

/**
 * Every prop takes a literal or a Terraform expression, which may be null where the prop is
 * optional.
 */
export interface ReachabilityMonitorProps {
  /**
   * Prefix of the names of all resources, and tag value on everything that this monitor watches and
   * owns. @default reachability-monitor
   */
  readonly name?: string;
  readonly paths: NetworkPaths;
  /** Allows `paths` to be empty, to watch only tagged paths made elsewhere. @default false */
  readonly watchTaggedPaths?: Condition;
  /** @default none */
  readonly notificationEmails?: string[];
  /** @default true */
  readonly createTopic?: Condition;
  /** The existing topic to use where none is created. */
  readonly snsTopicArn?: string;
  /**
   * A second topic, to which Amazon Q Developer in chat applications is subscribed. @default none
   */
  readonly chatTopicArn?: string;
  /** @default network */
  readonly trigger?: Trigger | IResolvable;
  /** Whether to analyse the paths that a change could affect, or every path. @default affected */
  readonly check?: Check | IResolvable;
  /** Whether to send a message when an outcome turns, or after every check. @default change */
  readonly notifyOn?: NotifyOn | IResolvable;
  /** Seconds between a change and its analysis, 0 to 300. @default 5 */
  readonly settleSeconds?: number;
  /** `rate(…)` or `cron(…)` in UTC. @default no sweep */
  readonly scheduleExpression?: string;
  /** Whether to check each new or changed path during the apply. @default true */
  readonly checkOnDeploy?: Condition;
  /** @default 8 attempts within 3600 seconds */
  readonly retryPolicy?: RetryPolicy;
  /** @default nodejs22.x */
  readonly lambdaRuntime?: string;
  /** MiB, 128 to 10240. @default 256 */
  readonly lambdaMemorySize?: number;
  /** Seconds, 240 to 900. @default 900 */
  readonly lambdaTimeout?: number;
  /** @default not reserved */
  readonly reservedConcurrentExecutions?: number;
  /** ARN of the permissions boundary of the function's role. @default no boundary */
  readonly permissionsBoundary?: string;
  /** IAM path of the function's role, such as `/network/`. @default / */
  readonly rolePath?: string;
  /** Judged analyses to keep for each path, at least 1. @default 3 */
  readonly keepAnalyses?: number;
  /** @default 30 */
  readonly logRetentionInDays?: number;
  /**
   * Customer managed key for the topic, queues, log and environment. @default AWS's own keys; the
   * topic is not encrypted
   */
  readonly kmsKeyArn?: string;
  /** An alarm fires when more analyses start within 24 hours; null: no such alarm. @default 100 */
  readonly dailyAnalysisBudget?: number | null;
  /** Whether to publish a metric for each path, which AWS charges for. @default false */
  readonly pathMetrics?: Condition;
  /** Whether to create a CloudWatch dashboard. @default false */
  readonly dashboard?: Condition;
  /** @default none */
  readonly tags?: Record<string, string>;
  /** TypeScript file that exports the Lambda's `handler`. @default the monitor's own */
  readonly lambdaEntry?: string;
}

const OWN_LAMBDA = join(__dirname, '..', 'lambda-src', 'index.ts');

/**
 * Watches network paths and sends a message when one is not as required. A stack can hold only one:
 * its addresses are fixed.
 */
export class ReachabilityMonitor extends Construct {
  readonly location: Location;
  readonly alerting: Alerting;
  readonly analyzer: AnalyzerFunction;
  readonly detection: Detection;
  readonly paths: Paths;
  readonly lifecycle: PathLifecycle;
  readonly observability: Observability;
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, given: ReachabilityMonitorProps) {
    super(scope, id);
    refuseSecond(this);
    this.location = new Location(this, 'location');
    const settings = settled(given, this.location);
    this.alerting = new Alerting(this, 'alerting', settings);
    const { topicArn } = this.alerting;
    this.paths = new Paths(this, 'paths', settings);
    this.analyzer = new AnalyzerFunction(this, 'analyzer', {
      ...settings,
      topicArn,
      environment: environment(settings, topicArn, this.paths.declaration),
      preconditions: preconditions(settings),
    });
    this.detection = new Detection(this, 'detection', { ...settings, function: this.analyzer.function });
    this.lifecycle = new PathLifecycle(this, 'lifecycle', {
      paths: this.paths.declared,
      functionName: this.analyzer.function.functionName,
      checkOnDeploy: settings.checkOnDeploy,
      needs: [this.analyzer.rolePolicy, this.analyzer.logGroup, this.alerting.policy],
    });
    const watched = {
      functionName: this.analyzer.function.functionName,
      rules: this.detection.rules,
      ruleNames: RULES.map((rule) => ruleName(settings.monitorName, rule)),
      deadLetterQueueName: this.detection.deadLetter.name,
      onFailureQueueName: this.analyzer.onFailure.name,
    };
    this.observability = new Observability(this, 'observability', { ...settings, ...watched, topicArn });
    this.dashboard = new Dashboard(this, 'dashboard', { ...settings, ...watched });
    addWarnings(this);
  }
}

const refuseSecond = (monitor: ReachabilityMonitor): void => {
  const others = TerraformStack.of(monitor).node.findAll();
  const other = others.find((construct) => construct instanceof ReachabilityMonitor && construct !== monitor);
  if (other) {
    throw new Error(
      `${monitor.node.path}: the stack already has the ReachabilityMonitor ${other.node.path}, and both would have the same Terraform addresses; put each in a stack of its own`,
    );
  }
};

/** Merges the given props with the defaults and derives the monitor's name and tags. */
const settled = (given: ReachabilityMonitorProps, location: Location) => {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  const props = { ...DEFAULTS, lambdaEntry: OWN_LAMBDA, ...(Object.fromEntries(present) as ReachabilityMonitorProps) };
  const monitorName = props.name;
  const tags = Token.asStringMap(Fn.merge([props.tags ?? {}, { [TAGS.monitor]: monitorName }]));
  return { ...props, monitorName, location, tags };
};

const environment = (
  settings: ReturnType<typeof settled>,
  topicArn: string,
  declaration: string,
): FunctionVariables => ({
  MONITOR_NAME: settings.monitorName,
  SNS_TOPIC_ARN: topicArn,
  NOTIFY_ON: Token.asString(settings.notifyOn),
  CHECK: Token.asString(settings.check),
  SETTLE_SECONDS: Token.asString(settings.settleSeconds),
  KEEP_ANALYSES: Token.asString(settings.keepAnalyses),
  // Empty for none: the keys of the environment must not depend on an ARN that is unknown at plan.
  CHAT_TOPIC_ARN: Token.asString(choose(isGiven(settings.chatTopicArn), settings.chatTopicArn, '')),
  PATH_METRICS: Token.asString(settings.pathMetrics),
  DECLARED_PATHS: declaration,
});
