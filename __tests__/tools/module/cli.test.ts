import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { temporaryFolder } from '../../../testing/temporary-folder';
import { filesIn } from '../../../tools/files';

const run = promisify(execFile);
const npmRunModule = (...args: string[]) => run('npm', ['run', '--silent', 'module', '--', ...args]);

describe('npm run module', () => {
  it('writes the module and its archive, over an older version of itself too', async () => {
    const folder = temporaryFolder();
    const output = join(folder, 'my module');
    const archive = join(folder, 'module.zip');
    const { stdout } = await npmRunModule('--output', output, '--archive', archive);
    expect(stdout).toBe(`${output}: 7 files\n${archive}\n`);
    const written = filesIn(output);
    expect(Object.keys(written)).toContain('main.tf.json');
    const unzipped = unzipSync(readFileSync(archive));
    for (const [name, contents] of Object.entries(written)) expect(Buffer.from(unzipped[name] ?? [])).toEqual(contents);
    expect(Object.keys(unzipped)).toHaveLength(7);

    writeFileSync(join(output, 'main.tf.json'), '{}');
    await npmRunModule('--output', output);
    expect(filesIn(output)).toEqual(written);
  });

  it('leaves a folder alone that holds something else', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'main.tf'), '');
    await expect(npmRunModule('--output', folder)).rejects.toMatchObject({
      code: 3,
      stderr: `module: ${folder} contains main.tf, which the module does not have: empty the folder, or name another with --output\n`,
    });
    expect(Object.keys(filesIn(folder))).toEqual(['main.tf']);
  });

  it.each([
    [['--help'], 'npm run module -- [--output FOLDER]'],
    [['-h'], '--archive FILE.zip'],
  ])('explains itself: %j', async (args, text) => {
    expect((await npmRunModule(...args)).stdout).toContain(text);
  });

  it.each([
    [['--outptu', 'x'], '--outptu'],
    [['--archive', 'module.tar'], '--archive must name a file that ends in .zip, not "module.tar"'],
    [['somewhere'], 'somewhere'],
  ])('refuses %j', async (args, message) => {
    await expect(npmRunModule(...args)).rejects.toMatchObject({ code: 3, stderr: expect.stringContaining(message) });
  });
});
