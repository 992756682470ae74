import { createHash } from 'node:crypto';
import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { TAGS, tagValue } from './analysis';
import { type Expectation, isExpectation } from './expectation';

/** A path as the Terraform configuration declares it. */
export interface DeclaredPath {
  readonly name: string;
  readonly id: string;
  readonly expect: Expectation;
}

/** The declared paths, or only the hash of their text and their number where that text would not fit into the environment. */
export type Declared =
  | { readonly kind: 'listed'; readonly paths: readonly DeclaredPath[] }
  | { readonly kind: 'hashed'; readonly sha256: string; readonly count: number };

/** A declared path that differs from what AWS has. */
export interface Difference {
  /** The declared name; in the hashed form, how many paths differ. */
  readonly name: string;
  /** Null in the hashed form, which holds no ids. */
  readonly pathId: string | null;
  /** A clause without a full stop. */
  readonly reason: string;
}

export interface DeclaredProblems {
  /** Declared paths that no change is checked for. */
  readonly missing: readonly Difference[];
  /** Declared paths that are watched, as they were declared, although their tags say otherwise. */
  readonly altered: readonly Difference[];
  /** A sentence; present where the hashed form cannot show whether every declared path is watched. */
  readonly undecided?: string;
}

/** How the function knows the paths that it watches. */
export interface Watching {
  readonly monitorName: string;
  /** The ids in `NETWORK_INSIGHTS_PATH_ID`; absent: the monitor's tag decides. */
  readonly pathIds?: readonly string[];
}

/** Marks the paths that the function itself makes for a promise about a group; Terraform declares none of these. */
const PLACE_TAG = 'ReachabilityMonitorPlace';

const ONLY_A_HASH =
  'the environment holds only the hash of the declared paths, which does not tell them from paths that were tagged elsewhere';

const ENTRY = /^(.+)=(nip-[0-9a-f]+)\/(reachable|unreachable)$/s;
const HASH = /^sha256:([0-9a-f]{64}):([1-9]\d{0,5})$/;

/**
 * Reads `DECLARED_PATHS`: entries `name=<path id>/<expect>` joined by commas in the order of their names, or
 * `sha256:<hash of that text>:<number of entries>`.
 *
 * @returns undefined where the variable is absent or empty: nothing is known of what was declared
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

/** The text that `DECLARED_PATHS` holds, or the hash of which it holds. */
export function declaredText(paths: readonly DeclaredPath[]): string {
  return [...paths]
    .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || (a.id < b.id ? -1 : 1))
    .map(({ name, id, expect }) => `${name}=${id}/${expect}`)
    .join(',');
}

export function isWatched({ Tags, NetworkInsightsPathId: id = '' }: NetworkInsightsPath, watching: Watching): boolean {
  return watching.pathIds?.includes(id) ?? tagValue(Tags, TAGS.monitor) === watching.monitorName;
}

/** The declaration of the path; undefined where it is not declared, or only its hash is known. */
export function declarationOf(id: string, declared: Declared | undefined): DeclaredPath | undefined {
  return declared?.kind === 'listed' ? declared.paths.find((path) => path.id === id) : undefined;
}

/** Compares what was declared with the paths that AWS lists. Paths that are watched without being declared are fine. */
export function declaredProblems(
  declared: Declared | undefined,
  listed: readonly NetworkInsightsPath[],
  watching: Watching,
): DeclaredProblems {
  if (declared === undefined) return { missing: [], altered: [] };
  if (declared.kind === 'hashed') return compareHash(declared, listed, watching);
  const byId = new Map(listed.map((path) => [path.NetworkInsightsPathId, path]));
  return {
    missing: declared.paths.flatMap((path) => missing(path, byId.get(path.id), watching) ?? []),
    altered: declared.paths.flatMap((path) => altered(path, byId.get(path.id), watching) ?? []),
  };
}

function missing(
  { name, id }: DeclaredPath,
  found: NetworkInsightsPath | undefined,
  watching: Watching,
): Difference | undefined {
  if (found && isWatched(found, watching)) return undefined;
  return { name, pathId: id, reason: whyMissing(id, found, watching) };
}

function whyMissing(id: string, found: NetworkInsightsPath | undefined, { monitorName, pathIds }: Watching): string {
  if (pathIds) return `NETWORK_INSIGHTS_PATH_ID of the function does not name path ${id}`;
  if (!found) return `path ${id} does not exist`;
  const tag = tagValue(found.Tags, TAGS.monitor);
  const now = tag === undefined ? 'it has no such tag' : `its value is ${JSON.stringify(tag)}`;
  return `path ${id} does not have the tag ${TAGS.monitor} = ${monitorName}; ${now}`;
}

function altered(
  { name, id, expect }: DeclaredPath,
  found: NetworkInsightsPath | undefined,
  watching: Watching,
): Difference | undefined {
  if (!found || !isWatched(found, watching)) return undefined;
  const tags = [
    { key: 'Expect', declared: expect },
    { key: 'Name', declared: name },
  ];
  const reasons = tags.flatMap(({ key, declared }) => {
    const tag = tagValue(found.Tags, key);
    if (tag === declared) return [];
    return [
      `its ${key} tag is ${tag === undefined ? 'absent' : JSON.stringify(tag)}, declared is ${JSON.stringify(declared)}`,
    ];
  });
  return reasons.length > 0 ? { name, pathId: id, reason: reasons.join('; ') } : undefined;
}

function compareHash(
  { sha256, count }: Extract<Declared, { kind: 'hashed' }>,
  listed: readonly NetworkInsightsPath[],
  watching: Watching,
): DeclaredProblems {
  const watched = listed.filter((path) => isWatched(path, watching) && tagValue(path.Tags, PLACE_TAG) === undefined);
  const text = declaredText(watched.map(asTagged));
  if (createHash('sha256').update(text).digest('hex') === sha256) return { missing: [], altered: [] };
  const now = `${watched.length} ${watched.length === 1 ? 'path is' : 'paths are'} watched, ${count} declared`;
  if (watched.length > count) return { missing: [], altered: [], undecided: `${now}: ${ONLY_A_HASH}.` };
  const lost = count - watched.length;
  const name = `${lost > 0 ? lost : 'at least one'} of ${count} declared paths`;
  const reason = lost > 0 ? now : `${now}, and their names, ids and Expect tags are not the declared ones`;
  return { missing: [{ name, pathId: null, reason }], altered: [] };
}

/** As its tags describe it. A value that is no expectation matches no declared hash. */
function asTagged({ Tags, NetworkInsightsPathId: id = '' }: NetworkInsightsPath): DeclaredPath {
  const expect = (tagValue(Tags, 'Expect') ?? 'reachable') as Expectation;
  return { name: tagValue(Tags, 'Name') ?? id, id, expect };
}
