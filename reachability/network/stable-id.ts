import { createHash } from 'node:crypto';

/** An id that is the same for the same `parts`, for what a dump of a network does not name. */
export function stableId(prefix: string, ...parts: readonly unknown[]): string {
  return `${prefix}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 17)}`;
}
