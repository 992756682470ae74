import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox';
import type { InboxEntry } from '../services/sns/sns';
import type { TimelineEntry } from '../world/timeline';
import { Deployment } from './deployment';
import { leftovers } from './leftovers';
import { type Landmarks, Operator } from './operator';
import type { Screen } from './screen';

/** What the demo did, for programs. */
export interface DemoReport {
  /** How many resources `terraform apply` made. */
  readonly resources: number;
  readonly alerts: Told[];
  readonly recoveries: Told[];
  /** True when `terraform destroy` left nothing behind. */
  readonly destroyed: boolean;
  readonly seconds: number;
}

export interface Told {
  readonly subject: string;
  readonly message: string;
}

const PATH_NAME = 'web-to-internet';
const ANALYSIS_SECONDS = 2;
const EVENT_DELAY_SECONDS = 1;
const IDLE_TIMEOUT_MS = 60_000;

/** Deploys the monitor into a fresh sandbox, breaks and mends the watched path, and destroys. Throws when anything is not as promised. */
export async function tellStory(screen: Screen): Promise<DemoReport> {
  const started = performance.now();
  const sandbox = await startSandbox({
    port: 0,
    analysisSeconds: ANALYSIS_SECONDS,
    eventDelaySeconds: EVENT_DELAY_SECONDS,
  });
  const folder = mkdtempSync(join(tmpdir(), 'reachability-monitor-demo-'));
  const operator = new Operator(sandbox.endpoint, sandbox.region);
  try {
    sandbox.timeline.onEntry = (entry) => {
      if (!isOwnCall(entry)) screen.entry(entry);
    };
    const places = await operator.lookAround();
    const deployment = new Deployment(folder, sandbox);
    screen.step('1. Deploying the monitor with Terraform');
    const resources = await deploy(deployment, places, screen);
    screen.step('2. A change that cannot matter: a rule on a group that the path does not pass through');
    await act(sandbox, () => operator.editUnrelatedGroup(places.batchGroupId));
    expectCount('messages after the unrelated change', sandbox.inbox, 0);
    screen.detail('No alert, as it should be.');
    const alerts = await breakPath(sandbox, operator, places, screen);
    const recoveries = await mendPath(sandbox, operator, places, screen);
    screen.step('5. Destroying the monitor');
    await deployment.destroy(screen.detail);
    const destroyed = await nothingLeft(sandbox);
    screen.detail('Nothing is left in the account.');
    return { resources, alerts, recoveries, destroyed, seconds: Math.round((performance.now() - started) / 100) / 10 };
  } finally {
    operator.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The monitor's own calls are events too; no rule wants them, and they would drown the story. */
const isOwnCall = ({ type, summary }: TimelineEntry): boolean =>
  type === 'event' && /NetworkInsights|Tags/.test(summary);

async function deploy(deployment: Deployment, places: Landmarks, screen: Screen): Promise<number> {
  screen.detail('cdktf synth');
  await deployment.synthesize();
  screen.detail('terraform init');
  await deployment.initialize();
  const variables = {
    paths: {
      [PATH_NAME]: {
        source: places.instanceId,
        destination: places.internetGatewayId,
        destination_port: 443,
      },
    },
    settle_seconds: 2,
  };
  screen.detail(
    `terraform apply, watching ${PATH_NAME}: ${places.instanceId} → ${places.internetGatewayId} on tcp/443`,
  );
  const { resources, verdicts } = await deployment.apply(variables, screen.detail);
  screen.detail(`${resources} resources; first verdict: ${JSON.stringify(verdicts)}`);
  if (verdicts[PATH_NAME] !== 'kept')
    throw new Error(`the first verdict should be "kept", not ${JSON.stringify(verdicts)}`);
  return resources;
}

async function breakPath(sandbox: Sandbox, operator: Operator, places: Landmarks, screen: Screen): Promise<Told[]> {
  screen.step(`3. Somebody revokes the rule that the path needs: tcp/443 out of ${places.webGroupId}`);
  const alerts = await act(sandbox, () => operator.revokeHttpsOut(places.webGroupId));
  return shown(screen, 'alert', '[ALERT]', alerts);
}

async function mendPath(sandbox: Sandbox, operator: Operator, places: Landmarks, screen: Screen): Promise<Told[]> {
  screen.step('4. The rule is restored');
  const recoveries = await act(sandbox, () => operator.restoreHttpsOut(places.webGroupId));
  return shown(screen, 'recovery', '[RECOVERED]', recoveries);
}

/** The messages that came of what `change` did, once the sandbox has come to rest. */
async function act(sandbox: Sandbox, change: () => Promise<void>): Promise<InboxEntry[]> {
  const before = sandbox.inbox.length;
  await change();
  if (!(await sandbox.activity.idle(IDLE_TIMEOUT_MS)))
    throw new Error(
      `the pipeline did not come to rest within ${IDLE_TIMEOUT_MS / 1000} s: ${sandbox.activity.inFlight.join(', ')}`,
    );
  return sandbox.inbox.slice(before);
}

function shown(screen: Screen, what: string, prefix: string, messages: readonly InboxEntry[]): Told[] {
  const told = messages.map(({ subject = '', message }) => ({ subject, message }));
  for (const { subject, message } of told) screen.message(subject, message);
  expectCount(`messages that tell the ${what}`, told, 1);
  const [{ subject } = { subject: '' }] = told;
  if (!subject.startsWith(prefix)) throw new Error(`the ${what} should start with ${prefix}: ${subject}`);
  return told;
}

function expectCount(what: string, found: readonly unknown[], expected: number): void {
  if (found.length !== expected) throw new Error(`${found.length} ${what}, not ${expected}: ${JSON.stringify(found)}`);
}

async function nothingLeft(sandbox: Sandbox): Promise<true> {
  const left = await leftovers(sandbox.endpoint, sandbox.region);
  if (left.length > 0) throw new Error(`terraform destroy left behind: ${left.join(', ')}`);
  return true;
}
