import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));

/** Every script of package.json that is a program of this repository. */
const COMMANDS = Object.entries<string>(scripts).flatMap(([name, script]) => {
  const [, file] = /tsx (\S+\/cli\.ts)$/.exec(script) ?? [];
  return file ? [{ name, file }] : [];
});

const run = (file: string, argument: string) =>
  new Promise<{ code: unknown; output: string; errors: string }>((resolve) => {
    const args = ['--import', 'tsx', join(PROJECT, file), argument];
    execFile(process.execPath, args, { cwd: PROJECT }, (error, output, errors) =>
      resolve({ code: error?.code ?? 0, output, errors }),
    );
  });

it('there are eleven commands', () => {
  expect(COMMANDS).toHaveLength(11);
});

describe.each(COMMANDS)('npm run $name', ({ name, file }) => {
  it('explains itself and its exit codes', async () => {
    const { code, output, errors } = await run(file, '--help');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(new RegExp(`^Usage: npm run (--silent )?${name}`));
    expect(output).toMatch(/Exit code 0[\s\S]*\b3\b/);
  });

  it('exits with 3 and one line for an option that it does not have', async () => {
    expect(await run(file, '--nonesuch')).toEqual({
      code: 3,
      output: '',
      errors: `${name}: Unknown option '--nonesuch' (--help says more)\n`,
    });
  });
});
