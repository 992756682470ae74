import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../../command/exit-codes';
import { reproducibleZip } from '../../lib/bundle/reproducible-zip';
import { type Files, filesIn } from '../files';

/**
 * Writes a module into `folder`, replacing an older version of it.
 *
 * @throws UsageError where the folder has another file: that could be the user's, or part of the
 *   configuration
 */
export const writeModule = (files: Files, folder: string): void => {
  const strangers = existsSync(folder) ? Object.keys(filesIn(folder)).filter((name) => !(name in files)) : [];
  if (strangers.length > 0) {
    throw new UsageError(
      `${folder} contains ${strangers[0]}${strangers.length > 1 ? ` and ${strangers.length - 1} more` : ''}, which the module does not have: empty the folder, or name another with --output`,
    );
  }
  for (const [name, contents] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
};

/**
 * Writes the module as a zip, which Terraform accepts as a module's source. The same module gives
 * the same bytes.
 */
export const writeArchive = (files: Files, archive: string): void => {
  mkdirSync(dirname(archive), { recursive: true });
  writeFileSync(archive, reproducibleZip(files));
};
