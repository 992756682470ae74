import { runSelfcheck } from '../../operator/selfcheck/cli';
import type { Report } from '../../operator/selfcheck/selfcheck';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { putAlarms } from '../deployment/alarms';
import { Monitor } from '../deployment/deployed-monitor';
import { Damage } from './damage';
import { paper } from './terminal';

/** A sandbox for the tests of a file, and a new monitor in it for each test, with everything that the stack creates. */
export function newMonitors(): { readonly sandbox: Sandbox; readonly monitor: Monitor; readonly damage: Damage } {
  const world = {} as { sandbox: Sandbox; monitor: Monitor; damage: Damage };
  beforeAll(async () => {
    world.sandbox = await startSandbox({ port: 0, analysisSeconds: 0.1, eventDelaySeconds: 0, region: 'us-east-1' });
  });
  beforeEach(async () => {
    await world.sandbox.reset();
    world.monitor = await new Monitor(world.sandbox).deploy();
    world.damage = new Damage(world.monitor);
    await putAlarms(world.monitor);
  });
  afterEach(() => world.monitor.close());
  afterAll(() => world.sandbox.close());
  return world;
}

/** Runs the command on the monitor. */
export async function run(monitor: Monitor, ...args: string[]) {
  const { terminal, output, lines } = paper();
  const code = await runSelfcheck(['--name', monitor.name, ...args], terminal, () => monitor.aws);
  return { code, output: output(), lines };
}

/** Runs the command with `--json` and returns its report. */
export async function reportOf(monitor: Monitor) {
  const { code, output } = await run(monitor, '--json');
  const { canFire, checks } = JSON.parse(output) as Report;
  const found = (id: string) => checks.find((check) => check.id === id);
  const not = (status: string) => checks.filter((check) => check.status === status).map(({ id }) => id);
  return { code, canFire, checks, found, problems: not('problem'), unknown: not('unknown') };
}
