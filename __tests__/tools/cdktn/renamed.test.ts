import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renamed } from '../../../tools/cdktn/renamed';
import { filesIn } from '../../../tools/files';

const PROJECT = join(__dirname, '..', '..', '..');

it.each([
  [`import { App } from 'cdktf';`, `import { App } from 'cdktn';`],
  [`import type { A } from '@cdktf/provider-aws/lib/a';`, `import type { A } from '@cdktn/provider-aws/lib/a';`],
  [`export * from 'cdktf';`, `export * from 'cdktn';`],
  [`const { App } = require('cdktf');`, `const { App } = require('cdktn');`],
  [`import './cdktf';`, `import './cdktf';`],
  [`import { a } from 'cdktf-cli';`, `import { a } from 'cdktf-cli';`],
  [`const folder = 'cdktf.out'; // from cdktf`, `const folder = 'cdktf.out'; // from cdktf`],
])('%s', (source, expected) => {
  expect(renamed(source)).toBe(expected);
});

it('leaves no import of CDKTF in the app', () => {
  const sources = [
    join(PROJECT, 'main.ts'),
    ...Object.keys(filesIn(join(PROJECT, 'lib'))).map((name) => join(PROJECT, 'lib', name)),
  ];
  const before = sources.map((file) => readFileSync(file, 'utf8'));
  expect(before.join('\n')).toContain(`'cdktf'`);
  for (const source of before.map(renamed)) expect(source).not.toMatch(/'(cdktf|@cdktf\/[^']*)'/);
});
