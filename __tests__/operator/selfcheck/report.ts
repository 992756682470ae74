import { runSelfcheck } from '../../../operator/selfcheck/cli';
import type { Report } from '../../../operator/selfcheck/selfcheck';
import type { Monitor } from '../../support/monitor';
import { paper } from '../terminal';

/** Runs the command on the monitor. */
export async function run(monitor: Monitor, ...args: string[]) {
  const { terminal, output } = paper();
  const code = await runSelfcheck(['--name', monitor.name, ...args], terminal, () => monitor.aws);
  return { code, output: output() };
}

/** What the command reports of the monitor. */
export async function reportOf(monitor: Monitor) {
  const { code, output } = await run(monitor, '--json');
  const { canFire, checks } = JSON.parse(output) as Report;
  const found = (id: string) => checks.find((check) => check.id === id);
  const not = (status: string) => checks.filter((check) => check.status === status).map(({ id }) => id);
  return { code, canFire, checks, found, problems: not('problem'), unknown: not('unknown') };
}
