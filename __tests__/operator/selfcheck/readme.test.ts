import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newMonitors, reportOf } from '../../../testing/operator/selfcheck-report';

const ROOT = join(__dirname, '..', '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

const world = newMonitors();

it('the README shows the checks that there are, as they turn out on a monitor that has seen a change', async () => {
  await world.monitor.breakPath();
  expect(await world.sandbox.activity.idle(20_000)).toBe(true);
  const [, shown = ''] = /<!-- selfcheck:.*?```\n(.*?)```/s.exec(README) ?? [];
  const lines = [...shown.matchAll(/^ {2}(ok|problem|unknown|note) +(\S+) /gm)].map(([, status, id]) => ({
    status,
    id,
  }));
  const { checks } = await reportOf(world.monitor);
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
