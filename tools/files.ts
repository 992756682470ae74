import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Contents by path, with `/` between folders. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Every file below a folder, in the order of their paths. */
export const filesIn = (folder: string): Files =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      // The first is what newer versions of Node.js have, the second what 20.9 has.
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
