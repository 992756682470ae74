/** AWS's error codes, which the SDK puts into the error's `name`. */

/**
 * Such as `UnauthorizedOperation`; without the `Client.` or `Server.` that some responses put in
 * front.
 */
export function errorCode(error: unknown): string {
  return error instanceof Error ? error.name.replace(/^(Client|Server)\./, '') : '';
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Whether the EC2 resource is gone: a code such as `InvalidNetworkInsightsPathId.NotFound`, or
 * `InvalidID` from calls on tags.
 */
export function isNotFound(error: unknown): boolean {
  return /\.NotFound$|^InvalidID$/.test(errorCode(error));
}

/** Whether the path itself is gone, not a resource at one of its ends or one of its analyses. */
export function isPathGone(error: unknown): boolean {
  return errorCode(error) === 'InvalidNetworkInsightsPathId.NotFound';
}

export function isAccessDenied(error: unknown): boolean {
  return /^UnauthorizedOperation$|AccessDenied|^AuthorizationError/.test(errorCode(error));
}

/**
 * Whether the connection broke, or no response came in time. It is unknown if the call had its
 * effect; all calls but `Publish` may be repeated.
 */
function isUnanswered(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : errorCode(error);
  return errorCode(error) === 'TimeoutError' || /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN)$/.test(code);
}

/**
 * Whether a later attempt may succeed: after throttling, no response, or a full quota on analyses,
 * which the SDK does not retry. AWS does not document the code of the quota on concurrent analyses,
 * so every `…LimitExceeded` counts except that on the tags of a resource, which stays full.
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
