import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The network that the sandbox has when it is given none. */
export const DEFAULT_NETWORK_FILE = join(__dirname, '..', 'examples', 'networks', 'web.json');

/** Reads a network file. Throws an Error that names the file, when it cannot be read or is not JSON. */
export function readNetworkFile(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
}
