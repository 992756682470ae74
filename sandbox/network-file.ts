import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseNetworkFile } from '../reachability/network/load/parse-network-file';

/** The network of a sandbox that is given none. */
export const DEFAULT_NETWORK_FILE = join(__dirname, '..', 'examples', 'networks', 'web.json');

/** A network file as it is written, by key. */
type NetworkFile = Readonly<Record<string, unknown>>;

/** Keys that belong to each response, not to the network: files may differ in them. */
const OF_THE_RESPONSE = new Set(['NextToken', 'ResponseMetadata', '$metadata', '$comment', 'ExportedAt']);

/**
 * Reads a network file, or all files `*.json` of a folder as one. Lists under the same key are
 * joined, without duplicates.
 * @throws Error that names the file, if it cannot be read, is not a JSON object, has a field that
 * EC2 does not have, or contradicts an earlier file.
 */
export function readNetworkFile(path: string): NetworkFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    throw new Error(`${path} does not exist. It must be a file or folder with the output of aws ec2 describe-*.`);
  if (!found.isDirectory()) return readOne(path);
  const names = readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (names.length === 0) throw new Error(`${path} has no *.json file. Put the output of aws ec2 describe-* there.`);
  const merged: Record<string, unknown> = {};
  for (const name of names) {
    for (const [key, value] of Object.entries(readOne(join(path, name)))) {
      merged[key] = key in merged ? merge(merged[key], value, `${join(path, name)}: ${key}`) : value;
    }
  }
  return merged;
}

function merge(earlier: unknown, value: unknown, at: string): unknown {
  if (Array.isArray(earlier) && Array.isArray(value)) {
    const known = new Set(earlier.map((item) => JSON.stringify(item)));
    return [...earlier, ...value.filter((item) => !known.has(JSON.stringify(item)))];
  }
  const isSame = JSON.stringify(earlier) === JSON.stringify(value);
  if (isSame || OF_THE_RESPONSE.has(at.slice(at.lastIndexOf(' ') + 1))) return value;
  throw new Error(`${at} is not the same as in another file of the folder. All files must describe one network.`);
}

function readOne(file: string): NetworkFile {
  const text = decode(readFileSync(file));
  if (text.trim() === '') throw new Error(`${file} is empty: the command that was to write it has probably failed.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    const found = parsed === null ? 'null' : Array.isArray(parsed) ? 'a list' : `a ${typeof parsed}`;
    throw new Error(`${file} holds ${found}, but must be one JSON object with keys such as Vpcs and Subnets.`);
  }
  checkFields(file, parsed);
  return parsed as NetworkFile;
}

/** Once files are merged, their names are no longer known. */
function checkFields(file: string, content: object): void {
  try {
    parseNetworkFile(content, () => {});
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Windows PowerShell writes UTF-16 with a byte order mark, other programs UTF-8 with one. */
function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
