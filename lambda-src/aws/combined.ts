/** The log has a line for each. */
const MOST_NAMED = 10;

/** One error for all of them. */
export function combined(errors: readonly Error[]): Error {
  const [first, ...others] = errors;
  if (first && others.length === 0) return first;
  const named = errors.slice(0, MOST_NAMED).map(({ message }) => message);
  const rest = errors.length > named.length ? [`and ${errors.length - named.length} more`] : [];
  return new AggregateError(errors, `${errors.length} paths could not be checked: ${[...named, ...rest].join('; ')}`);
}
