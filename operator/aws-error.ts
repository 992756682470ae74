/** What AWS's services call a refusal for lack of permission. */
const ACCESS_DENIED =
  /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation)$/;

/** What they call a resource that does not exist. */
const NOT_FOUND = /(NotFound|NotFoundException|NonExistentQueue|QueueDoesNotExist|NoSuchEntity|NoSuchEntityException)$/;

export const isAccessDenied = (error: unknown): boolean => ACCESS_DENIED.test(nameOf(error));

export const isNotFound = (error: unknown): boolean => NOT_FOUND.test(nameOf(error));

/** Undefined where the resource does not exist; any other error is thrown. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
