import { AwsError } from '../../service';
import { type PolicyKind, parsePolicy } from './policy-document';
import { PolicyError } from './policy-error';
import type { WrittenPolicy } from './role';

/** Parses a policy that a caller stores. @throws AwsError with `code`, which says what is wrong. */
export function writePolicy(text: string, kind: PolicyKind, code = 'MalformedPolicyDocument'): WrittenPolicy {
  try {
    return { text, document: parsePolicy(text, kind) };
  } catch (error) {
    if (error instanceof PolicyError) throw new AwsError(code, error.message);
    throw error;
  }
}
