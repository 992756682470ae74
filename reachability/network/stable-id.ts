import { createHash } from 'node:crypto';

/**
 * An id that is always the same for the same `parts`, for resources without an id in a network
 * file.
 */
export function stableId(prefix: string, ...parts: readonly unknown[]): string {
  return `${prefix}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 17)}`;
}
