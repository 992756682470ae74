import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { putAlarms } from '../../support/alarms';
import { Monitor } from '../../support/monitor';
import { reportOf } from './report';

const ROOT = join(__dirname, '..', '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

let sandbox: Sandbox;
let monitor: Monitor;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.1, eventDelaySeconds: 0 });
  monitor = await new Monitor(sandbox).deploy();
  await putAlarms(monitor);
});
afterAll(async () => {
  monitor.close();
  await sandbox.close();
});

it('the README shows the checks that there are, as they turn out on a monitor that has seen a change', async () => {
  await monitor.breakPath();
  expect(await sandbox.activity.idle(20_000)).toBe(true);
  const [, shown = ''] = /<!-- selfcheck:.*?```\n(.*?)```/s.exec(README) ?? [];
  const lines = [...shown.matchAll(/^ {2}(ok|problem|unknown|note) +(\S+) /gm)].map(([, status, id]) => ({
    status,
    id,
  }));
  const { checks } = await reportOf(monitor);
  expect(lines).toEqual(checks.map(({ status, id }) => ({ status, id })));
});

it('the steps of the README subscribe an endpoint that the sandbox takes for confirmed, before they run the selfcheck', () => {
  const steps = README.slice(README.indexOf('## The sandbox'));
  const subscribes = steps.search(/aws sns subscribe .* --protocol https /);
  expect(subscribes).toBeGreaterThan(0);
  expect(steps.indexOf('npm run selfcheck')).toBeGreaterThan(subscribes);
});

it('the page on security names tests that there are', () => {
  const page = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');
  const files = [...page.matchAll(/`(__tests__\/[^`]+\.ts)`/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect(readFileSync(join(ROOT, file), 'utf8')).toContain('it');
});
