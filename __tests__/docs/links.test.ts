import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const GENERATED = /(^|\/)(node_modules|\.git|cdktf\.out|dist)\//;

const pages = readdirSync(PROJECT, { withFileTypes: true })
  .filter(({ name }) => !GENERATED.test(`${name}/`))
  .flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(PROJECT, entry.name), { recursive: true, encoding: 'utf8' }).map((name) =>
          join(entry.name, name),
        )
      : [entry.name],
  )
  .filter((name) => name.endsWith('.md') && !GENERATED.test(name))
  .sort();

/** The text without blocks of code, in which `#` begins a comment. */
const prose = (page: string): string => readFileSync(join(PROJECT, page), 'utf8').replace(/^ *```[\s\S]*?^ *```/gm, '');

/** As GitHub does it: https://docs.github.com/en/get-started/writing-on-github/basic-writing-and-formatting-syntax#section-links */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** The anchors of a page's headings; GitHub gives a repeated one a number. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    const anchor = anchorOf(heading);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** The links of a page to files and headings of this repository. A link may be broken over two lines in its text only. */
const linksOf = (page: string): string[] =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => String(target))
    .filter((target) => !/^[a-z]+:/.test(target));

it('finds the pages of every room', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', join('docs', 'reference.md')]));
  expect(pages.flatMap(linksOf).length).toBeGreaterThan(60);
});

it.each(pages)('%s links only to files and headings that exist', (page) => {
  const dead = linksOf(page).filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : normalize(join(dirname(page), file));
    if (target.startsWith('..') || !existsSync(join(PROJECT, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(dead).toEqual([]);
});

it('docs/reference.md has every section in its list of contents', () => {
  const [contents = '', ...sections] = prose(join('docs', 'reference.md')).split(/^## /m);
  expect(sections.length).toBeGreaterThan(10);
  for (const section of sections) expect(contents).toContain(`(#${anchorOf(section.split('\n')[0] ?? '')})`);
});
