/** The error codes of AWS's services for a lack of permission. */
const ACCESS_DENIED =
  /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation)$/;

/** Their error codes for a resource that does not exist. */
const NOT_FOUND = /(NotFound|NotFoundException|NonExistentQueue|QueueDoesNotExist|NoSuchEntity|NoSuchEntityException)$/;

export const isAccessDenied = (error: unknown): boolean => ACCESS_DENIED.test(nameOf(error));

export const isNotFound = (error: unknown): boolean => NOT_FOUND.test(nameOf(error));

/** The response, or undefined where the resource does not exist. Throws any other error. */
export async function orNotFound<T>(response: Promise<T>): Promise<T | undefined> {
  try {
    return await response;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
