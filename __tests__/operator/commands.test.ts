import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { putAlarms } from '../../testing/deployment/alarms';
import { Monitor } from '../../testing/deployment/deployed-monitor';

const PROJECT = join(__dirname, '..', '..');

let sandbox: Sandbox;
let monitor: Monitor;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.1, eventDelaySeconds: 0, region: 'eu-central-1' });
  monitor = await new Monitor(sandbox).deploy();
  await putAlarms(monitor);
});
afterAll(async () => {
  monitor.close();
  await sandbox.close();
});

/** Runs a command as an operator does, with AWS's settings in the environment. */
async function run(command: 'selfcheck' | 'verify', args: string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(PROJECT, 'operator', command, 'cli.ts'), ...args], {
    cwd: PROJECT,
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, output, errors };
}

describe.each(['selfcheck', 'verify'] as const)('%s as a command', (command) => {
  it('refuses an option that it does not have, in one sentence', async () => {
    const { code, errors } = await run(command, ['--nmae', 'watch']);
    expect({ code, errors }).toEqual({ code: 3, errors: `${command}: Unknown option '--nmae' (--help says more)\n` });
  });

  it('calls the AWS of its environment, and exits with 0 without a problem', async () => {
    const { code, output } = await run(command, ['--name', 'watch', '--json']);
    expect(JSON.parse(output)).toMatchObject({ name: 'watch' });
    expect(code).toBe(0);
  });

  it('exits with 3 and one line for wrong arguments', async () => {
    const { code, output, errors } = await run(command, ['--nmae', 'watch']);
    expect({ code, output }).toEqual({ code: 3, output: '' });
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(errors).toContain('--nmae');
  });

  it('exits with 2 without a Region', async () => {
    const { code, output, errors } = await run(command, ['--name', 'watch'], { AWS_REGION: undefined });
    expect(code).toBe(2);
    expect(output + errors).toContain('Region is missing');
  });
});

it('selfcheck exits with 1 where there is no such monitor', async () => {
  const { code, output } = await run('selfcheck', ['--name', 'other']);
  expect(code).toBe(1);
  expect(output).toContain('There is no monitor other in eu-central-1, account 123456789012; there is watch.');
});
