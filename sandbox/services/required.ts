import { AwsError } from '../service';

/** `value`, or an error with `code` that names the missing field. The empty string counts as missing. */
export function required<T>(value: T | undefined | null, field: string, code = 'ValidationError'): T {
  if (value === undefined || value === null || value === '')
    throw new AwsError(code, `The parameter ${field} is required and must not be empty.`);
  return value;
}
