import { randomBytes } from 'node:crypto';

/** A new id in AWS's long form, such as `sgr-` and 17 hexadecimal digits. */
export function newId(prefix: string): string {
  return `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;
}
