import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvironment } from '../../lambda-src/environment';
import { exampleEnvironment } from '../../testing/example-environment';

const PROJECT = join(__dirname, '..', '..');
const read = (name: string): string => readFileSync(join(PROJECT, name), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

it('README.md has at most 170 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(170);
});

describe('docs/reference.md', () => {
  const reference = read('docs/reference.md');

  it('names every environment variable that the function reads', () => {
    const asked: string[] = [];
    const good: Readonly<Record<string, string>> = exampleEnvironment();
    const get = (_: object, name: string | symbol) => {
      asked.push(String(name));
      return good[String(name)];
    };
    parseEnvironment(new Proxy({}, { get }));
    expect(asked).toContain('NETWORK_INSIGHTS_PATH_ID');
    for (const name of asked.filter((name) => !name.startsWith('AWS_'))) expect(reference).toContain(`\`${name}\``);
  });
});

describe.each([
  { page: 'README.md', scriptsNamed: 3, deployCommands: 3 },
  { page: 'help', scriptsNamed: 10, deployCommands: 3 },
  { page: 'docs/reference.md', scriptsNamed: 6, deployCommands: 3 },
  { page: 'sandbox/README.md', scriptsNamed: 3, deployCommands: 3 },
  { page: 'CONTRIBUTING.md', scriptsNamed: 7, deployCommands: 0 },
])('$page', ({ page, scriptsNamed, deployCommands }) => {
  const text = read(page);

  it('names only scripts that exist', () => {
    const named = [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w-]*)/g)].map(([, script]) => String(script));
    expect(new Set(named).size).toBeGreaterThanOrEqual(scriptsNamed);
    for (const script of named) expect(Object.keys(scripts)).toContain(script);
  });

  it('gives every deploy, diff and destroy its variables file', () => {
    const commands = [...text.matchAll(/\bcdktf (?:deploy|diff|destroy)\b[^`\n]*/g)].map(([command]) => command);
    expect(commands.length).toBeGreaterThanOrEqual(deployCommands);
    for (const command of commands) expect(command).toContain('--var-file=');
  });
});
