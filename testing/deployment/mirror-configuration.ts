import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Not under version control. Every later run uses the same file. */
const FOLDER = join(__dirname, '..', '..', 'node_modules', '.cache', 'vpc-reachability-monitor');

/**
 * Writes a configuration file for Terraform's command line that takes `providers` from the mirror and
 * everything else from its registry. The same mirror has the same file, so that no run leaves another
 * one behind.
 *
 * @returns the file's path
 */
export function mirrorConfiguration(mirror: string, providers: readonly string[], folder = FOLDER): string {
  const text = configuration(mirror, providers);
  const file = join(folder, `mirror-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.tfrc`);
  if (contentOf(file) === text) return file;
  try {
    mkdirSync(folder, { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, text);
    renameSync(draft, file);
    return file;
  } catch {
    return inTemporaryFolder(text);
  }
}

const configuration = (mirror: string, providers: readonly string[]): string => `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = [${providers.map((provider) => JSON.stringify(provider)).join(', ')}]
  }
  direct {
    exclude = [${providers.map((provider) => JSON.stringify(provider)).join(', ')}]
  }
}
`;

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** For a read-only checkout: the file is removed when this process ends. */
function inTemporaryFolder(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-mirror-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'terraform.tfrc');
  writeFileSync(file, text);
  return file;
}
