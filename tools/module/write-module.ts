import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../../command/exit-codes';
import { reproducibleZip } from '../../lib/bundle/reproducible-zip';
import { type Files, filesIn } from '../files';

/**
 * Writes a module into `folder`, over an older version of itself.
 *
 * @throws when the folder holds a file that the module does not have: it could be somebody's, or part of the configuration
 */
export const writeModule = (files: Files, folder: string): void => {
  const strangers = existsSync(folder) ? Object.keys(filesIn(folder)).filter((name) => !(name in files)) : [];
  if (strangers.length > 0) {
    throw new UsageError(
      `${folder} holds ${strangers[0]}${strangers.length > 1 ? ` and ${strangers.length - 1} more` : ''}, which the module does not have: empty the folder, or name another with --output`,
    );
  }
  for (const [name, contents] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
};

/** Writes the module as a zip that Terraform takes as a module's source, the same bytes for the same module. */
export const writeArchive = (files: Files, archive: string): void => {
  mkdirSync(dirname(archive), { recursive: true });
  writeFileSync(archive, reproducibleZip(files));
};
