import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';

const PROJECT = join(__dirname, '..', '..');

let folder: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-cli-'));
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(PROJECT, 'sandbox', 'cli.ts'), ...args], {
    cwd: PROJECT,
    env: { ...process.env, AWS_REGION: 'eu-central-1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

async function ready(child: ReturnType<typeof start>): Promise<{ endpoint: string; region: string; account: string }> {
  const lines = createInterface(child.stdout);
  const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => ['{}'])]);
  return JSON.parse(line);
}

/** The reason why the address no longer responds, once that is the case. */
async function unreachable(address: string): Promise<unknown> {
  for (;;) {
    try {
      await fetch(address);
      await delay(100);
    } catch (error) {
      const { cause } = error as { cause?: { code?: unknown } };
      if (cause?.code === 'ECONNREFUSED') return cause.code;
    }
  }
}

async function refused(...args: string[]) {
  const child = start(...args);
  const [output, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { output, code };
}

describe('npm run sandbox', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints one line when it is ready, serves the network file, and ends cleanly on %s',
    async (signal) => {
      const network = join(folder, 'network.json');
      writeFileSync(
        network,
        JSON.stringify({ Vpcs: [{ VpcId: 'vpc-0123456789abcdef0', CidrBlock: '10.9.0.0/16', State: 'available' }] }),
      );
      const child = start('--port', '0', '--network', network);
      const { endpoint, region, account } = await ready(child);
      expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(region).toBe('eu-central-1');
      expect(account).toMatch(/^\d{12}$/);
      const ec2 = new EC2Client({ endpoint, region, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
      const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
      ec2.destroy();
      expect(Vpcs).toMatchObject([{ VpcId: 'vpc-0123456789abcdef0', CidrBlock: '10.9.0.0/16' }]);
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );

  // npm runs a script through a shell. On SIGTERM it ends only the shell, and it cannot forward
  // SIGKILL.
  it.each(['SIGTERM', 'SIGKILL'] as const)('ends when the npm that runs it gets %s', async (signal) => {
    const npm = spawn('npm', ['run', '--silent', 'sandbox', '--', '--port', '0'], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(npm);
    const { endpoint } = await ready(npm);
    npm.kill(signal);
    await expect(unreachable(`${endpoint}/_sandbox/idle`)).resolves.toBe('ECONNREFUSED');
  });

  it('names a port in use', async () => {
    const { endpoint } = await ready(start('--port', '0'));
    const { port } = new URL(endpoint);
    expect(await refused('--port', port)).toMatchObject({
      code: 3,
      output: expect.stringMatching(
        new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use, .* choose another port with --port`),
      ),
    });
  });

  it.each([
    ['an invalid port', ['--port', '70000'], '--port must be a whole number from 0 to 65535, not 70000'],
    [
      'a duration that is none',
      ['--analysis-seconds', 'soon'],
      '--analysis-seconds must be a number from 0, not "soon"',
    ],
    ['a negative duration', ['--analysis-seconds', '-1'], "Option '--analysis-seconds' argument is ambiguous."],
    ['an option that it does not have', ['--prot', '1'], '--prot'],
    ['a network file that does not exist', ['--network', 'missing.json'], 'missing.json'],
  ])('refuses %s', async (_, args, reason) => {
    const { output, code } = await refused(...args);
    expect(output).toContain(reason);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(3);
  });

  it('refuses a network file that is not JSON, by its name', async () => {
    const network = join(folder, 'broken.json');
    writeFileSync(network, '{');
    expect(await refused('--network', network)).toMatchObject({
      code: 3,
      output: expect.stringContaining(`${network} is not valid JSON`),
    });
  });
});
