/** AWS's error codes: the SDK hands them over as the error's `name`. */

/** Such as `UnauthorizedOperation`; without the `Client.` that some answers put in front. */
export function errorCode(error: unknown): string {
  return error instanceof Error ? error.name.replace(/^(Client|Server)\./, '') : '';
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The EC2 resource is gone, such as `InvalidNetworkInsightsPathId.NotFound`; calls on tags may say `InvalidID`. */
export function isNotFound(error: unknown): boolean {
  return /\.NotFound$|^InvalidID$/.test(errorCode(error));
}

/** The path itself is gone, not something at its ends or one of its analyses. */
export function isPathGone(error: unknown): boolean {
  return errorCode(error) === 'InvalidNetworkInsightsPathId.NotFound';
}

export function isAccessDenied(error: unknown): boolean {
  return /^UnauthorizedOperation$|AccessDenied|^AuthorizationError/.test(errorCode(error));
}

/** The connection broke, or no answer came in time. Whether the call had its effect is not known; all calls but `Publish` may be repeated. */
function isUnanswered(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : errorCode(error);
  return errorCode(error) === 'TimeoutError' || /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN)$/.test(code);
}

/**
 * AWS says "not now": throttling, and quotas on analyses, which the SDK does not try again.
 * Which code the quota on concurrent analyses raises is not documented, so every `…LimitExceeded` counts,
 * but the one on the tags of a resource, which does not pass.
 */
export function isBusy(error: unknown): boolean {
  return (
    isUnanswered(error) ||
    /(?<!^Tag)LimitExceeded$|^Throttl|^(Unavailable|ServiceUnavailable|InternalError|InternalFailure)$/.test(
      errorCode(error),
    )
  );
}

/** Every error has a log entry of its own, so the combined message may leave some out. */
const MOST_NAMED = 10;

/** One error for all paths that could not be checked. */
export function combined(errors: readonly Error[]): Error {
  const [first, ...others] = errors;
  if (first && others.length === 0) return first;
  const named = errors.slice(0, MOST_NAMED).map(({ message }) => message);
  const rest = errors.length > named.length ? [`and ${errors.length - named.length} more`] : [];
  return new AggregateError(errors, `${errors.length} paths could not be checked: ${[...named, ...rest].join('; ')}`);
}
