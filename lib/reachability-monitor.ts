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

/** Every prop takes a literal or a Terraform expression; a value from an expression may be null where the prop is optional. */
export interface ReachabilityMonitorProps {
  /** Prefix of every name, and the tag value that marks what this monitor watches and owns. @default reachability-monitor */
  readonly name?: string;
  readonly paths: NetworkPaths;
  /** Allows `paths` to be empty: paths made elsewhere are watched where they bear the tag. @default false */
  readonly watchTaggedPaths?: Condition;
  /** @default none */
  readonly notificationEmails?: string[];
  /** @default true */
  readonly createTopic?: Condition;
  /** The topic to use where none is created. */
  readonly snsTopicArn?: string;
  /** A further topic, to which Amazon Q Developer in chat applications listens. @default none */
  readonly chatTopicArn?: string;
  /** @default network */
  readonly trigger?: Trigger | IResolvable;
  /** Whether a change leads to an analysis of the paths that it could affect, or of every path. @default affected */
  readonly check?: Check | IResolvable;
  /** Whether people hear of turns only, or of every check. @default change */
  readonly notifyOn?: NotifyOn | IResolvable;
  /** Seconds that the network rests before it is analysed, 0 to 300. @default 5 */
  readonly settleSeconds?: number;
  /** `rate(…)` or `cron(…)` in UTC. @default no sweep */
  readonly scheduleExpression?: string;
  /** Whether a new or changed path gets its first verdict at once. @default true */
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
  /** ARN of the policy that bounds the permissions of the function's role. @default no boundary */
  readonly permissionsBoundary?: string;
  /** IAM path of the function's role, such as `/network/`. @default / */
  readonly rolePath?: string;
  /** Judged analyses kept of each path, at least 1. @default 3 */
  readonly keepAnalyses?: number;
  /** @default 30 */
  readonly logRetentionInDays?: number;
  /** Customer managed key for the topic, queues, log and environment. @default AWS's own keys; the topic unencrypted */
  readonly kmsKeyArn?: string;
  /** An alarm fires when more analyses are bought within 24 hours; null: none does. @default 100 */
  readonly dailyAnalysisBudget?: number | null;
  /** Whether each path has a metric of its own, which AWS charges for. @default false */
  readonly pathMetrics?: Condition;
  /** Whether to make a CloudWatch dashboard. @default false */
  readonly dashboard?: Condition;
  /** @default none */
  readonly tags?: Record<string, string>;
  /** TypeScript file that exports the Lambda's `handler`. @default the monitor's own */
  readonly lambdaEntry?: string;
}

const OWN_LAMBDA = join(__dirname, '..', 'lambda-src', 'index.ts');

/** Watches network paths and tells people when one is not what it must be. One to a stack: its addresses are fixed. */
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
      `${monitor.node.path}: the stack already holds the ReachabilityMonitor ${other.node.path}, and both would have the same Terraform addresses; give each its own stack`,
    );
  }
};

/** What is given, what holds where nothing is, and what follows from both. */
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
  // An empty text stands for none: what the environment holds must not depend on an ARN that is unknown as yet.
  CHAT_TOPIC_ARN: Token.asString(choose(isGiven(settings.chatTopicArn), settings.chatTopicArn, '')),
  PATH_METRICS: Token.asString(settings.pathMetrics),
  DECLARED_PATHS: declaration,
});
