import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../testing/temporary-folder';

const run = promisify(execFile);
const PROJECT = join(__dirname, '..', '..');
const MINUTES = 60_000;

const oldTerraform = (): string => {
  const file = join(temporaryFolder(), 'terraform');
  writeFileSync(file, '#!/bin/sh\necho \'{"terraform_version":"1.3.9"}\'\n');
  chmodSync(file, 0o755);
  return file;
};

describe('npm run demo', () => {
  it(
    'prints one JSON report of what really happened',
    async () => {
      const { stdout } = await run('npm', ['run', '--silent', 'demo', '--', '--json']);
      const report = JSON.parse(stdout);
      expect(report).toMatchObject({
        destroyed: true,
        alerts: [
          {
            subject: '[ALERT] Security Group change caused connectivity issue: web-to-internet',
            message: expect.stringMatching(
              /^=== Reachability check failed \(unreachable\) ===\nPath ID: nip-\w+\nAnalysis ID: nia-\w+\nStatus: succeeded\nNetworkPathFound: False\n/,
            ),
          },
        ],
        recoveries: [
          {
            subject: '[RECOVERED] Reachability restored: web-to-internet',
            message: expect.stringMatching(/^=== Reachability restored ===\nPath ID: nip-\w+\n/),
          },
        ],
      });
      expect(readFileSync(join(PROJECT, 'README.md'), 'utf8')).toContain(` ${report.resources} resources: `);
      expect(report.seconds).toBeGreaterThan(0);
    },
    5 * MINUTES,
  );

  it('shows its usage', async () => {
    const { stdout } = await run('npm', ['run', '--silent', 'demo', '--', '--help']);
    expect(stdout).toContain('--json');
  });

  it('refuses an unknown option', async () => {
    await expect(run('npm', ['run', '--silent', 'demo', '--', '--jsn'])).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining('--jsn'),
    });
  });

  const NO_MIRROR = temporaryFolder();
  const offline = join(temporaryFolder(), 'offline.tfrc');
  writeFileSync(offline, `provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(NO_MIRROR)} }\n}\n`);

  // Each is found before anything is synthesized: the story does not get to "cdktf synth".
  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['Terraform', { PATH: temporaryFolder() }, /^demo: Terraform is missing: install Terraform 1\.5 or later .*\n$/],
    [
      'the program that TERRAFORM_BINARY_NAME names',
      { TERRAFORM_BINARY_NAME: 'tofu-of-nowhere' },
      /^demo: TERRAFORM_BINARY_NAME names tofu-of-nowhere, which is not installed: .*\n$/,
    ],
    [
      'a Terraform that is new enough',
      { TERRAFORM_BINARY_NAME: oldTerraform() },
      / is version 1\.3\.9: put Terraform 1\.5 or later .*\n$/,
    ],
    [
      'the provider',
      { TF_CLI_CONFIG_FILE: offline },
      /^demo: The Terraform provider \S+ is missing: let Terraform reach its registry, or name a folder .*\n$/,
    ],
  ])('reports in one sentence that %s is missing', async (_, environment, sentence) => {
    const refused = run(process.execPath, ['--import', 'tsx', join('demo', 'cli.ts')], {
      cwd: PROJECT,
      env: { ...process.env, ...environment },
    });
    await expect(refused).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringMatching(sentence),
      stdout: expect.not.stringContaining('cdktf synth'),
    });
  });
});
