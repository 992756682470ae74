import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../../testing/temporary-folder';

const PROJECT = join(__dirname, '..', '..');
const DEMO = ['--import', 'tsx', join('demo', 'cli.ts')];
const LOOK_EVERY_MS = 100;

const started: ChildProcess[] = [];

afterEach(() => {
  for (const { pid } of started.splice(0)) {
    try {
      if (pid) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
});

/** A line of progress, such as `  12.3s  … synthesizing`. */
const PROGRESS = /^ *\d+\.\ds {2}… .*\n/gm;

/** The demo in its own process group, with its own temporary folder, which identifies its processes and files. */
class Demo {
  readonly folder = temporaryFolder();
  readonly lines: string[] = [];
  readonly child: ChildProcess;
  readonly ended: Promise<unknown[]>;
  private stderr = '';

  constructor(command = process.execPath, args: readonly string[] = DEMO) {
    this.child = spawn(command, args, {
      cwd: PROJECT,
      env: { ...process.env, TMPDIR: this.folder },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    started.push(this.child);
    this.ended = once(this.child, 'close');
    if (this.child.stdout) createInterface(this.child.stdout).on('line', (line) => this.lines.push(line));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  /** What it has written to stderr except the progress. */
  get errors(): string {
    return this.stderr.replace(PROGRESS, '');
  }

  hasShown(text: string): boolean {
    return this.lines.some((line) => line.includes(text));
  }

  /**
   * The command lines of all processes whose environment names the demo's temporary folder:
   * https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html
   */
  get processes(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && contentOf(`/proc/${name}/environ`).includes(this.folder))
      .map((name) => contentOf(`/proc/${name}/cmdline`).replaceAll('\0', ' '))
      .filter((commandLine) => commandLine !== '');
  }

  hasProcess(name: string): boolean {
    return this.processes.some((commandLine) => commandLine.includes(name));
  }

  /** Waits until the condition holds; fails if the demo ends first. */
  async reaches(condition: (demo: this) => boolean): Promise<void> {
    while (!condition(this)) {
      if (this.child.exitCode !== null) throw new Error(`the demo has ended: ${this.errors}${this.lines.join('\n')}`);
      await delay(LOOK_EVERY_MS);
    }
  }

  /** Waits until the demo has no process; the test's time limit ends the wait. Then no file may be left. */
  async leavesNothing(): Promise<void> {
    while (this.processes.length > 0) await delay(LOOK_EVERY_MS);
    // The cache of tsx, which runs TypeScript, stays for the next run.
    expect(readdirSync(this.folder).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

type Condition = (demo: Demo) => boolean;

const isSynthesizing: Condition = (demo) => demo.hasProcess('cdktf');
const isApplying: Condition = (demo) => demo.hasShown('terraform apply') && demo.hasProcess('terraform-provider-aws');
const isWaiting: Condition = (demo) => demo.hasShown('RevokeSecurityGroupEgress') && demo.hasProcess('bootstrap.mjs');
const isDestroying: Condition = (demo) => demo.hasShown('5. Destroying') && demo.hasProcess('terraform-provider-aws');

// Ctrl-C on a terminal reaches the whole process group, "kill" one process.
it.each<{ doing: string; isReached: Condition; signal: NodeJS.Signals; to: 'itself' | 'its group'; code: number }>([
  { doing: 'it synthesizes', isReached: isSynthesizing, signal: 'SIGINT', to: 'its group', code: 130 },
  { doing: 'Terraform applies', isReached: isApplying, signal: 'SIGINT', to: 'itself', code: 130 },
  { doing: 'Terraform applies', isReached: isApplying, signal: 'SIGTERM', to: 'its group', code: 143 },
  { doing: 'the function waits', isReached: isWaiting, signal: 'SIGTERM', to: 'itself', code: 143 },
  { doing: 'Terraform destroys', isReached: isDestroying, signal: 'SIGINT', to: 'its group', code: 130 },
])('$signal to $to while $doing: ends every process, leaves no file, writes one line', async (interruption) => {
  const { isReached, signal, to, code } = interruption;
  const demo = new Demo();
  await demo.reaches(isReached);
  const pid = Number(demo.child.pid);
  process.kill(to === 'itself' ? pid : -pid, signal);
  expect(await demo.ended).toEqual([code, null]);
  expect(demo.errors).toBe(`demo: ended by ${signal}; everything that it started and made is gone.\n`);
  await demo.leavesNothing();
});

it('a reader that closes the pipe ends it without a message, and it leaves nothing', async () => {
  const demo = new Demo();
  await demo.reaches(() => demo.lines.length >= 3);
  demo.child.stdout?.destroy();
  expect(await demo.ended).toEqual([141, null]);
  expect(demo.errors).toBe('');
  await demo.leavesNothing();
});

it.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s to the npm that runs it ends it, and it leaves nothing',
  async (signal) => {
    const demo = new Demo('npm', ['run', '--silent', 'demo']);
    await demo.reaches(() => demo.hasProcess('terraform-provider-aws'));
    demo.child.kill(signal);
    await demo.ended;
    await demo.leavesNothing();
  },
);
