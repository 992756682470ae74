import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MINUTES = 60_000;

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
      expect(report.resources).toBeGreaterThanOrEqual(15);
      expect(report.seconds).toBeGreaterThan(0);
    },
    3 * MINUTES,
  );

  it('explains itself', async () => {
    const { stdout } = await run('npm', ['run', '--silent', 'demo', '--', '--help']);
    expect(stdout).toContain('--json');
  });

  it('refuses an option that it does not have', async () => {
    await expect(run('npm', ['run', '--silent', 'demo', '--', '--jsn'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--jsn'),
    });
  });
});
