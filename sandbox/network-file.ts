import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mergeNetworkFiles, type NetworkFile } from '../reachability/network/load/merge-network-files';
import { parseNetworkFile } from '../reachability/network/load/parse-network-file';

/** The network of a sandbox that is given none. */
export const DEFAULT_NETWORK_FILE = join(__dirname, '..', 'examples', 'networks', 'web.json');

/**
 * Reads a network file, or all files `*.json` of a folder as one. Lists under the same key are
 * joined, without duplicates.
 * @param warn gets a line for each list of a folder whose last page is missing.
 * @throws Error that names each file which cannot be read, is not a JSON object, has a field that
 * EC2 does not have, or contradicts an earlier file.
 */
export function readNetworkFile(path: string, warn: (line: string) => void = warnOnStderr): NetworkFile {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    throw new Error(`${path} does not exist. It must be a file or folder with the output of aws ec2 describe-*.`);
  if (!found.isDirectory()) return readOne(path);
  const names = readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (names.length === 0) throw new Error(`${path} has no *.json file. Put the output of aws ec2 describe-* there.`);
  return mergeNetworkFiles(readAll(names.map((name) => join(path, name))), warn);
}

function warnOnStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** @throws Error with what is wrong in each of the files. */
function readAll(paths: readonly string[]): Map<string, NetworkFile> {
  const files = new Map<string, NetworkFile>();
  const wrong: string[] = [];
  for (const path of paths) {
    try {
      files.set(path, readOne(path));
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return files;
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
