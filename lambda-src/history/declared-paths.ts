import { createHash } from 'node:crypto';
import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { type Declared, type DeclaredPath, declaredText } from '../../contract/declared-paths';
import type { Expectation } from '../../contract/expectation';
import type { Difference } from '../../contract/result';
import { TAGS } from '../../contract/tags';
import { tagValue } from './analysis';

export interface DeclaredProblems {
  /** Declared paths that are not watched. */
  readonly missing: readonly Difference[];
  /** Declared paths whose tags say otherwise than the declaration; they are watched as declared. */
  readonly altered: readonly Difference[];
  /** A sentence; present if the hashed form cannot show whether every declared path is watched. */
  readonly undecided?: string;
}

/** How the function knows the paths that it watches. */
export interface Watching {
  readonly monitorName: string;
  /** The ids in `NETWORK_INSIGHTS_PATH_ID`; absent: the monitor's tag decides. */
  readonly pathIds?: readonly string[];
}

const ONLY_A_HASH =
  'the environment holds only the hash of the declared paths, which does not distinguish them from paths that were tagged elsewhere';

export function isWatched({ Tags, NetworkInsightsPathId: id = '' }: NetworkInsightsPath, watching: Watching): boolean {
  return watching.pathIds?.includes(id) ?? tagValue(Tags, TAGS.monitor) === watching.monitorName;
}

/** The declaration of the path; undefined if it is not declared, or only its hash is known. */
export function declarationOf(id: string, declared: Declared | undefined): DeclaredPath | undefined {
  return declared?.kind === 'listed' ? declared.paths.find((path) => path.id === id) : undefined;
}

/**
 * Compares the declaration with the paths that AWS lists. Paths that are watched without being
 * declared are fine.
 */
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
    { key: TAGS.expect, declared: expect },
    { key: TAGS.name, declared: name },
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
  const watched = listed.filter((path) => isWatched(path, watching) && tagValue(path.Tags, TAGS.place) === undefined);
  const text = declaredText(watched.map(asTagged));
  if (createHash('sha256').update(text).digest('hex') === sha256) return { missing: [], altered: [] };
  const now = `${watched.length} ${watched.length === 1 ? 'path is' : 'paths are'} watched, ${count} declared`;
  if (watched.length > count) return { missing: [], altered: [], undecided: `${now}: ${ONLY_A_HASH}.` };
  const lost = count - watched.length;
  const name = `${lost > 0 ? lost : 'at least one'} of ${count} declared paths`;
  const reason = lost > 0 ? now : `${now}, and their names, ids and Expect tags are not the declared ones`;
  return { missing: [{ name, pathId: null, reason }], altered: [] };
}

/**
 * The path as its tags describe it. An `Expect` tag with another value matches no declared hash.
 */
function asTagged({ Tags, NetworkInsightsPathId: id = '' }: NetworkInsightsPath): DeclaredPath {
  const expect = (tagValue(Tags, TAGS.expect) ?? 'reachable') as Expectation;
  return { name: tagValue(Tags, TAGS.name) ?? id, id, expect };
}
