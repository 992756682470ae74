import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 1_000;

/**
 * Calls `onDeath` within a second after the npm that runs this process has ended. npm runs a script
 * through a shell that does not forward signals, so a killed npm or shell sends this process
 * nothing. Without npm, the process may outlive its parent on purpose.
 */
export function watchNpm(onDeath: () => void, environment: NodeJS.ProcessEnv = process.env): void {
  if (!environment.npm_lifecycle_event) return;
  const atStart = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === atStart) return;
    clearInterval(timer);
    onDeath();
  }, LOOK_EVERY_MS);
  timer.unref();
}

/** The shell and, if the system shows the shell's parent, npm. */
const ancestors = (): string => [process.ppid, parentOf(process.ppid)].join(' ');

/**
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; undefined on systems without that
 * file, such as macOS.
 */
function parentOf(pid: number): string | undefined {
  try {
    const [, fields] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return fields?.split(' ')[1];
  } catch {
    return undefined;
  }
}
