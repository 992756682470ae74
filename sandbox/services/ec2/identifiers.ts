import { createHash, randomBytes } from 'node:crypto';

/** A new id in AWS's long form, such as `sgr-` and 17 hexadecimal digits. */
export function newId(prefix: string): string {
  return `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;
}

/** An id that is the same for the same `parts`, for what a dump of a network does not name. */
export function stableId(prefix: string, ...parts: readonly unknown[]): string {
  return `${prefix}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 17)}`;
}
