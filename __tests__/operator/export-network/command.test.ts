import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { WEB } from '../../../testing/networks/web-network';
import { temporaryFolder } from '../../../testing/temporary-folder';

const PROJECT = join(__dirname, '..', '..', '..');
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0, region: 'eu-central-1' });
});
afterAll(() => sandbox.close());

/** Runs a command as an operator does, with AWS's settings in the environment. */
async function run(command: 'ask' | 'export-network', args: string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(PROJECT, 'operator', command, 'cli.ts'), ...args], {
    cwd: PROJECT,
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: sandbox.endpoint,
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

it('export-network reads the AWS of its environment, and ask answers from the file', async () => {
  const file = join(temporaryFolder(), 'network.json');
  const before = Date.now();
  const exported = await run('export-network', ['--out', file], { ...CREDENTIALS, AWS_REGION: 'eu-central-1' });
  expect(exported).toMatchObject({ code: 0, errors: expect.stringContaining('\nSecurityGroupRules: 9\n') });
  const { ExportedAt, Region } = JSON.parse(readFileSync(file, 'utf8'));
  expect(Region).toBe('eu-central-1');
  expect(Date.parse(ExportedAt)).toBeGreaterThanOrEqual(before);
  const asked = await run(
    'ask',
    ['--network', file, '--from', WEB.webServer, '--to', WEB.database, '--port', '22'],
    {},
  );
  expect(asked).toMatchObject({ code: 1, errors: '', output: expect.stringContaining('\n  blocked\n') });
});

it.each([
  ['a Region', CREDENTIALS, 'there is no Region: give --region, or set AWS_REGION'],
  ['credentials', { AWS_REGION: 'eu-central-1' }, 'there are no AWS credentials: Could not load credentials'],
])('export-network exits with 3, and a sentence, without %s', async (_, environment, sentence) => {
  const { code, output, errors } = await run('export-network', [], environment);
  expect({ code, output }).toEqual({ code: 3, output: '' });
  expect(errors).toMatch(new RegExp(`^export-network: ${sentence}.*\n$`));
});
