import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Start } from '../testing/deployment/terraform';

// A process that is being killed may still write a file while the folder is removed.
const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 } as const;

// Windows has no process groups; there, the child alone is killed.
const HAS_GROUPS = process.platform !== 'win32';

/**
 * What this process makes outside itself, a temporary folder and processes. All of it goes when this process ends, whether by itself, by an
 * error or by `process.exit` on a signal.
 */
export class Belongings {
  readonly folder = mkdtempSync(join(tmpdir(), 'reachability-monitor-demo-'));
  private readonly children = new Set<ChildProcess>();

  constructor() {
    // Terraform's plugins keep their sockets there, and the sandbox its functions' code.
    for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = this.folder;
    process.once('exit', () => this.remove());
  }

  /** Starts a program in a process group of its own: a signal reaches what it has started as well, such as Terraform's provider. */
  readonly start: Start = (command, args, options) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: HAS_GROUPS });
    this.children.add(child);
    child.once('close', () => this.children.delete(child));
    return child;
  };

  /** Ends the processes and removes the folder. None needs a gentle end: all that they work on goes too. */
  remove(): void {
    for (const child of this.children) kill(child);
    rmSync(this.folder, REMOVAL);
  }
}

function kill({ pid }: ChildProcess): void {
  if (!pid) return;
  try {
    process.kill(HAS_GROUPS ? -pid : pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
