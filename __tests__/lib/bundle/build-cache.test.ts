import { mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../../lib/bundle/build-cache';
import { temporaryFolder } from '../../../testing/temporary-folder';

const LONG_AGO = new Date('2026-01-01');

/** A file that was last written long before any build. */
function source(path: string, content: string): void {
  writeFileSync(path, content);
  utimesSync(path, LONG_AGO, LONG_AGO);
}

function project() {
  const folder = temporaryFolder();
  const at = (...path: string[]) => join(folder, ...path);
  mkdirSync(at('lambda', 'room'), { recursive: true });
  mkdirSync(at('node_modules', 'sdk'), { recursive: true });
  const sources = [at('lambda', 'index.ts'), at('shared.ts'), at('node_modules', 'sdk', 'index.js')];
  for (const path of sources) source(path, 'one');
  let builds = 0;
  const build = () => ({ bytes: Buffer.from(`build ${++builds}`), sources });
  const made = () => Buffer.from(cached(at('lambda', 'index.ts'), build, at('cache'))).toString();
  return { at, made };
}

describe('a build', () => {
  it('is made once for the same sources', () => {
    const { made } = project();
    expect([made(), made(), made()]).toEqual(['build 1', 'build 1', 'build 1']);
  });

  it.each([
    ['the entry differs', ({ at }) => source(at('lambda', 'index.ts'), 'two')],
    ['another source differs', ({ at }) => source(at('shared.ts'), 'two')],
    ['a file appears beside the entry', ({ at }) => source(at('lambda', 'shared.ts'), 'one')],
    ['a file appears in a folder beside the entry', ({ at }) => source(at('lambda', 'room', 'shared.ts'), 'one')],
    ['a package has a file of another length', ({ at }) => source(at('node_modules', 'sdk', 'index.js'), 'three')],
    [
      'a package is installed anew',
      ({ at }) => {
        source(at('fresh.js'), 'two');
        renameSync(at('fresh.js'), at('node_modules', 'sdk', 'index.js'));
      },
    ],
  ] as [string, (each: ReturnType<typeof project>) => void][])('is made again when %s', (_, change) => {
    const each = project();
    expect(each.made()).toBe('build 1');
    change(each);
    expect([each.made(), each.made()]).toEqual(['build 2', 'build 2']);
  });

  it('is not kept when a source was written while it was made', () => {
    const { at, made } = project();
    utimesSync(at('shared.ts'), new Date(Date.now() + 60_000), new Date(Date.now() + 60_000));
    expect([made(), made()]).toEqual(['build 1', 'build 2']);
  });

  it.each(['{"finger', '{}', 'null'])('is made again when the cache holds %s', (damaged) => {
    const { at, made } = project();
    made();
    for (const name of readdirSync(at('cache'))) writeFileSync(at('cache', name), damaged);
    expect([made(), made()]).toEqual(['build 2', 'build 2']);
  });

  it('succeeds where nothing can be kept', () => {
    const { at, made } = project();
    source(at('cache'), 'a file where the folder would be');
    expect([made(), made()]).toEqual(['build 1', 'build 2']);
  });
});
