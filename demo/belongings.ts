import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Start } from '../testing/deployment/terraform';

// A process that is being killed may still write a file into the folder.
const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 } as const;

// Windows has no process groups, so only the child is killed there.
const HAS_GROUPS = process.platform !== 'win32';

/**
 * Everything that this process makes outside itself: a temporary folder and other processes. All of
 * it is removed when this process ends: at its end, after an error, or by `process.exit` on a signal.
 */
export class Belongings {
  readonly folder = mkdtempSync(join(tmpdir(), 'reachability-monitor-demo-'));
  private readonly children = new Set<ChildProcess>();

  constructor() {
    // Terraform's plugins keep their sockets there, and the sandbox the code of its functions.
    for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = this.folder;
    process.once('exit', () => this.remove());
  }

  /** Starts a program in its own process group, so that a signal also reaches its children, such as the provider. */
  readonly start: Start = (command, args, options) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: HAS_GROUPS });
    this.children.add(child);
    child.once('close', () => this.children.delete(child));
    return child;
  };

  /** Kills the processes and removes the folder. They need no gentle end: all that they work on is removed too. */
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
    // It has just ended.
  }
}
