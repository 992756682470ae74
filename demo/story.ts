import { type Sandbox, startSandbox } from '../sandbox/sandbox';
import type { InboxEntry } from '../sandbox/services/sns/sns';
import type { TimelineEntry } from '../sandbox/world/timeline';
import { Deployment, type Progress } from '../testing/deployment/deployment';
import { leftovers } from '../testing/deployment/leftovers';
import { checkTerraform, type Start, terraformEnvironment } from '../testing/deployment/terraform';
import { type Landmarks, Operator } from './operator';
import type { Screen } from './screen';

/** What the demo did: the report of `--json`. */
export interface DemoReport {
  /** The number of resources that `terraform apply` created. */
  readonly resources: number;
  readonly alerts: Sent[];
  readonly recoveries: Sent[];
  /** True if `terraform destroy` left nothing behind. */
  readonly destroyed: boolean;
  readonly seconds: number;
}

/** A message that the monitor sent. */
interface Sent {
  readonly subject: string;
  readonly message: string;
}

const PATH_NAME = 'web-to-internet';
const ANALYSIS_SECONDS = 2;
const EVENT_DELAY_SECONDS = 1;
const IDLE_TIMEOUT_MS = 60_000;

export interface Stage {
  readonly screen: Screen;
  /** An empty folder for the synthesized stack and its state; the caller removes it. */
  readonly folder: string;
  /** Starts Terraform and cdktf. */
  readonly start: Start;
}

/**
 * Deploys the monitor into a new sandbox, breaks and mends the watched path, and destroys the
 * monitor.
 *
 * @throws MissingPrerequisite, before anything else is done, if Terraform or its provider is missing;
 *   Error if a part of the story does not happen
 */
export async function playStory({ screen, folder, start }: Stage): Promise<DemoReport> {
  const started = performance.now();
  await checkTerraform(terraformEnvironment(), start);
  const sandbox = await startSandbox({
    port: 0,
    analysisSeconds: ANALYSIS_SECONDS,
    eventDelaySeconds: EVENT_DELAY_SECONDS,
  });
  const operator = new Operator(sandbox.endpoint, sandbox.region);
  try {
    sandbox.timeline.onEntry = (entry) => {
      if (!isOwnCall(entry) && !isQuietAlarm(entry)) screen.entry(entry);
    };
    const places = await operator.lookAround();
    const deployment = new Deployment(folder, sandbox, start);
    screen.step('1. Deploying the monitor with Terraform');
    const resources = await deploy(deployment, places, screen);
    await unrelatedChange(sandbox, operator, places, screen);
    const alerts = await breakPath(sandbox, operator, places, screen);
    const recoveries = await mendPath(sandbox, operator, places, screen);
    screen.step('5. Destroying the monitor');
    await terraformRuns('terraform destroy', screen, (onProgress) => deployment.destroy(onProgress));
    const destroyed = await nothingLeft(sandbox);
    screen.detail('Nothing is left in the account.');
    return { resources, alerts, recoveries, destroyed, seconds: Math.round((performance.now() - started) / 100) / 10 };
  } finally {
    operator.close();
    await sandbox.close();
  }
}

/** The monitor's own calls are events too. No rule matches them, and they would hide the story. */
const isOwnCall = ({ type, summary }: TimelineEntry): boolean =>
  type === 'event' && /NetworkInsights|Tags/.test(summary);

/** Every new alarm first reports the state OK. */
const isQuietAlarm = ({ type, summary }: TimelineEntry): boolean => type === 'alarm' && summary.endsWith('state OK');

async function deploy(deployment: Deployment, places: Landmarks, screen: Screen): Promise<number> {
  screen.detail('terraform init');
  await screen.during(
    () => "installing Terraform's AWS provider",
    () => deployment.installProvider(),
  );
  screen.detail('cdktf synth');
  await screen.during(
    () => 'synthesizing the stack and bundling the Lambda',
    async () => {
      await deployment.synthesize();
      await deployment.initialize();
    },
  );
  screen.detail(
    `terraform apply, watching ${PATH_NAME}: ${places.instanceId} → ${places.internetGatewayId} on tcp/443`,
  );
  const { resources, verdicts } = await terraformRuns('terraform apply', screen, (onProgress) =>
    deployment.apply(variablesFor(places), onProgress),
  );
  screen.detail(`${resources.length} resources: ${kindsOf(resources)}`);
  screen.detail(`First verdict: ${JSON.stringify(verdicts)}`);
  if (verdicts[PATH_NAME] !== 'kept')
    throw new Error(`the first verdict should be "kept", not ${JSON.stringify(verdicts)}`);
  return resources.length;
}

const variablesFor = ({ instanceId, internetGatewayId }: Landmarks) => ({
  paths: { [PATH_NAME]: { source: instanceId, destination: internetGatewayId, destination_port: 443 } },
  settle_seconds: 2,
});

/** Counts each type, such as `10 cloudwatch_metric_alarm, 2 sqs_queue, lambda_function`. */
function kindsOf(addresses: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const address of addresses) {
    const type = address.split('.')[0]?.replace(/^aws_/, '') ?? '';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([type, count]) => (count > 1 ? `${count} ${type}` : type))
    .join(', ');
}

/** Runs an apply or a destroy, and shows its progress. */
function terraformRuns<T>(
  command: string,
  screen: Screen,
  run: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  let progress: Progress = { done: 0 };
  const doing = () =>
    progress.total === undefined
      ? `${command} is planning`
      : `${progress.done} of ${progress.total} resources${progress.current ? `, ${progress.current}` : ''}`;
  return screen.during(doing, () =>
    run((latest) => {
      progress = latest;
    }),
  );
}

async function unrelatedChange(sandbox: Sandbox, operator: Operator, places: Landmarks, screen: Screen): Promise<void> {
  screen.step('2. A change that cannot matter: a rule on a group that the path does not pass through');
  const analyses = () => sandbox.calls.filter(({ action }) => action === 'StartNetworkInsightsAnalysis');
  const before = analyses().length;
  const messages = await act(sandbox, screen, () => operator.editUnrelatedGroup(places.batchGroupId));
  expectCount('messages after the unrelated change', messages, 0);
  expectCount('analyses started for the unrelated change', analyses().slice(before), 0);
  screen.detail('No analysis was started, so AWS charges nothing, and no alert was sent, as it should be.');
}

async function breakPath(sandbox: Sandbox, operator: Operator, places: Landmarks, screen: Screen): Promise<Sent[]> {
  screen.step(`3. An engineer revokes the rule that the path needs: tcp/443 out of ${places.webGroupId}`);
  const alerts = await act(sandbox, screen, () => operator.revokeHttpsOut(places.webGroupId));
  return shown(screen, 'alert', '[ALERT]', alerts);
}

async function mendPath(sandbox: Sandbox, operator: Operator, places: Landmarks, screen: Screen): Promise<Sent[]> {
  screen.step('4. The rule is restored');
  const recoveries = await act(sandbox, screen, () => operator.restoreHttpsOut(places.webGroupId));
  return shown(screen, 'recovery', '[RECOVERED]', recoveries);
}

/** Makes the change, waits until the sandbox is idle, and returns the messages that were sent meanwhile. */
async function act(sandbox: Sandbox, screen: Screen, change: () => Promise<void>): Promise<InboxEntry[]> {
  const before = sandbox.inbox.length;
  await change();
  const isIdle = await screen.during(
    () => 'waiting for the pipeline',
    () => sandbox.activity.idle(IDLE_TIMEOUT_MS),
  );
  if (!isIdle)
    throw new Error(
      `the pipeline was not idle within ${IDLE_TIMEOUT_MS / 1000} s: ${sandbox.activity.inFlight.join(', ')}`,
    );
  return sandbox.inbox.slice(before);
}

function shown(screen: Screen, what: string, prefix: string, messages: readonly InboxEntry[]): Sent[] {
  const sent = messages.map(({ subject = '', message }) => ({ subject, message }));
  for (const { subject, message } of sent) screen.message(subject, message);
  expectCount(`messages about the ${what}`, sent, 1);
  const [{ subject } = { subject: '' }] = sent;
  if (!subject.startsWith(prefix)) throw new Error(`the ${what} should start with ${prefix}: ${subject}`);
  return sent;
}

function expectCount(what: string, found: readonly unknown[], expected: number): void {
  if (found.length !== expected)
    throw new Error(`${found.length} ${what} instead of ${expected}: ${JSON.stringify(found)}`);
}

async function nothingLeft(sandbox: Sandbox): Promise<true> {
  const left = await leftovers(sandbox.endpoint, sandbox.region);
  if (left.length > 0) throw new Error(`terraform destroy left behind: ${left.join(', ')}`);
  return true;
}
