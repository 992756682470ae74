import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newMonitors, reportOf } from '../../../testing/operator/selfcheck-report';

const ROOT = join(__dirname, '..', '..', '..');
const read = (...names: string[]): string => readFileSync(join(ROOT, ...names), 'utf8');

const world = newMonitors();

it('the reference shows every check, as it turns out on a monitor that has seen a change', async () => {
  await world.monitor.breakPath();
  expect(await world.sandbox.activity.idle(20_000)).toBe(true);
  const [, shown = ''] = /<!-- selfcheck:.*?```\n(.*?)```/s.exec(read('docs', 'reference.md')) ?? [];
  const lines = [...shown.matchAll(/^ {2}(ok|problem|unknown|note) +(\S+) /gm)].map(([, status, id]) => ({
    status,
    id,
  }));
  const { checks } = await reportOf(world.monitor);
  expect(lines).toEqual(checks.map(({ status, id }) => ({ status, id })));
});

it("the steps in the sandbox's README subscribe an endpoint that it confirms, before they run the selfcheck", () => {
  const steps = read('sandbox', 'README.md');
  const subscribes = steps.search(/aws sns subscribe .* --protocol https /);
  expect(subscribes).toBeGreaterThan(0);
  expect(steps.indexOf('npm run selfcheck')).toBeGreaterThan(subscribes);
});

it('the page on security names only tests that exist', () => {
  const page = read('docs', 'security.md');
  const files = [...page.matchAll(/`(__tests__\/[^`]+\.ts)`/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect(read(file)).toContain('it');
});
