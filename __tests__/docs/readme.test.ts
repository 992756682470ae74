import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvironment } from '../../lambda-src/environment';
import { exampleEnvironment } from '../../testing/example-environment';

const PROJECT = join(__dirname, '..', '..');
const read = (name: string): string => readFileSync(join(PROJECT, name), 'utf8');
const readme = read('README.md');
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

/** As GitHub makes it of a heading: https://docs.github.com/en/get-started/writing-on-github/basic-writing-and-formatting-syntax#section-links */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const headings = [...readme.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^(#+) (.*)$/gm)].map(([, level, title]) => ({
  level: level?.length,
  anchor: anchorOf(title ?? ''),
}));

describe('README.md', () => {
  it('links to headings and files that are there', () => {
    const targets = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => String(target));
    const anchors = targets.filter((target) => target.startsWith('#')).map((target) => target.slice(1));
    expect(headings.map(({ anchor }) => anchor)).toEqual(expect.arrayContaining(anchors));
    for (const target of targets.filter((each) => !/^(#|https?:)/.test(each))) {
      const [file = '', anchor] = target.split('#');
      expect([file, existsSync(join(PROJECT, file))]).toEqual([file, true]);
      if (anchor)
        expect([...read(file).matchAll(/^#+ (.*)$/gm)].map(([, title]) => anchorOf(title ?? ''))).toContain(anchor);
    }
  });

  it('has every section in its list of contents', () => {
    const contents = readme.slice(readme.indexOf('**Contents**'), readme.indexOf('## See it work'));
    for (const { anchor } of headings.filter(({ level }) => level === 2)) expect(contents).toContain(`(#${anchor})`);
  });

  it('names every environment variable that the function reads', () => {
    const asked: string[] = [];
    const good: Readonly<Record<string, string>> = exampleEnvironment();
    const get = (_: object, name: string | symbol) => {
      asked.push(String(name));
      return good[String(name)];
    };
    parseEnvironment(new Proxy({}, { get }));
    expect(asked).toContain('NETWORK_INSIGHTS_PATH_ID');
    for (const name of asked.filter((name) => !name.startsWith('AWS_'))) expect(readme).toContain(`\`${name}\``);
  });
});

describe.each(['README.md', 'help'])('%s', (name) => {
  const text = read(name);

  it('names only scripts that there are', () => {
    const named = [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w-]*)/g)].map(([, script]) => String(script));
    expect(named.length).toBeGreaterThan(5);
    for (const script of named) expect(Object.keys(scripts)).toContain(script);
  });

  it('gives every deploy, diff and destroy its variables file', () => {
    const commands = [...text.matchAll(/\bcdktf (?:deploy|diff|destroy)\b[^`\n]*/g)].map(([command]) => command);
    expect(commands.length).toBeGreaterThanOrEqual(3);
    for (const command of commands) expect(command).toContain('--var-file=');
  });
});
