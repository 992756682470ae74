import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';

/** Contents by path, with `/` between folders. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Every file below a folder, sorted by path. */
export const filesIn = (folder: string): Files =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      // `parentPath` in newer versions of Node.js, `path` in 20.9.
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

/** Does the work with an empty folder, and removes the folder afterwards. */
export async function inTemporaryFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'reachability-monitor-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
