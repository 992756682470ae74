import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** What was built, and the absolute paths of all files that it was built from, those of the builder among them. */
export interface Built {
  readonly bytes: Uint8Array;
  readonly sources: readonly string[];
}

interface Kept {
  readonly fingerprint: string;
  readonly sources: readonly string[];
  /** In Base64. */
  readonly bytes: string;
}

/** npm's list of what is installed: it decides which file an import finds. */
const INSTALLED = join(__dirname, '..', '..', 'node_modules', '.package-lock.json');

const PACKAGES = `${sep}node_modules${sep}`;

/** Outside of version control, and removed with what it depends on. */
const CACHE_FOLDER = join(__dirname, '..', '..', 'node_modules', '.cache', 'vpc-reachability-monitor');

/**
 * What `build` makes of the TypeScript file `entry`, without building it again as long as nothing that it was made from differs:
 * the content of every file that went into it (of installed packages: size, time and inode), the names of the files beside the entry and below,
 * and the list of installed packages. A cache that cannot be read or written is no error.
 */
export function cached(entry: string, build: () => Built, folder = CACHE_FOLDER): Uint8Array {
  const file = join(folder, `${sha256(resolve(entry))}.json`);
  const base = dirname(resolve(entry));
  const kept = read(file);
  if (kept && kept.fingerprint === fingerprint(base, kept.sources)) return Buffer.from(kept.bytes, 'base64');
  const begin = Date.now();
  const { bytes, sources } = build();
  // Of what is being edited, nobody knows which state was built.
  if (sources.some((path) => statSync(path).mtimeMs >= begin)) return bytes;
  write(file, { fingerprint: fingerprint(base, sources), sources, bytes: Buffer.from(bytes).toString('base64') });
  return bytes;
}

function fingerprint(base: string, sources: readonly string[]): string {
  const states = [INSTALLED, ...sources].map((path) => [
    path,
    path.includes(PACKAGES) ? versionOf(path) : sha256(contentOf(path)),
  ]);
  return sha256(JSON.stringify([readdirSync(base, { recursive: true }).sort(), states]));
}

/** What the file system knows of a file: enough for those that only a package manager writes, and there are many of them. */
function versionOf(path: string): number[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? [stat.size, stat.mtimeMs, stat.ino] : [];
}

function contentOf(path: string): Buffer | string {
  try {
    return readFileSync(path);
  } catch {
    return 'absent';
  }
}

function read(file: string): Kept | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(kept?.sources) && typeof kept.bytes === 'string' ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, whoever else is writing. */
function write(file: string, kept: Kept): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, JSON.stringify(kept));
    renameSync(draft, file);
  } catch {
    // The next build is slow again, and that is all.
  }
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
