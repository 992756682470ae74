import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * A new unique id: the prefix of its kind and 17 characters of base 32.
 * @see
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export const iamId = (prefix: 'AROA' | 'ASIA'): string =>
  prefix + [...randomBytes(17)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
