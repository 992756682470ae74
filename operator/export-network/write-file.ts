import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { errorText } from '../../command/error-text';
import { UsageError } from '../../command/exit-codes';

/**
 * Writes the whole file or nothing: an earlier one is replaced only by a complete one.
 * @throws UsageError where the folder does not exist or cannot be written to.
 */
export function writeWhole(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  try {
    writeFileSync(part, text);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new UsageError(`--out ${file} cannot be written: ${errorText(error)}`, { cause: error });
  }
}
