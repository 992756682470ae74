import { AwsError } from '../service';

/**
 * `value`. @throws AwsError with `code` and the field's name if it is missing or the empty string.
 */
export function required<T>(value: T | undefined | null, field: string, code = 'ValidationError'): T {
  if (value === undefined || value === null || value === '')
    throw new AwsError(code, `The parameter ${field} is required and must not be empty.`);
  return value;
}
