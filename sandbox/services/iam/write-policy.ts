import { AwsError } from '../../service';
import { type PolicyKind, parsePolicy } from './policy-document';
import { PolicyError } from './policy-error';
import type { WrittenPolicy } from './role';

/** Reads a policy that a caller wants to store. Throws `code`, with what is wrong in it. */
export function writePolicy(text: string, kind: PolicyKind, code = 'MalformedPolicyDocument'): WrittenPolicy {
  try {
    return { text, document: parsePolicy(text, kind) };
  } catch (error) {
    if (error instanceof PolicyError) throw new AwsError(code, error.message);
    throw error;
  }
}
