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

/**
 * AWS says "not now": throttling, and quotas on analyses, which the SDK does not try again.
 * Which code the quota on concurrent analyses raises is not documented, so every `…LimitExceeded` counts,
 * but the one on the tags of a resource, which does not pass.
 */
export function isBusy(error: unknown): boolean {
  return /(?<!^Tag)LimitExceeded$|^Throttl|^(Unavailable|ServiceUnavailable|InternalError|InternalFailure)$/.test(
    errorCode(error),
  );
}
