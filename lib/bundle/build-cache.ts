import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/**
 * What was built, and the absolute paths of all files that it was built from, including the
 * builder's own.
 */
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

/** npm's list of installed packages, which determines the file that an import resolves to. */
const INSTALLED = join(__dirname, '..', '..', 'node_modules', '.package-lock.json');

const PACKAGES = `${sep}node_modules${sep}`;

/** Not under version control, and removed together with the packages it depends on. */
const CACHE_FOLDER = join(__dirname, '..', '..', 'node_modules', '.cache', 'vpc-reachability-monitor');

/**
 * Returns what `build` makes of the TypeScript file `entry`, from the cache while nothing that it
 * was made from differs: the content of every source file (for installed packages: size, time and
 * inode), the names of the files in the folder of the entry, and the list of installed packages. A
 * cache that cannot be read or written is not an error.
 */
export function cached(entry: string, build: () => Built, folder = CACHE_FOLDER): Uint8Array {
  const file = join(folder, `${sha256(resolve(entry))}.json`);
  const base = dirname(resolve(entry));
  const kept = read(file);
  if (kept && kept.fingerprint === fingerprint(base, kept.sources)) return Buffer.from(kept.bytes, 'base64');
  const begin = Date.now();
  const { bytes, sources } = build();
  // A file changed during the build: it is unknown which version was built.
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

/**
 * The metadata of a file, which is enough for the many files that only a package manager writes.
 */
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

/** Writes the file completely or not at all, even while another process writes it. */
function write(file: string, kept: Kept): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, JSON.stringify(kept));
    renameSync(draft, file);
  } catch {
    // Without a cache, the next build is only slower.
  }
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
