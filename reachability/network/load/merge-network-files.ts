import { unfinishedKeys, unfinishedWarning } from './unfinished-keys';

/** A network file as it is written, by key. */
export type NetworkFile = Readonly<Record<string, unknown>>;

/** Keys that belong to each response, not to the network: the merged file has none of them. */
const OF_THE_RESPONSE = [
  'NextToken',
  'NextMarker',
  'ResponseMetadata',
  '$metadata',
  '$schema',
  '$comment',
  'ExportedAt',
];

/**
 * Joins files that each describe a part of one network: the outputs of several calls, pages of one
 * output, or several accounts. Lists under the same key are joined, without duplicates.
 * @param files by name.
 * @param warn gets a line for each list whose last page is missing.
 * @throws Error that names the file and the key, if files contradict each other.
 */
export function mergeNetworkFiles(files: ReadonlyMap<string, NetworkFile>, warn: (line: string) => void): NetworkFile {
  const merged = new Map<string, unknown>();
  for (const [name, file] of files) {
    for (const [key, value] of Object.entries(file)) {
      if (OF_THE_RESPONSE.includes(key)) continue;
      merged.set(key, merged.has(key) ? merge(key, merged.get(key), value, name) : value);
    }
  }
  for (const key of unfinishedKeys([...files.values()])) warn(unfinishedWarning(key));
  return Object.fromEntries([...merged].map(([key, value]) => [key, Array.isArray(value) ? distinct(value) : value]));
}

function merge(key: string, earlier: unknown, value: unknown, name: string): unknown {
  if (Array.isArray(earlier) && Array.isArray(value)) return [...earlier, ...value];
  if (canonical(earlier) === canonical(value)) return earlier;
  if (key === 'Account') return [...new Set([earlier, value].flat())].sort();
  const reason = key === 'Region' ? ONE_REGION : 'All files must describe one network.';
  throw new Error(`${name}: ${key} is not the same as in another file of the folder. ${reason}`);
}

const ONE_REGION = 'Reachability Analyzer follows paths inside one Region: load the files of each Region on their own.';

function distinct(items: readonly unknown[]): unknown[] {
  return [...new Map(items.map((item) => [canonical(item), item])).values()];
}

/** The same text for the same value, whatever the order of its members. */
function canonical(value: unknown): string {
  return String(
    JSON.stringify(value, (_, part: unknown) => {
      const isObject = typeof part === 'object' && part !== null && !Array.isArray(part);
      return isObject ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part;
    }),
  );
}
