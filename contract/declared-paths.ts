import { type Expectation, isExpectation } from './expectation';

/** A path as the Terraform configuration declares it. */
export interface DeclaredPath {
  readonly name: string;
  readonly id: string;
  readonly expect: Expectation;
}

/**
 * The declared paths, or, where their text would not fit into the environment, only its hash and
 * their number.
 */
export type Declared =
  | { readonly kind: 'listed'; readonly paths: readonly DeclaredPath[] }
  | { readonly kind: 'hashed'; readonly sha256: string; readonly count: number };

const ENTRY = /^(.+)=(nip-[0-9a-f]+)\/(reachable|unreachable)$/s;

const HASH = /^sha256:([0-9a-f]{64}):([1-9]\d{0,5})$/;

/**
 * Reads `DECLARED_PATHS`: entries `name=<path id>/<expect>` joined by commas in the order of their
 * names, or `sha256:<hash of that text>:<number of entries>`.
 *
 * @returns undefined where the variable is absent or empty: the declared paths are unknown
 * @throws Error that names the entry and what would be right
 */
export function parseDeclaredPaths(value: string | undefined): Declared | undefined {
  if (value === undefined || value === '') return undefined;
  const [, sha256, count] = HASH.exec(value) ?? [];
  if (sha256 !== undefined) return { kind: 'hashed', sha256, count: Number(count) };
  return { kind: 'listed', paths: value.split(',').map(readEntry) };
}

function readEntry(entry: string): DeclaredPath {
  const [, name = '', id = '', expect] = ENTRY.exec(entry) ?? [];
  if (!isExpectation(expect))
    throw new Error(
      `environment variable DECLARED_PATHS holds the entry ${JSON.stringify(entry)}; each entry must be <name>=<path id>/<reachable or unreachable>, such as "web-to-internet=nip-0123456789abcdef0/reachable", or the whole must be sha256:<64 hexadecimal digits>:<number of paths>`,
    );
  return { name, id, expect };
}

/** The text that `DECLARED_PATHS` contains, or whose hash it contains. */
export function declaredText(paths: readonly DeclaredPath[]): string {
  return [...paths]
    .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || (a.id < b.id ? -1 : 1))
    .map(({ name, id, expect }) => `${name}=${id}/${expect}`)
    .join(',');
}
